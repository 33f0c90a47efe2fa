using System.Collections.Immutable;

namespace Optimas.Pocket;

/// <summary>What is said of a candidate.</summary>
/// <param name="Words">The remark, word by word.</param>
/// <param name="Rank">How much it speaks for the candidate: the grade's, or the number of words.</param>
internal sealed record Remark(ImmutableArray<string> Words, int Rank)
{
    private static readonly ImmutableArray<string> s_grades = ["no", "weak", "fair", "good", "best"];

    public string Text => string.Join(", ", Words);

    public static Remark Grade(int things) => new([s_grades[Math.Min(things, s_grades.Length - 1)]], Math.Min(things, s_grades.Length - 1));

    public static Remark Of(ImmutableArray<string> words) => words.IsEmpty ? Grade(0) : new(words, words.Length);

    public static string Render(ImmutableArray<Remark> remarks) => string.Join("; ", remarks.Select((r, i) => $"{i + 1}: {r.Text}"));
}
