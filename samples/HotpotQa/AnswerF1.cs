using System.Text;
using Optimas;

namespace HotpotQa;

/// <summary>The global reward: F1 of the answer's words against the gold answer's, as HotpotQA's official script computes it.</summary>
public sealed class AnswerF1 : IMetric<string, string>
{
    // Answers that are right as a whole or not at all.
    private static readonly HashSet<string> s_indivisible = ["yes", "no", "noanswer"];
    private static readonly HashSet<string> s_articles = ["a", "an", "the"];

    /// <inheritdoc/>
    public double Minimum => 0;

    /// <inheritdoc/>
    public double Maximum => 1;

    /// <inheritdoc/>
    public ValueTask<double> ScoreAsync(string label, string output, Trace trace, CancellationToken cancellationToken)
        => ValueTask.FromResult(Of(output, label));

    /// <summary>2 · common words / (words of the one + words of the other).</summary>
    public static double Of(string answer, string gold)
    {
        string[] predicted = Words(answer), right = Words(gold);
        if (predicted.SequenceEqual(right))
            return right.Length > 0 ? 1 : 0;
        if (s_indivisible.Contains(string.Join(' ', predicted)) || s_indivisible.Contains(string.Join(' ', right)))
            return 0;
        var left = right.CountBy(word => word).ToDictionary();
        int common = predicted.Count(word => left.TryGetValue(word, out int count) && (left[word] = count - 1) >= 0);
        return 2.0 * common / (predicted.Length + right.Length);
    }

    // Lower case, then no punctuation of ASCII, then no articles.
    private static string[] Words(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = new StringBuilder(text.Length);
        foreach (char c in text.ToLowerInvariant())
        {
            if (!(char.IsAscii(c) && (char.IsPunctuation(c) || char.IsSymbol(c))))
                plain.Append(c);
        }

        return [.. WithoutArticles(plain.ToString()).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
    }

    // An article is one between characters that no word has: "a–b" loses its "a" as well.
    private static string WithoutArticles(string text)
    {
        var kept = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length;)
        {
            int start = i;
            while (i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] == '_'))
                i++;
            if (i == start)
                kept.Append(text[i++]);
            else
                kept.Append(s_articles.Contains(text[start..i]) ? " " : text[start..i]);
        }

        return kept.ToString();
    }
}
