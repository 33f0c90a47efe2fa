using System.Diagnostics;
using System.Text.Json;

namespace Optimas.Hosting.Tests;

/// <summary>The first sample, as the program that a newcomer starts.</summary>
public sealed class QuickStartTests : DataFolder
{
    [Fact]
    public async Task Demonstration_clearly_improves_the_system()
    {
        string[] lines = (await RunAsync()).Split('\n');

        lines.ShouldContain(l => l.StartsWith("spent ", StringComparison.Ordinal));
        string summary = lines.Single(l => l.StartsWith("before ", StringComparison.Ordinal));
        double[] scores = [.. summary.Split([' ', ',']).Where(w => w.StartsWith("0.", StringComparison.Ordinal)).Take(2).Select(double.Parse)];
        scores[1].ShouldBeGreaterThan(scores[0] + 0.3, summary);
    }

    [Fact]
    public async Task Conditional_component_runs_only_where_a_letter_names_an_error_code()
    {
        (await OriginOfFaultAsync("What does the Pebble heater weigh?")).ShouldBe("Skipped");
        (await OriginOfFaultAsync("What must I do about E21?")).ShouldBe("Executed");
    }

    private async Task<string?> OriginOfFaultAsync(string question)
    {
        string output = await RunAsync("run", "--json", "--input", JsonSerializer.Serialize(new { question }));
        return JsonSerializer.Deserialize<JsonElement>(output.TrimEnd().Split('\n')[^1])
            .GetProperty("slots").GetProperty("Fault").GetProperty("origin").GetString();
    }

    private async Task<string> RunAsync(params IEnumerable<string> args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "QuickStart.dll"), .. args]) 
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetDirectoryName(At("x"))!,
        };
        using var process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, output);
        return output;
    }
}
