using System.Text.Json;

namespace Optimas.Hosting.Tests;

/// <summary>What a command line over <see cref="Shouter"/> printed, and how it ended.</summary>
internal sealed record HostRun(int ExitCode, string Output, string Error)
{
    /// <summary>A point in three for the right number of words, for the right last letter, and for the right text.</summary>
    public static IMetric<string, string> Metric { get; } = Optimas.Metric.Create<string, string>((label, output) =>
        ((label.Split(' ').Length == output.Split(' ').Length ? 1 : 0) + (label[^1] == output[^1] ? 1 : 0) + (label == output ? 1 : 0)) / 3.0);

    /// <summary>The last line of the output, which <c>--json</c> makes an object or a list.</summary>
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Output.TrimEnd().Split('\n')[^1]);

    /// <summary>Runs a command line that should succeed.</summary>
    public static async Task<HostRun> SucceedAsync(params IReadOnlyList<string> args)
    {
        var run = await RunAsync(args);
        run.Error.ShouldBeEmpty();
        run.ExitCode.ShouldBe(0);
        return run;
    }

    /// <summary>Runs a command line that should fail with a message of one line.</summary>
    public static async Task<string> FailAsync(params IReadOnlyList<string> args)
    {
        var run = await RunAsync(args);
        run.ExitCode.ShouldBe(1, run.Output);
        return run.Error.TrimEnd('\n').ShouldBeOneLine();
    }

    public static Task<HostRun> RunAsync(params IReadOnlyList<string> args) => RunAsync(args, null, CancellationToken.None);

    public static async Task<HostRun> RunAsync(
        IReadOnlyList<string> args,
        Action<HostArguments>? onCreate,
        CancellationToken cancellationToken,
        Demonstration? demonstration = null,
        IReadOnlyList<HostRewardModel>? rewardModels = null)
    {
        using StringWriter output = new(), error = new();
        int exitCode = await new SystemHost<Phrase, string, string, Shouter.Configuration>
        {
            Description = "Shouts.",
            CreateSystem = (arguments, _) =>
            {
                onCreate?.Invoke(arguments);
                return ValueTask.FromResult(new Shouter().AsSystem());
            },
            DefaultConfiguration = Shouter.Configuration.Default,
            ReadExamples = (file, ct) => ExampleReader.ReadJsonLinesAsync(
                file, input => new Phrase(input.GetProperty("text").GetString()!), label => label.GetString()!, ct),
            Metric = Metric,
            RewardModels = rewardModels ?? [],
            Options = [new("--corpus", "Files to search.")],
            Demonstration = demonstration ?? new("train.jsonl", "validation.jsonl", 100, 1),
            Output = output,
            Error = error,
        }.RunAsync(args, cancellationToken);
        return new(exitCode, output.ToString(), error.ToString());
    }
}

/// <summary>What is expected of messages.</summary>
internal static class MessageExpectations
{
    public static string ShouldBeOneLine(this string message)
    {
        message.ShouldNotBeNullOrWhiteSpace();
        message.ShouldNotContain('\n');
        return message;
    }
}
