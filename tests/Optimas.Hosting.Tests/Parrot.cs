using Microsoft.Extensions.AI;

namespace Optimas.Hosting.Tests;

/// <summary>Repeats a phrase's last word by asking a model, whose answers <see cref="Reply"/> makes up.</summary>
[CompoundSystem<Phrase, string>(Output = nameof(Said))]
public sealed partial class Parrot(IChatClient chat)
{
    [Component]
    private async Task<string> Word(string text, [Hyperparameter(",", ";")] string separator = ",", CancellationToken cancellationToken = default) =>
        await AskAsync($"last|{separator}|{text}", cancellationToken);

    [Component]
    private async Task<string> Said(
        string word,
        [Hyperparameter(1, 2, 3)] int times = 1,
        [Hyperparameter(false, true)] bool upper = false,
        CancellationToken cancellationToken = default) =>
        await AskAsync($"{(upper ? "upper" : "lower")}|{times}|{word}", cancellationToken);

    private async Task<string> AskAsync(string question, CancellationToken cancellationToken)
    {
        var response = await chat.GetResponseAsync(question, cancellationToken: cancellationToken);
        ComponentScope.Current?.Report(ModelUsage.Of(response.Usage));
        return response.Text;
    }

    /// <summary>What the server answers.</summary>
    public static string Reply(string asked) => asked.Split('|', 3) switch
    {
        ["last", var separator, var text] => text.Split(separator)[^1],
        [var letters, var times, var word] => string.Join(' ', Enumerable.Repeat(letters == "upper" ? word.ToUpperInvariant() : word, int.Parse(times))),
        _ => throw new ArgumentException($"The parrot does not ask: {asked}", nameof(asked)),
    };

    /// <summary>Runs a command line over a parrot.</summary>
    /// <param name="own">The program's own model; it has none without it.</param>
    /// <param name="args">The command line.</param>
    internal static async Task<HostRun> RunAsync(IChatClient? own, params IReadOnlyList<string> args)
    {
        using StringWriter output = new(), error = new();
        int exitCode = await new SystemHost<Phrase, string, string, Configuration>
        {
            Description = "Repeats.",
            Options = ChatEndpoint.Options,
            CreateSystem = (arguments, _) => ValueTask.FromResult(new Parrot(ChatEndpoint.CreateChatClient(
                arguments, () => own ?? throw new InvalidOperationException("There is no model of its own."))).AsSystem()),
            DefaultConfiguration = Configuration.Default,
            ReadExamples = (file, ct) => ExampleReader.ReadJsonLinesAsync(
                file, input => new Phrase(input.GetProperty("text").GetString()!), label => label.GetString()!, ct),
            Metric = HostRun.Metric,
            Parallelism = 1,
            Demonstration = new("train.jsonl", "validation.jsonl", 100, 1),
            Output = output,
            Error = error,
        }.RunAsync(args);
        return new(exitCode, output.ToString(), error.ToString());
    }
}
