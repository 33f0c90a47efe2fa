using System.CommandLine;
using Optimas.Cli.CommandLine;
using Optimas.Storage;

namespace Optimas.Cli.Export;

/// <summary><c>optimas export</c>: a configuration out of a run store or a file, as JSON or as C#.</summary>
internal static class ExportVerb
{
    private const string CSharp = "csharp";

    public static Command Create()
    {
        var from = new Argument<string?>("from") { Description = "A run's id, or part of it, or a configuration file; the newest run without it.", Arity = ArgumentArity.ZeroOrOne };
        var form = new Option<string>("--as") { Description = "json or csharp.", DefaultValueFactory = _ => "json" };
        form.AcceptOnlyFromAmong("json", CSharp);
        var store = RunFile.Option();
        var hash = new Option<string?>("--configuration") { Description = "Another of the run's configurations than the best: its hash.", HelpName = "HASH" };
        var file = new Option<string?>("--out") { Description = "The file to write; the text is printed without it.", HelpName = "FILE" };
        var space = new Option<string?>("--namespace") { Description = "The namespace of the C# class." };
        var name = new Option<string?>("--class") { Description = "The name of the C# class; the system's with Settings after it without it." };
        var usings = new Option<string[]>("--using")
        {
            Description = "What the C# file uses: a namespace of the system or of its enums, or \"static TYPE\" where they are nested.",
            HelpName = "NAMESPACE",
            DefaultValueFactory = _ => [],
        };
        var isPublic = new Option<bool>("--public") { Description = "Makes the C# class public." };
        var command = new Command("export", "Writes a run's best configuration, or a configuration file, as JSON or as a compiled C# constant.")
        {
            from, form, store, hash, file, space, name, usings, isPublic,
        };
        command.SetVerb(async (parsed, ct) =>
        {
            string json = await ReadAsync(parsed.GetValue(from), parsed.GetValue(store), parsed.GetValue(hash), ct).ConfigureAwait(false);
            var options = new ConfigurationSourceOptions
            {
                Namespace = parsed.GetValue(space),
                Class = parsed.GetValue(name),
                Usings = parsed.GetValue(usings) ?? [],
                IsPublic = parsed.GetValue(isPublic),
            };
            string text = parsed.GetValue(form) == CSharp ? ConfigurationSource.Write(json, options) : json.TrimEnd('\n') + "\n";
            if (parsed.GetValue(file) is { } path)
            {
                await File.WriteAllTextAsync(path, text, ct).ConfigureAwait(false);
                await parsed.InvocationConfiguration.Output.WriteLineAsync($"written to {path}").ConfigureAwait(false);
            }
            else
            {
                await parsed.InvocationConfiguration.Output.WriteAsync(text).ConfigureAwait(false);
            }

            return 0;
        });
        return command;
    }

    private static async Task<string> ReadAsync(string? from, string? store, string? hash, CancellationToken cancellationToken)
    {
        if (from is not null && File.Exists(from))
        {
            if (store is not null || hash is not null)
                throw new ArgumentException($"{from} is a file; --store and --configuration are for runs.");
            string json = await File.ReadAllTextAsync(from, cancellationToken).ConfigureAwait(false);
            try
            {
                // Whatever else the file is, it is told here.
                ConfigurationJson.ReadProvenance(json);
            }
            catch (ConfigurationException e)
            {
                throw new InvalidDataException($"{from}: {e.Message}", e);
            }

            return json;
        }

        if (Directory.Exists(from))
            throw new ArgumentException($"{from} is a folder. Name its store by --store {from}, or a configuration file.");
        if (from is not null && store is null && (from.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || from.Contains(Path.DirectorySeparatorChar)))
            throw new FileNotFoundException($"There is no file {from}.");
        var reader = RunFile.Open(store);
        var run = RunFile.Find(reader, from, cancellationToken);
        string configuration = reader.Configuration(run.Id, hash ?? run.Best, cancellationToken);
        return ConfigurationJson.WithProvenance(configuration, Provenance(reader, run, hash ?? run.Best, cancellationToken));
    }

    // Scores are those of the best configuration; another one's are not known as well.
    private static ConfigurationProvenance Provenance(RunReader reader, StoredRun run, string hash, CancellationToken cancellationToken)
    {
        bool isBest = string.Equals(hash, run.Best, StringComparison.OrdinalIgnoreCase);
        var planned = reader.Events(run.Id, -1, cancellationToken).FirstOrDefault(e => e.Kind == nameof(OptimizationPlanned));
        return new()
        {
            Run = run.Id,
            Seed = run.Seed,
            TrainingData = run.Facts.GetValueOrDefault("training examples"),
            ValidationData = run.Facts.GetValueOrDefault("validation examples"),
            Initial = isBest ? run.Initial : null,
            Final = isBest ? run.Score : null,
            GainStandardError = isBest ? run.GainStandardError : null,
            DecidingExamples = planned is not null && planned.Data.TryGetProperty("decidingExamples", out var n) ? n.GetInt32() : null,
            SystemRuns = run.Spent.SystemRuns,
            Finished = run.Status == RunStatus.Finished ? run.Updated : null,
        };
    }
}
