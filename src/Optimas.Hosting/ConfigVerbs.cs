using System.CommandLine;

namespace Optimas.Hosting;

/// <summary>The verbs of <c>config</c>: configuration files, read with the system's own code.</summary>
/// <param name="host">The program.</param>
/// <param name="verb">Makes a verb out of its name, its description, its options and its body.</param>
internal sealed class ConfigVerbs<TIn, TOut, TLabel, TConfiguration>(
    SystemHost<TIn, TOut, TLabel, TConfiguration> host, Func<string, string, Option[], Func<ParseResult, Output, CancellationToken, Task>, Command> verb)
    where TConfiguration : SystemConfiguration
{
    public Command Create() => new("config", "Shows, compares, migrates and exports configurations.") { Show(), Diff(), Migrate(), Schema(), Export() };

    private static Argument<string?> File() =>
        new("file") { Description = "A configuration file; the default configuration without one.", Arity = ArgumentArity.ZeroOrOne };

    private Command Show()
    {
        var file = File();
        var show = verb("show", "Prints a configuration, field by field.", [], async (parsed, output, ct) =>
        {
            var configuration = await host.ReadConfigurationAsync(parsed.GetValue(file), ct).ConfigureAwait(false);
            foreach (var field in configuration.Graph.Fields)
                output.Line($"{field.Name} = {ParameterInfo.Show(configuration.GetValue(field))}");
            output.Json(writer => ConfigurationJson.Write(writer, configuration));
        });
        show.Arguments.Add(file);
        return show;
    }

    private Command Diff()
    {
        var before = new Argument<string>("before") { Description = "A configuration file." };
        var after = new Argument<string>("after") { Description = "Another one." };
        var diff = verb("diff", "Prints the fields in which two configurations differ.", [], async (parsed, output, ct) =>
        {
            var first = await host.ReadConfigurationAsync(parsed.GetRequiredValue(before), ct).ConfigureAwait(false);
            var second = await host.ReadConfigurationAsync(parsed.GetRequiredValue(after), ct).ConfigureAwait(false);
            var changes = first.Diff(second);
            foreach (var change in changes)
                output.Line($"{change}");
            if (changes.Count == 0)
                output.Line($"no difference");
            output.Json(writer => Report.WriteChanges(writer, changes));
        });
        diff.Arguments.Add(before);
        diff.Arguments.Add(after);
        return diff;
    }

    private Command Migrate()
    {
        var file = new Argument<string>("file") { Description = "A configuration that was saved for an earlier signature of the system." };
        var written = new Option<string>("--out") { Description = "The file to write. Nothing is written without it." };
        var migrate = verb(
            "migrate", "Keeps the values of an older configuration that still hold, gives the others their defaults, and says which.", [written],
            async (parsed, output, ct) =>
            {
                string path = parsed.GetRequiredValue(file), json = await ReadAsync(path, ct).ConfigureAwait(false);
                TConfiguration configuration;
                ConfigurationMigration report;
                ConfigurationProvenance? provenance;
                try
                {
                    configuration = ConfigurationJson.Migrate(json, host.DefaultConfiguration, out report);
                    provenance = ConfigurationJson.ReadProvenance(json);
                }
                catch (ConfigurationException e)
                {
                    throw new ConfigurationException($"{path}: {e.Message}", e);
                }

                foreach (string drifted in report.Drift)
                    output.Line(drifted);
                if (report.Drift.IsEmpty)
                    output.Line("the signature has not changed");
                foreach (var field in report.Fields)
                    output.Line($"  {field}");
                if (parsed.GetValue(written) is { } target)
                {
                    // The scores were another configuration's where a value was lost.
                    await configuration.SaveAsync(target, report.LosesValues ? null : provenance, ct).ConfigureAwait(false);
                    output.Line($"written to {target}{(report.LosesValues && provenance is not null ? ", without its provenance, since values were lost" : "")}");
                }

                output.Json(writer =>
                {
                    writer.WriteStartObject();
                    foreach (var outcome in Enum.GetValues<MigrationOutcome>())
                    {
                        writer.WriteStartObject(outcome.ToString().ToLowerInvariant());
                        foreach (var field in report.Fields.Where(f => f.Outcome == outcome))
                            writer.WriteString(field.Field, field.Reason);
                        writer.WriteEndObject();
                    }

                    writer.WritePropertyName("configuration");
                    ConfigurationJson.Write(writer, configuration);
                    writer.WriteEndObject();
                });
            });
        migrate.Arguments.Add(file);
        return migrate;
    }

    private Command Schema()
    {
        var written = new Option<string>("--out") { Description = "The file to write; the schema is printed without it." };
        return verb("schema", "Writes the JSON Schema of configuration files, for editors.", [written], async (parsed, output, ct) =>
        {
            string schema = ConfigurationSchema.Write(host.DefaultConfiguration.Graph);
            await WriteAsync(parsed.GetValue(written), schema, output, ct).ConfigureAwait(false);
            output.Json(writer => writer.WriteRawValue(OneLine(schema)));
        });
    }

    private Command Export()
    {
        var file = File();
        var form = new Option<string>("--as") { Description = "json or csharp.", DefaultValueFactory = _ => "json" };
        form.AcceptOnlyFromAmong("json", "csharp");
        var written = new Option<string>("--out") { Description = "The file to write; the text is printed without it." };
        var space = new Option<string>("--namespace") { Description = "The namespace of the C# class." };
        var name = new Option<string>("--class") { Description = "The name of the C# class." };
        var isPublic = new Option<bool>("--public") { Description = "Makes the C# class public." };
        var export = verb(
            "export", "Writes a configuration as JSON or as a compiled C# constant.", [form, written, space, name, isPublic], async (parsed, output, ct) =>
            {
                string? path = parsed.GetValue(file);
                var configuration = await host.ReadConfigurationAsync(path, ct).ConfigureAwait(false);
                var provenance = path is null ? null : ConfigurationJson.ReadProvenance(await ReadAsync(path, ct).ConfigureAwait(false));
                string json = ConfigurationJson.Write(configuration, provenance, schema: null);
                string text = parsed.GetValue(form) == "json" ? json : ConfigurationSource.Write(json, ConfigurationSourceOptions.Of(configuration) with
                {
                    Namespace = parsed.GetValue(space),
                    Class = parsed.GetValue(name),
                    IsPublic = parsed.GetValue(isPublic),
                });
                await WriteAsync(parsed.GetValue(written), text, output, ct).ConfigureAwait(false);
                output.Json(writer => writer.WriteStringValue(text));
            });
        export.Arguments.Add(file);
        return export;
    }

    private static async Task<string> ReadAsync(string path, CancellationToken cancellationToken) => Directory.Exists(path)
        ? throw new InvalidDataException($"{path} is a folder; a configuration file is needed.")
        : await System.IO.File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false);

    private static async Task WriteAsync(string? path, string text, Output output, CancellationToken cancellationToken)
    {
        if (path is null)
        {
            output.Line(text.TrimEnd('\n'));
            return;
        }

        await System.IO.File.WriteAllTextAsync(path, text.TrimEnd('\n') + "\n", cancellationToken).ConfigureAwait(false);
        output.Line($"written to {path}");
    }

    private static string OneLine(string json)
    {
        using var buffer = new MemoryStream();
        using (var document = System.Text.Json.JsonDocument.Parse(json))
        using (var writer = new System.Text.Json.Utf8JsonWriter(buffer))
            document.WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
