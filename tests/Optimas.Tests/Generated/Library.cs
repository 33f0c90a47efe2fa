using Microsoft.Extensions.AI;

namespace Optimas.Tests.Generated;

public sealed record LibraryQuestion(string Question, int? Limit = null);

public sealed record Book(string Title, IReadOnlyList<string> Subjects, double Rating);

public sealed record Judgement(string Verdict, int Confidence);

/// <summary>Finds books by subject.</summary>
public interface IShelf
{
    Task<IReadOnlyList<Book>> FindAsync(string keywords, int count, CancellationToken cancellationToken);
}

public sealed class Shelf : IShelf
{
    private static readonly Book[] s_books =
    [
        new("Tides", ["sea", "moon"], 4.5), new("Loaves", ["bread"], 4), new("Harbours", ["sea"], 3.5), new("Comets", ["moon", "sky"], 3),
    ];

    public Task<IReadOnlyList<Book>> FindAsync(string keywords, int count, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Book>>([.. s_books.Where(b => b.Subjects.Any(s => keywords.Contains(s, StringComparison.Ordinal))).Take(count)]);
}

/// <summary>A chain of prompted components around a retriever, with a typed reply and placeholders.</summary>
[CompoundSystem<LibraryQuestion, string>(Output = nameof(Answer))]
public sealed partial class Library(IChatClient chat, IShelf shelf)
{
    /// <summary>Turns the question into keywords.</summary>
    [Component, Prompt("Give keywords for {question}, at most {words}.")]
    [ModelChoice("small", "large")]
    private partial Task<string> Keywords(string question, [Hyperparameter(3, 5)] int words, CancellationToken ct);

    /// <summary>Retrieves the books that match the keywords.</summary>
    [Component]
    private Task<IReadOnlyList<Book>> Books(string keywords, [Hyperparameter(1, 2, 3)] int count = 2, CancellationToken ct = default) =>
        shelf.FindAsync(keywords, count, ct);

    [Component, Prompt("Judge whether the books answer the question.")]
    private partial ValueTask<Judgement> Judged(string question, IReadOnlyList<Book> books, int? limit, CancellationToken ct);

    [Component, Prompt("How sure is one with {confidence}?"), Trainable]
    private partial Task<int> Certainty(int confidence, [Hyperparameter(Min = 0, Max = 2)] double temperature = 0.5);

    [Component]
    private string Answer(string verdict, int certainty, IReadOnlyList<Book> books) =>
        $"{verdict} ({certainty}): {string.Join(", ", books.Select(b => b.Title))}";

    /// <summary>A direct call of a prompted component, as user code may make one.</summary>
    public Task<string> KeywordsAsync(string question, int words) => Keywords(question, words, default);
}
