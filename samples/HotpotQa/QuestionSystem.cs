using Microsoft.Extensions.AI;
using Optimas;
using Retrieval;

namespace HotpotQa;

/// <summary>The system's input.</summary>
/// <param name="Question">A question whose answer takes two passages.</param>
public sealed record MultiHopQuestion(string Question);

/// <summary>Answers questions that take more than one passage: rewrite, search, hints, answer.</summary>
[CompoundSystem<MultiHopQuestion, string>(Output = nameof(Answer))]
public sealed partial class QuestionSystem(IChatClient chat, DocumentIndex index)
{
    /// <summary>Rephrases the question into a search query.</summary>
    [Component, Prompt("Rephrase the question.")]
    private partial Task<string> Query(string question, CancellationToken cancellationToken);

    /// <summary>Extracts the keywords to search for.</summary>
    [Component, Prompt("Extract keywords from the query to retrieve relevant content.")]
    private partial Task<string> Keywords(string query, CancellationToken cancellationToken);

    /// <summary>Retrieves the passages that best match the keywords.</summary>
    [Component]
    private async Task<IReadOnlyList<string>> Passages(
        string keywords, [Hyperparameter(1, 3, 5, 10, 25)] int k = 3, CancellationToken cancellationToken = default)
    {
        var found = await index.SearchAsync(keywords, k, cancellationToken);
        return [.. found.Select(match => $"{match.Document.Title}: {match.Document.Text}")];
    }

    /// <summary>Tells what the passages say that helps to answer the query.</summary>
    [Component, Prompt("Generate useful hints to answer the query.")]
    private partial Task<string> Hints(string query, IReadOnlyList<string> passages, CancellationToken cancellationToken);

    /// <summary>Answers the query by the hints.</summary>
    [Component, Prompt("Given some hints, directly answer the query with a short answer.")]
    private partial Task<string> Answer(string query, string hints, CancellationToken cancellationToken);
}
