using Microsoft.Extensions.AI;
using Optimas;
using Optimas.Pocket;

namespace PubMedQa;

/// <summary>The system's input.</summary>
/// <param name="Question">A question that an abstract answers with yes, no or maybe.</param>
/// <param name="Contexts">The sections of the abstract, without its conclusion.</param>
public sealed record ResearchQuestion(string Question, IReadOnlyList<string> Contexts);

/// <summary>
/// Answers research questions from abstracts: a context analyst and a problem solver. Which model each of them asks is optimized: one for all
/// inputs, or for every input the one that its local reward prefers.
/// </summary>
[CompoundSystem<ResearchQuestion, string>(Output = nameof(Answer))]
public sealed partial class AbstractSystem(IChatClient chat)
{
    /// <summary>What the abstract says that matters for the question.</summary>
    [Component, Prompt("Summarize the abstract for the question."), ModelChoice(PocketChatClient.Small, PocketChatClient.Large, PerInput = true)]
    private partial Task<string> Summary(string question, IReadOnlyList<string> contexts, CancellationToken cancellationToken);

    /// <summary>The answer to the question: yes, no or maybe.</summary>
    [Component, Prompt("Answer the question with yes, no or maybe."), ModelChoice(PocketChatClient.Small, PocketChatClient.Large, PerInput = true)]
    private partial Task<string> Answer(string question, string summary, CancellationToken cancellationToken);
}
