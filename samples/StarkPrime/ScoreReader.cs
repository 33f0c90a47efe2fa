using System.Globalization;
using System.Text.RegularExpressions;

namespace StarkPrime;

/// <summary>Reads the scores out of a model's reply, whatever stands around them.</summary>
public static partial class ScoreReader
{
    /// <summary>One score for each candidate; 0 where the reply has none.</summary>
    /// <param name="reply">Numbers in order, such as <c>3 0 7 1 0</c>; a list that numbers its lines is read as well.</param>
    /// <param name="count">How many candidates there are.</param>
    public static double[] Read(string reply, int count)
    {
        double[] numbers = [.. Number().Matches(reply).Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture))];
        if (numbers.Length == 2 * count && Enumerable.Range(0, count).All(i => numbers[2 * i] == i + 1))
            numbers = [.. numbers.Where((_, i) => i % 2 == 1)];
        return [.. Enumerable.Range(0, count).Select(i => i < numbers.Length ? numbers[i] : 0)];
    }

    [GeneratedRegex(@"(?<![\w.])\d+(\.\d+)?(?!\w)", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
