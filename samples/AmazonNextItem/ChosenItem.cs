using System.Globalization;

namespace AmazonNextItem;

/// <summary>Finds out which choice an answer means: by its title, by its number, or by words that no other choice has all of.</summary>
public static class ChosenItem
{
    /// <summary>The index of the choice; null where the answer means none, or several.</summary>
    /// <param name="answer">What the model wrote.</param>
    /// <param name="choices">The titles, numbered from 1 in the answer.</param>
    public static int? Find(string answer, IReadOnlyList<string> choices)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(choices);
        return ByTitle(answer, choices) ?? ByNumber(answer, choices.Count) ?? ByWords(answer, choices);
    }

    // A title can be the beginning of another: the longer one is meant.
    private static int? ByTitle(string answer, IReadOnlyList<string> choices)
    {
        int[] named = [.. Indices(choices).Where(i => choices[i].Length > 0 && answer.Contains(choices[i], StringComparison.OrdinalIgnoreCase))];
        return Only(named.Where(i => !named.Any(other => choices[other].Length > choices[i].Length && Holds(choices[other], choices[i]))));

        static bool Holds(string title, string part) => title.Contains(part, StringComparison.OrdinalIgnoreCase);
    }

    private static int? ByNumber(string answer, int count)
    {
        var numbers = Words(answer).Select(w => int.TryParse(w, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0).ToList();
        if (numbers.Count > 0 && numbers[0] >= 1 && numbers[0] <= count)
            return numbers[0] - 1;
        return Only(numbers.Where(n => n >= 1 && n <= count).Distinct().Select(n => n - 1));
    }

    // A single word says too little: it may stand in a title by chance.
    private static int? ByWords(string answer, IReadOnlyList<string> choices)
    {
        var words = Words(answer).ToHashSet();
        return words.Count < 2 ? null : Only(Indices(choices).Where(i => words.IsSubsetOf(Words(choices[i]))));
    }

    private static IEnumerable<int> Indices(IReadOnlyList<string> choices) => Enumerable.Range(0, choices.Count);

    private static int? Only(IEnumerable<int> found) => found.Take(2).ToArray() is [int one] ? one : null;

    private static string[] Words(string text) =>
        [.. new string([.. text.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(w => w is not ("the" or "a" or "an"))];
}
