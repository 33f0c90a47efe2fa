using System.CommandLine;
using System.Text.Json;
using Optimas.Hosting.Live;

namespace Optimas.Hosting;

/// <summary>A program around one system: <c>return await new SystemHost&lt;…&gt; { … }.RunAsync(args);</c> gives it every verb.</summary>
/// <typeparam name="TIn">The system's input.</typeparam>
/// <typeparam name="TOut">The system's output.</typeparam>
/// <typeparam name="TLabel">What the metric compares outputs with.</typeparam>
/// <typeparam name="TConfiguration">The system's configuration type.</typeparam>
public sealed class SystemHost<TIn, TOut, TLabel, TConfiguration>
    where TConfiguration : SystemConfiguration
{
    /// <summary>What the program does, for its help page.</summary>
    public required string Description { get; init; }

    /// <summary>Makes the system, once the command line is read.</summary>
    public required Func<HostArguments, CancellationToken, ValueTask<ICompoundSystem<TIn, TOut>>> CreateSystem { get; init; }

    /// <summary>The configuration to start from.</summary>
    public required TConfiguration DefaultConfiguration { get; init; }

    /// <summary>Reads the examples of a data file. <see cref="ExampleReader"/> reads JSON lines.</summary>
    public required Func<string, CancellationToken, Task<IReadOnlyList<Example<TIn, TLabel>>>> ReadExamples { get; init; }

    /// <summary>The global reward.</summary>
    public required IMetric<TOut, TLabel> Metric { get; init; }

    /// <summary>Makes the prompt proposer for <c>optimize</c>; null leaves prompts as they are.</summary>
    public Func<HostArguments, IPromptProposer>? CreateProposer { get; init; }

    /// <summary>Makes the trainer of weights for <c>optimize</c>; without it, or where it gives null, weights stay as they are.</summary>
    public Func<HostArguments, IWeightTrainer?>? CreateWeightTrainer { get; init; }

    /// <summary>
    /// Backbones for local rewards that <c>--lrf</c> chooses from, besides <see cref="HostRewardModel.Hashed"/>, which it takes by default.
    /// </summary>
    public IReadOnlyList<HostRewardModel> RewardModels { get; init; } = [];

    /// <summary>Options of the program's own, understood by every verb.</summary>
    public IReadOnlyList<HostOption> Options { get; init; } = [];

    /// <summary>What the program does without arguments: an optimization on data that it ships.</summary>
    public required Demonstration Demonstration { get; init; }

    /// <summary>How many examples run at once where <c>--parallelism</c> says nothing; 1 or more.</summary>
    public int Parallelism { get; init; } = EvaluationOptions.Default.Parallelism;

    /// <summary>Where results go; the console's output.</summary>
    public TextWriter Output { get; init; } = Console.Out;

    /// <summary>Where errors go; the console's error output.</summary>
    public TextWriter Error { get; init; } = Console.Error;

    /// <summary>Runs the verb that the command line names; without arguments, the demonstration.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="cancellationToken">Ends the program; Ctrl-C does too.</param>
    /// <returns>The exit code: 0, 1 for a wrong command line or a failure that was printed, or 130 after Ctrl-C, 143 after SIGTERM.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(args);
        if (args.Count == 0)
        {
            args =
            [
                "optimize", "--train", Demonstration.Train, "--validation", Demonstration.Validation,
                "--runs", $"{Demonstration.SystemRuns}", "--seed", $"{Demonstration.Seed}",
                .. Demonstration.Test is { } test ? (string[])["--test", test] : [],
                .. Demonstration.OutputFolder is { } folder ? (string[])["--out", folder] : [],
            ];
        }

        using var interruption = new Interruption(() => Terminal.Restore(Output), cancellationToken);
        // Signals are the interruption's, since a verb may need longer to end than the two seconds that it would get.
        var invocation = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = Output,
            Error = Error,
        };
        int exitCode = await BuildCommands().Parse(args).InvokeAsync(invocation, interruption.Token).ConfigureAwait(false);
        return exitCode == Interruption.Cancelled ? interruption.ExitCode : exitCode;
    }

    private RootCommand BuildCommands()
    {
        var root = new RootCommand(Description);
        foreach (var verb in new Verbs<TIn, TOut, TLabel, TConfiguration>(this).All())
            root.Subcommands.Add(verb);
        return root;
    }

    /// <summary>Reads a configuration file; without one, the default.</summary>
    /// <exception cref="ConfigurationException">The file holds no configuration of this system; the message names the file.</exception>
    internal async Task<TConfiguration> ReadConfigurationAsync(string? path, CancellationToken cancellationToken)
    {
        if (path is null)
            return DefaultConfiguration;
        if (Directory.Exists(path))
            throw new InvalidDataException($"{path} is a folder; a configuration file is needed.");
        try
        {
            return ConfigurationJson.Read(await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false), DefaultConfiguration);
        }
        catch (ConfigurationException e)
        {
            throw new ConfigurationException($"{path}: {e.Message}", e);
        }
    }
}

/// <summary>An optimization on data that the program ships.</summary>
/// <param name="Train">The training examples' file.</param>
/// <param name="Validation">The validation examples' file.</param>
/// <param name="SystemRuns">The budget.</param>
/// <param name="Seed">The seed.</param>
public sealed record Demonstration(string Train, string Validation, int SystemRuns, long Seed)
{
    /// <summary>The file of examples that decide nothing, on which start and result are compared at the end; null for none.</summary>
    public string? Test { get; init; }

    /// <summary>The folder that keeps the run, for a report and to look at it; null to keep nothing. A run is added to those that are there.</summary>
    public string? OutputFolder { get; init; } = Path.Combine("artifacts", "demo", AppDomain.CurrentDomain.FriendlyName);
}

/// <summary>An option of a program's own.</summary>
/// <param name="Name">Its name, as <c>--corpus</c>.</param>
/// <param name="Description">What it does, for the help page.</param>
public sealed record HostOption(string Name, string Description)
{
    /// <summary>Whether it is given without a value.</summary>
    public bool IsFlag { get; init; }

    /// <summary>Whether it has a part in results, so that a run can be resumed with the same value only. It has, unless something else is said.</summary>
    public bool Decides { get; init; } = true;
}

/// <summary>The command line, as far as a system's making can depend on it.</summary>
/// <param name="DataFiles">Every data file that the command line names.</param>
/// <param name="Values">What the program's own options were given, by their names; options that were not given are missing.</param>
public sealed record HostArguments(IReadOnlyList<string> DataFiles, IReadOnlyDictionary<string, IReadOnlyList<string>> Values)
{
    /// <summary>The folder that <c>optimize --out</c> names, for what belongs beside the configuration, such as trained weights; null without one.</summary>
    public string? OutputFolder { get; init; }

    /// <summary>What all chat clients of the command line share; null for arguments that no <see cref="SystemHost{TIn, TOut, TLabel, TConfiguration}"/> read.</summary>
    internal ChatMiddleware? Middleware { get; init; }

    /// <summary>The file that <c>--config</c> names, beside which its trained weights are; null without one.</summary>
    public string? ConfigurationFile { get; init; }
}
