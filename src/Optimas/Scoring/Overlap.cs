namespace Optimas;

/// <summary>What the texts of y_k share with those of x_k, as shares in [0, 1] and counts.</summary>
internal static class Overlap
{
    public static IEnumerable<Feature> Measure(
        List<(string Field, string Text)> input, int maxFields, List<(string Field, string Text)> output)
    {
        List<string> words = [.. output.SelectMany(t => Words.Of(t.Text))];
        List<string>[] inputs = [.. input.Select(t => Words.Of(t.Text))];
        var distinct = words.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var known = inputs.SelectMany(w => w).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var capitalised = inputs.SelectMany(w => w).Where(w => char.IsUpper(w[0])).ToHashSet(StringComparer.OrdinalIgnoreCase);

        yield return new("copied words", Share(words.Count(known.Contains), words.Count));
        yield return new("new words", distinct.Count(w => !known.Contains(w)));
        yield return new("repeated words", Share(words.Count - distinct.Count, words.Count));
        yield return new("capitalised words", Share(words.Count(w => char.IsUpper(w[0])), words.Count));
        yield return new("words with digits", Share(words.Count(w => w.Any(char.IsDigit)), words.Count));
        yield return new("capitalised words kept", Share(capitalised.Count(distinct.Contains), capitalised.Count));
        yield return new("lines", output.Sum(t => t.Text.AsSpan().Count('\n') + 1));
        foreach (var field in input.Select((t, i) => (t.Field, Words: inputs[i])).GroupBy(f => f.Field, StringComparer.Ordinal).Take(maxFields))
        {
            var asked = field.SelectMany(f => f.Words).ToHashSet(StringComparer.OrdinalIgnoreCase);
            yield return new($"kept of {field.Key}", Share(asked.Count(distinct.Contains), asked.Count));
        }
    }

    private static double Share(int part, int whole) => whole == 0 ? 0 : part / (double)whole;
}
