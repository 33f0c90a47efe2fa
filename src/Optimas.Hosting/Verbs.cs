using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Optimas.Hosting.Live;
using Optimas.Providers;
using Optimas.Storage;

namespace Optimas.Hosting;

/// <summary>The verbs of a system's program.</summary>
internal sealed class Verbs<TIn, TOut, TLabel, TConfiguration>(SystemHost<TIn, TOut, TLabel, TConfiguration> host)
    where TConfiguration : SystemConfiguration
{
    private readonly Option<bool> _json = new("--json") { Description = "End with one line of JSON." };
    private readonly Option<string> _config = new("--config") { Description = "A configuration file; the default configuration without one." };
    private readonly Option<int> _parallelism = AtLeast(1, new Option<int>("--parallelism")
    {
        Description = "How many examples run at once.",
        DefaultValueFactory = _ => host.Parallelism,
    });

    private readonly Option<long> _seed = new("--seed") { Description = "The seed of every random choice." };
    private readonly Option<string> _lrf = RewardModelOption([HostRewardModel.Hashed, .. host.RewardModels]);
    private readonly Option<string> _data = new("--data") { Description = "The examples.", Required = true };
    private readonly Option<string> _train = new("--train") { Description = "The training examples.", Required = true };
    private readonly Option<string> _validation = new("--validation") { Description = "The validation examples.", Required = true };
    private readonly Option<string> _test =
        new("--test") { Description = "Examples that decide nothing: start and result are scored on them at the end." };

    private readonly Option<int?> _limit = AtLeast(
        1, new Option<int?>("--limit") { Description = "How many examples of a file are used, from its beginning; all of them without it." });

    private readonly Option<string> _out = new("--out") { Description = "The folder for configuration.json, report.html, and runs.db, which keeps everything as it happens; nothing is kept without it." };
    private readonly Option<bool> _plain =
        new("--plain") { Description = "Prints progress as lines, also on a terminal; so do NO_COLOR=1 and TERM=dumb." };

    private readonly Option<bool> _resume = new("--resume") { Description = "Goes on with the newest unfinished run that --out holds." };
    private readonly Option<string[]>[] _own =
        [.. host.Options.Select(OptionOf)];

    private ChatMiddleware _middleware = ChatMiddleware.Default;

    public IEnumerable<Command> All() => [Run(), Evaluate(), Optimize(), Alignment(), Graph(), new ConfigVerbs<TIn, TOut, TLabel, TConfiguration>(host, Verb).Create()];

    private Command Run()
    {
        var input = new Option<string>("--input") { Description = "The system's input as JSON.", Required = true };
        return Verb("run", "Runs one input and prints its trajectory.", [input, _config], async (parsed, output, ct) =>
        {
            var system = await CreateSystemAsync(parsed, ct).ConfigureAwait(false);
            using var json = JsonDocument.Parse(parsed.GetRequiredValue(input));
            var configuration = await host.ReadConfigurationAsync(parsed.GetValue(_config), ct).ConfigureAwait(false);
            var trace = await system.ExecuteAsync(system.ReadInput(json.RootElement), configuration, prefix: null, ExecutionRequest.Default, ct)
                .ConfigureAwait(false);
            foreach (var component in system.Graph.Components)
            {
                var slot = trace.Slots[component.Index]!;
                string text = slot.Origin == SlotOrigin.Skipped ? "(skipped)" : system.Observe(trace, component.Index).Output;
                output.Line($"── {component.Name} ({slot.Latency.TotalMilliseconds:0.0} ms)");
                output.Line(text);
            }

            output.Json(writer => writer.WriteRawValue(system.ToJson(trace)));
        });
    }

    private Command Evaluate() => Verb(
        "evaluate", "Scores a configuration on examples.", [_data, _limit, _config, _seed, _parallelism], async (parsed, output, ct) =>
        {
            var system = await CreateSystemAsync(parsed, ct).ConfigureAwait(false);
            var examples = await ReadExamplesAsync(parsed, _data, ct).ConfigureAwait(false);
            var configuration = await host.ReadConfigurationAsync(parsed.GetValue(_config), ct).ConfigureAwait(false);
            var evaluator = new Evaluator<TIn, TOut, TLabel>(system, host.Metric, EvaluationOptionsOf(parsed) with { Seed = parsed.GetValue(_seed) });
            long start = Stopwatch.GetTimestamp();
            var result = await evaluator.EvaluateAsync(configuration, examples, ct).ConfigureAwait(false);
            var time = Stopwatch.GetElapsedTime(start);
            output.Line($"{result.Mean:0.000} ± {result.StandardError:0.000} on {examples.Count} examples, {result.Failures} failed");
            output.Json(writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("mean", result.Mean);
                writer.WriteNumber("standardError", result.StandardError);
                writer.WriteNumber("examples", examples.Count);
                writer.WriteNumber("failures", result.Failures);
                writer.WriteNumber("systemRuns", result.SystemRuns);
                Report.WriteUsage(writer, result.Usage);
                writer.WriteNumber("seconds", time.TotalSeconds);
                writer.WriteEndObject();
            });
        });

    private Command Optimize()
    {
        var runs = AtLeast(
            1.0,
            new Option<double>("--runs")
            {
                Description = "The budget in system runs.",
                DefaultValueFactory = _ => Budget.Default.SystemRuns,
                CustomParser = ReadNumber,
            });
        var deciding = AtLeast(
            2, new Option<int?>("--deciding-examples") { Description = "How many examples decide; a share of the budget without it." });
        var engine = Named(new Option<OptimizationEngine>("--engine") { Description = "How candidates are found and accepted." });
        var control = Named(new Option<OptimizationControl>("--control") { Description = "Replaces a part of the method, for comparison." });
        Option[] options =
            [_train, _validation, _test, _limit, _config, runs, deciding, _seed, _out, _resume, engine, control, _lrf, _parallelism, _plain];
        return Verb("optimize", "Looks for a better configuration.", options, async (parsed, output, ct) =>
        {
            var system = await CreateSystemAsync(parsed, ct).ConfigureAwait(false);
            var train = await ReadExamplesAsync(parsed, _train, ct).ConfigureAwait(false);
            var validation = await ReadExamplesAsync(parsed, _validation, ct).ConfigureAwait(false);
            var start = await host.ReadConfigurationAsync(parsed.GetValue(_config), ct).ConfigureAwait(false);
            string? folder = parsed.GetValue(_out), file = folder is null ? null : Path.Combine(folder, "configuration.json");
            if (folder is null && parsed.GetValue(_resume))
                throw new ArgumentException("--resume needs --out, the folder whose runs.db holds the run.");
            RejectUnwritable(file);
            var heldOutExamples = parsed.GetValue(_test) is not null ? await ReadExamplesAsync(parsed, _test, ct).ConfigureAwait(false) : null;
            var rewards = await CreateRewardModelAsync(parsed, ct).ConfigureAwait(false);
            await using var store = folder is null
                ? null
                : await RunRecording.OpenAsync(folder, parsed.GetValue(_resume), Facts(parsed), ct).ConfigureAwait(false);
            if (store is not null)
            {
                if (parsed.GetValue(_resume))
                    CountBefore(new RunReader(store.Path), store.RunId, ct);
                output.Line($"run {store.RunId}, kept in {store.Path}");
                output.Line($"to watch it in a browser: optimas ui {store.Path}");
            }

            using var resuming = new ResumeAdvice(store, () => RunRecording.Command(parsed), parsed.InvocationConfiguration.Error);
            var meter = new SpendingMeter();
            var optimization = new OptimizationOptions
            {
                Journal = store,
                Start = start,
                Budget = new() { SystemRuns = parsed.GetValue(runs) },
                Seed = parsed.GetValue(_seed),
                DecidingExamples = parsed.GetValue(deciding),
                Engine = parsed.GetValue(engine),
                Control = parsed.GetValue(control),
                Proposer = host.CreateProposer?.Invoke(Arguments(parsed)),
                WeightTrainer = host.CreateWeightTrainer?.Invoke(Arguments(parsed)),
                RewardModel = rewards,
                Meter = meter,
                Evaluation = EvaluationOptionsOf(parsed),
            };
            Task<OptimizationResult<TConfiguration>> SearchAsync(IProgress<OptimizationEvent> progress) =>
                Optimizer.OptimizeAsync<TIn, TOut, TLabel, TConfiguration>(system, train, validation, host.Metric, optimization, progress, ct);
            OptimizationResult<TConfiguration> result;
            try
            {
                result = !parsed.GetValue(_plain) && Terminal.Of(host.Output) is { } terminal
                    ? await new LiveProgress(terminal, system.Graph, meter, Limits(optimization.Budget)).RunAsync(SearchAsync, ct).ConfigureAwait(false)
                    : await SearchAsync(new ProgressLines(output)).ConfigureAwait(false);
            }
            catch
            {
                NameReport(await RunRecording.WriteReportAsync(store, parsed.InvocationConfiguration.Error).ConfigureAwait(false));
                throw;
            }

            if (result.Explanation is null)
                resuming.Finish();
            else
                resuming.Stop(ChatMiddleware.OptionOf(result.Reason));
            Report.Summarize(output, result);
            if (file is not null)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                await result.SaveAsync(file, ct).ConfigureAwait(false);
                output.Line($"written to {file}");
            }

            // Before the comparison, which may be interrupted; named after it, as the last line.
            string? page = await RunRecording.WriteReportAsync(store, parsed.InvocationConfiguration.Error).ConfigureAwait(false);
            HeldOutComparison<TIn, TOut, TLabel>? heldOut = null;
            if (heldOutExamples is not null)
            {
                try
                {
                    heldOut = await CompareAsync(heldOutExamples).ConfigureAwait(false);
                }
                catch (Exception e) when (SpentBudgetException.Of(e) is { } spent)
                {
                    output.Line($"held out: not scored. {spent.Message}");
                }
            }

            if (_middleware.Usage.Total.Calls > 0)
                output.Line($"model calls of this session: {_middleware.Usage.Total}");
            NameReport(page);
            output.Json(writer => Report.Write(writer, result, heldOut));

            void NameReport(string? written)
            {
                if (written is not null)
                    output.Line($"report: {written}");
            }

            async Task<HeldOutComparison<TIn, TOut, TLabel>> CompareAsync(IReadOnlyList<Example<TIn, TLabel>> examples)
            {
                var evaluator = new Evaluator<TIn, TOut, TLabel>(system, host.Metric, EvaluationOptionsOf(parsed) with { Seed = parsed.GetValue(_seed) });
                var compared = await HeldOutComparison<TIn, TOut, TLabel>.RunAsync(evaluator, start, result.Configuration, examples, ct).ConfigureAwait(false);
                Report.Summarize(output, compared);
                var preferences = await LocalPreference.AskAsync(
                    system, start, result.Configuration, compared.Before.Results.Select(r => r.Trace), rewards, parsed.GetValue(_seed), ct).ConfigureAwait(false);
                foreach (var preference in preferences)
                    Report.Summarize(output, system.Graph, preference);
                return compared;
            }
        });
    }

    private Command Alignment()
    {
        var inputs = AtLeast(3, new Option<int>("--inputs")
        {
            Description = "How many examples preferences are collected on at most.",
            DefaultValueFactory = _ => AlignmentOptions.Default.Inputs,
        });
        var paired = AtLeast(3, new Option<int>("--paired-inputs")
        {
            Description = "Collection for a component ends once this many examples gave pairs.",
            DefaultValueFactory = _ => AlignmentOptions.Default.PairedInputs,
        });
        Option[] options = [_data, _limit, _config, inputs, paired, _lrf, _seed, _parallelism];
        return Verb("alignment", "Measures how well local rewards rank outputs, per component.", options, async (parsed, output, ct) =>
        {
            var system = await CreateSystemAsync(parsed, ct).ConfigureAwait(false);
            var examples = await ReadExamplesAsync(parsed, _data, ct).ConfigureAwait(false);
            var configuration = await host.ReadConfigurationAsync(parsed.GetValue(_config), ct).ConfigureAwait(false);
            var report = await AlignmentStudy.RunAsync(
                system,
                configuration,
                examples,
                host.Metric,
                new()
                {
                    Inputs = parsed.GetValue(inputs),
                    PairedInputs = parsed.GetValue(paired),
                    Seed = parsed.GetValue(_seed),
                    RewardModel = await CreateRewardModelAsync(parsed, ct).ConfigureAwait(false),
                    Evaluation = EvaluationOptionsOf(parsed),
                },
                ct).ConfigureAwait(false);
            Report.Summarize(output, system.Graph, report);
            output.Json(writer => Report.Write(writer, system.Graph, report));
        });
    }

    private Command Graph() => Verb("graph", "Prints the graph as Mermaid.", [], (_, output, _) =>
    {
        var graph = host.DefaultConfiguration.Graph;
        output.Line(graph.ToMermaid().TrimEnd());
        output.Json(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("mermaid", graph.ToMermaid());
            writer.WriteString("signatureHash", graph.SignatureHash);
            writer.WriteEndObject();
        });
        return Task.CompletedTask;
    });

    private Command Verb(string name, string description, Option[] options, Func<ParseResult, Output, CancellationToken, Task> body)
    {
        var command = new Command(name, description);
        foreach (var option in options.Concat(_own).Append(_json))
            command.Options.Add(option);
        command.SetAction(async (parsed, ct) =>
        {
            var output = new Output(parsed.InvocationConfiguration.Output, parsed.GetValue(_json));
            try
            {
                try
                {
                    await body(parsed, output, ct).ConfigureAwait(false);
                }
                finally
                {
                    await _middleware.DisposeAsync().ConfigureAwait(false);
                }

                return 0;
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync("cancelled").ConfigureAwait(false);
                return Interruption.Cancelled;
            }
            catch (Exception e) when (IsExplained(e))
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
                return 1;
            }
        });
        return command;
    }

    // Said before anything runs: the result of an hour must not be lost for want of a place to put it.
    private static void RejectUnwritable(string? file)
    {
        if (file is null)
            return;
        var folder = new DirectoryInfo(Path.GetDirectoryName(file)!);
        if (File.Exists(folder.FullName))
            throw new IOException($"{folder} is a file; --out names a folder.");
        if (Directory.Exists(file))
            throw new IOException($"{file} is a folder; the configuration can't be written there.");
        bool isNew = !folder.Exists;
        folder.Create();
        using (new FileStream(file + ".partial", FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose))
        {
        }

        if (isNew)
            folder.Delete();
    }

    private static Option<string[]> OptionOf(HostOption option) => option.IsFlag
        ? new(option.Name) { Description = option.Description, Arity = ArgumentArity.Zero }
        : new(option.Name) { Description = option.Description, AllowMultipleArgumentsPerToken = true };

    // Without the thousands separators that double.Parse lets pass: 1,5 is not 15.
    private static double ReadNumber(ArgumentResult given)
    {
        string text = given.Tokens.Single().Value;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            given.AddError($"{text} is not a number; write one as 300 or 0.5.");
        return value;
    }

    // The parser would take any number for a value of the type.
    private static Option<T> Named<T>(Option<T> option)
        where T : struct, Enum
    {
        option.Validators.Add(given =>
        {
            if (given.Tokens.SingleOrDefault() is { } token && !Enum.GetNames<T>().Contains(token.Value, StringComparer.OrdinalIgnoreCase))
                given.AddError($"{option.Name} must be one of {string.Join(", ", Enum.GetNames<T>())}, but is {token.Value}.");
        });
        return option;
    }

    private static Option<string> RewardModelOption(HostRewardModel[] models)
    {
        var option = new Option<string>("--lrf")
        {
            Description = $"What local rewards are learned with: {string.Join(", ", models.Select(m => $"{m.Name} ({m.Description})"))}.",
            DefaultValueFactory = _ => HostRewardModel.Hashed.Name,
        };
        option.Validators.Add(given =>
        {
            if (given.Tokens.SingleOrDefault() is { } token && models.All(m => m.Name != token.Value))
                given.AddError($"--lrf must be one of {string.Join(", ", models.Select(m => m.Name))}, but is {token.Value}.");
        });
        return option;
    }

    // Text that is no such value is the parser's to report.
    private static TOption AtLeast<TOption, T>(T least, TOption option)
        where TOption : Option
        where T : IParsable<T>, IComparable<T>
    {
        option.Validators.Add(given =>
        {
            string? text = given.Tokens.SingleOrDefault()?.Value;
            if (T.TryParse(text, CultureInfo.InvariantCulture, out var value) && value.CompareTo(least) < 0)
                given.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} must be {least} or larger, but is {value}."));
        });
        return option;
    }

    // Failures whose message says what to do. Anything else is a bug, and keeps its stack trace.
    private static bool IsExplained(Exception e) =>
        e is ConfigurationException or BudgetException or FailureRateException or MetricException or ComponentException
            or IOException or UnauthorizedAccessException or InvalidDataException or JsonException or ArgumentException or DllNotFoundException or ProviderException or StopException;

    private async ValueTask<ICompoundSystem<TIn, TOut>> CreateSystemAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        bool resumes = parsed.CommandResult.Command.Options.Contains(_resume) && parsed.GetValue(_resume);
        _middleware = await ChatMiddleware.OpenAsync(Arguments(parsed).Values, resumes, cancellationToken).ConfigureAwait(false);
        return await host.CreateSystem(Arguments(parsed), cancellationToken).ConfigureAwait(false);
    }

    // The limits of a budget hold for all sessions of a run together.
    private void CountBefore(RunReader reader, string run, CancellationToken cancellationToken) => _middleware.CountBefore(
        reader.Usage(run, cancellationToken)
            .Select(u => (u.Component, u.Model, new ModelUsage((int)u.Calls, u.InputTokens, u.OutputTokens, u.Cost ?? 0))),
        reader.Run(run, cancellationToken).Elapsed);

    private SpendingLimits Limits(Budget budget)
    {
        var calls = _middleware.Limits;
        return new(budget.SystemRuns, calls.Calls, calls.Tokens, calls.Dollars, calls.Time);
    }

    private async Task<IReadOnlyList<Example<TIn, TLabel>>> ReadExamplesAsync(
        ParseResult parsed, Option<string> file, CancellationToken cancellationToken)
    {
        var examples = await host.ReadExamples(parsed.GetRequiredValue(file), cancellationToken).ConfigureAwait(false);
        return parsed.GetValue(_limit) is { } limit && limit < examples.Count ? [.. examples.Take(limit)] : examples;
    }

    private ValueTask<ILocalRewardModel> CreateRewardModelAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        host.RewardModels.Prepend(HostRewardModel.Hashed).First(m => m.Name == parsed.GetValue(_lrf))
            .Create(Arguments(parsed), parsed.GetValue(_seed), cancellationToken);

    // What decides on results besides what the optimizer itself is told.
    private Dictionary<string, IReadOnlyList<string>> Facts(ParseResult parsed)
    {
        var given = Arguments(parsed).Values;
        var facts = host.Options.Where(o => o.Decides && given.ContainsKey(o.Name)).ToDictionary(o => o.Name, o => given[o.Name], StringComparer.Ordinal);
        if (parsed.GetValue(_lrf) is { } lrf)
            facts[_lrf.Name] = [lrf];
        return facts;
    }

    private HostArguments Arguments(ParseResult parsed)
    {
        var values = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var option in _own)
        {
            // A flag has no value: that it was given is what it says.
            if (parsed.GetResult(option) is { Implicit: false })
                values[option.Name] = parsed.GetValue(option) ?? [];
        }

        string? Given(Option<string> option) => parsed.CommandResult.Command.Options.Contains(option) ? parsed.GetValue(option) : null;
        string?[] files = [Given(_data), Given(_train), Given(_validation), Given(_test)];
        return new([.. files.OfType<string>().Distinct(StringComparer.Ordinal)], values)
        {
            Middleware = _middleware,
            OutputFolder = Given(_out),
            ConfigurationFile = Given(_config),
        };
    }

    private EvaluationOptions EvaluationOptionsOf(ParseResult parsed) => EvaluationOptions.Default with { Parallelism = parsed.GetValue(_parallelism) };
}
