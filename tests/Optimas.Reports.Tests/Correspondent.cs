namespace Optimas.Reports.Tests;

/// <summary>A letter.</summary>
public sealed record Letter(int Number, string Text);

/// <summary>A system whose every text tries to be markup.</summary>
[CompoundSystem<Letter, string>(Output = nameof(Reply))]
public sealed partial class Correspondent
{
    /// <summary>Runs where a text is read as markup.</summary>
    public const string Markup = "<img src=x onerror=\"window.harmed=true;alert(1)\"></script><script>window.harmed=true</script>";

    [Component]
    private string Topic(string text, [Hyperparameter("plain", "</td><script>window.harmed=true</script>")] string style = "plain") => $"{style} {text}";

    [Component]
    private string Reply(int number, string topic, [Prompt("Reply. <b onclick=alert(1)>{topic}</b>")] string instruction) =>
        $"{instruction.Length % 100 + topic.Length % 7 + number % 3} {Markup}";
}

/// <summary>Proposes markup.</summary>
internal sealed class MarkupProposer : IPromptProposer
{
    public Task<PromptProposals> ProposeAsync(PromptProposalRequest request, CancellationToken cancellationToken) => Task.FromResult<PromptProposals>(new(
        [.. Enumerable.Range(0, request.Count).Select(i => $"{new string('!', i)}{Correspondent.Markup}<!--<script> -->&lt;{request.Seed % 97}")], new(1, 1, 1, 0)));
}
