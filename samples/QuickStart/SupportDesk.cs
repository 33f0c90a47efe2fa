using Microsoft.Extensions.AI;
using Optimas;

namespace QuickStart;

/// <summary>A letter from a customer.</summary>
public sealed record Ticket(string Question);

/// <summary>What a letter names: a device, an error code, or neither.</summary>
public sealed record Mention(string? Device, string? Code);

/// <summary>Answers customers' questions from a knowledge base. Every kind of annotation occurs once.</summary>
[CompoundSystem<Ticket, string>(Output = nameof(Answer))]
public sealed partial class SupportDesk(IChatClient chat, KnowledgeBase knowledge, Relevance relevance)
{
    /// <summary>Turns the letter into a search query.</summary>
    [Component, Prompt("Restate the letter: {question}"), ModelChoice("small", "large")]
    private partial Task<string> Query(
        string question, [Hyperparameter(Min = 0, Max = 1.5)] float temperature = 1, CancellationToken cancellationToken = default);

    /// <summary>The device and the error code that the letter names.</summary>
    [Component]
    private Mention Mentioned([From(nameof(Ticket.Question))] string letter) => knowledge.FindMention(letter);

    /// <summary>What the error code means.</summary>
    [Component(When = nameof(HasCode))]
    private ValueTask<string> Fault(string? code, CancellationToken cancellationToken) => knowledge.ExplainAsync(code!, cancellationToken);

    private static bool HasCode(string? code) => code is not null;

    /// <summary>The articles that fit the query best.</summary>
    [Component]
    private IReadOnlyList<Article> Articles(
        string query,
        string? device,
        string? fault,
        [Trainable] Relevance relevance,
        [Hyperparameter(1, 2, 3, 4, PerInput = true)] int count = 1,
        [Hyperparameter(Min = 0.1, Max = 100, Scale = Scale.Log)] double deviceWeight = 0.1)
        => knowledge.Search($"{query} {fault}", device, count, deviceWeight, relevance);

    /// <summary>The answer to the customer.</summary>
    [Component]
    private async Task<string> Answer(
        string question,
        string? fault,
        IReadOnlyList<Article> articles,
        [Prompt("Answer the letter.")] string instruction,
        CancellationToken cancellationToken)
    {
        string pages = string.Join("\n", articles.Select(a => $"article: {a.Device}, {a.Topic}. {a.Text}"));
        ChatMessage[] messages = [new(ChatRole.System, instruction), new(ChatRole.User, $"letter: {question}\nfault: {fault}\n{pages}")];
        var response = await chat.GetResponseAsync(messages, new() { Temperature = 0 }, cancellationToken);
        ComponentScope.Current?.Report(ModelUsage.Of(response.Usage));
        return response.Text;
    }
}
