using System.Diagnostics;
using System.Text.Json;
using Optimas.Learning.Tests;

namespace HotpotEvidence.Tests;

/// <summary>The sample's program with local rewards on a language model: a tiny checkpoint with random weights, made here.</summary>
public sealed class LanguageModelBackboneTests
{
    [Fact]
    public async Task The_program_optimizes_with_a_language_model_in_place_of_the_managed_backbone()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string checkpoint = Path.Combine(folder, "tiny");
            await TinyModels.WriteAsync(checkpoint, seed: 1);
            string data = Path.Combine(AppContext.BaseDirectory, "data");
            var (code, output, error) = await RunAsync(
                "optimize", "--train", Path.Combine(data, "train.jsonl"), "--validation", Path.Combine(data, "validation.jsonl"),
                "--runs", "40", "--deciding-examples", "12", "--seed", "1", "--lrf", "lm", "--checkpoint", checkpoint, "--json");

            code.ShouldBe(0, error);
            using (var json = JsonDocument.Parse(output.TrimEnd().Split('\n')[^1]))
                json.RootElement.GetProperty("final").GetDouble().ShouldBeGreaterThanOrEqualTo(json.RootElement.GetProperty("initial").GetDouble());

            // And its rewards rank: a model that was never asked would have nothing to be measured by.
            (code, output, error) = await RunAsync(
                "alignment", "--data", Path.Combine(data, "validation.jsonl"), "--inputs", "8", "--paired-inputs", "4", "--lrf", "lm", "--checkpoint", checkpoint);
            code.ShouldBe(0, error);
            output.ShouldContain("Evidence");
            File.WriteAllText(Path.Combine(checkpoint, "config.json"), "{}");
            (code, _, error) = await RunAsync(
                "alignment", "--data", Path.Combine(data, "validation.jsonl"), "--inputs", "12", "--lrf", "lm", "--checkpoint", checkpoint);
            code.ShouldBe(1);
            error.ShouldContain("config.json");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Without_a_checkpoint_the_error_says_what_is_missing()
    {
        string data = Path.Combine(AppContext.BaseDirectory, "data");
        var (code, _, error) = await RunAsync("alignment", "--data", Path.Combine(data, "validation.jsonl"), "--lrf", "lm");
        code.ShouldBe(1);
        error.ShouldContain("--checkpoint FOLDER");
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "HotpotEvidence.dll"));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
