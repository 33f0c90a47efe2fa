using System.CommandLine;
using System.Text.Json;
using System.Text;
using Optimas.Cli.CommandLine;

namespace Optimas.Cli.Doctor;

/// <summary><c>optimas doctor</c>: what is missing on this machine, and how to get it.</summary>
internal static class DoctorVerb
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "One line of JSON instead of text." };
        var command = new Command("doctor", "Says what is missing on this machine, and how to get it. Exit code 1 where something is that nothing works without.") { json };
        command.SetVerb((parsed, ct) => RunAsync(Machine.Current, parsed.GetValue(json), parsed.InvocationConfiguration.Output, ct));
        return command;
    }

    /// <summary>Looks at a machine.</summary>
    /// <returns>0 where all that is required is there, else 1.</returns>
    public static async Task<int> RunAsync(Machine machine, bool asJson, TextWriter output, CancellationToken cancellationToken)
    {
        var findings = await Task.WhenAll(Checks.All.Select(check => check(machine, cancellationToken))).ConfigureAwait(false);
        bool isFit = findings.All(f => f.IsPresent || !f.IsRequired);
        await output.WriteLineAsync(asJson ? Json(findings, isFit) : Text(findings, isFit)).ConfigureAwait(false);
        return isFit ? 0 : 1;
    }

    private static string Text(IReadOnlyList<Finding> findings, bool isFit)
    {
        var text = new StringBuilder();
        foreach (var finding in findings)
        {
            text.Append($"{finding.Mark,-8}{finding.Name,-17}{finding.Detail}\n");
            if (!finding.IsPresent)
                text.Append($"{"",-25}needed for {finding.NeededFor}\n{"",-25}{finding.Remedy}\n");
        }

        return text.Append(isFit ? "Everything that is required is there." : "Something that is required is missing.").ToString();
    }

    private static string Json(IReadOnlyList<Finding> findings, bool isFit)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("ok", isFit);
            writer.WriteStartArray("checks");
            foreach (var finding in findings)
                finding.Write(writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
