namespace Optimas.Generators.Parsing;

/// <summary>How many letters must be inserted, deleted, replaced or swapped with their neighbour to get from one name to another.</summary>
internal static class EditDistance
{
    public static int Between(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
            d[i, 0] = i;
        for (int j = 0; j <= b.Length; j++)
            d[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = d[i - 1, j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1);
                d[i, j] = Math.Min(replaced, Math.Min(d[i - 1, j], d[i, j - 1]) + 1);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }

    /// <summary>The closest of several names, the first of equals; null where there are none.</summary>
    public static string? Closest(string name, IEnumerable<string> names)
    {
        string? closest = null;
        int least = int.MaxValue;
        foreach (string candidate in names)
        {
            int distance = Between(name, candidate);
            if (distance < least)
                (closest, least) = (candidate, distance);
        }

        return closest;
    }

    private static bool Same(char a, char b) => char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}
