namespace Optimas.Learning;

/// <summary>Deals work into forward passes by the rows that a pass may have.</summary>
internal static class RowBudget
{
    /// <summary>Fills passes in the given order: each takes on until the next one would bring it over the limit, one at least.</summary>
    /// <param name="items">What is dealt.</param>
    /// <param name="rowsOf">The rows that each takes.</param>
    /// <param name="most">The most rows of a pass.</param>
    public static IEnumerable<T[]> Deal<T>(IEnumerable<T> items, Func<T, int> rowsOf, int most)
    {
        var pass = new List<T>();
        int rows = 0;
        foreach (var item in items)
        {
            int more = rowsOf(item);
            if (pass.Count > 0 && rows + more > most)
            {
                yield return [.. pass];
                pass.Clear();
                rows = 0;
            }

            pass.Add(item);
            rows += more;
        }

        if (pass.Count > 0)
            yield return [.. pass];
    }
}
