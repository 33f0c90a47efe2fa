namespace Optimas;

/// <summary>
/// How the items of y_k's lists relate to x_k: whether their words are in a text of x_k, which item of a list of x_k each one names and what
/// numbers stand there, and which items of x_k they cover. The first two items and the last one count by themselves, since lists are
/// often ranked.
/// </summary>
internal static class Relations
{
    private const int MaxOutputFields = 2, MaxInputFields = 8, MaxNumbers = 3, MaxItems = 64, Head = 2;

    public static IEnumerable<Feature> Measure(IReadOnlyList<VisitedList> input, IReadOnlyList<VisitedList> output)
    {
        Column[] sources = [.. Columns(input).Take(MaxInputFields)];
        return
            from column in Columns(output).Take(MaxOutputFields)
            from source in sources
            from feature in Contained(column, source)
                .Concat(source.IsList ? Named(column, source) : [])
                .Concat(source.IsList ? Covered(column, source) : [])
            where double.IsFinite(feature.Value)
            select feature;
    }

    private static IEnumerable<Feature> Contained(Column column, Column source)
    {
        string name = $"{column.Field} within {source.Field}";
        double[] shares = [.. column.Words.Select(w => Share(w, source.All))];
        yield return new($"{name}: mean", shares.Average());
        yield return new($"{name}: whole", shares.Count(s => s == 1));
        if (!column.IsList)
            yield break;
        yield return new($"{name}: largest", shares.Max());
        yield return new($"{name}: rank of the first whole", Reciprocal(Array.FindIndex(shares, s => s == 1)));
        foreach (var (place, item) in Places(shares))
            yield return new($"{name}: {place}", item);
    }

    // An item names another when the words of one are all in the other.
    private static IEnumerable<Feature> Named(Column column, Column source)
    {
        string name = $"{column.Field} naming {source.Field}";
        int[] named = [.. column.Words.Select(w => source.Words.FindIndex(s => Contains(s, w) || Contains(w, s)))];
        yield return new($"{name}: share", named.Count(n => n >= 0) / (double)named.Length);
        yield return new($"{name}: none", named.Count(n => n < 0));
        double[] ranks = [.. named.Select(Reciprocal)];
        yield return new($"{name}: rank", ranks.Average());
        foreach (var (place, rank) in Places(ranks))
            yield return new($"{name}: rank of the {place}", rank);
        foreach (string number in source.Numbers)
        {
            double[] values = [.. named.Select(n => n < 0 ? 0 : source.Items[n].NumberOf(number))];
            yield return new($"{name}: {number}, mean", values.Average());
            yield return new($"{name}: {number}, sum", values.Sum());
            foreach (var (place, value) in Places(values))
                yield return new($"{name}: {number} of the {place}", value);
        }
    }

    private static IEnumerable<Feature> Covered(Column column, Column source)
    {
        string name = $"{source.Field} covered by {column.Field}";
        double[] byAll = [.. source.Words.Select(w => Share(w, column.All))];
        var head = column.Words.Take(Head).SelectMany(w => w).ToHashSet(StringComparer.OrdinalIgnoreCase);
        double[] byHead = [.. source.Words.Select(w => Share(w, head))];
        yield return new($"{name}: mean", byAll.Average());
        yield return new($"{name}: by rank", byAll.Select((share, i) => share * Reciprocal(i)).Sum());
        yield return new($"{name}: first", byAll[0]);
        yield return new($"{name}: mean by the first", byHead.Average());
        yield return new($"{name}: first by the first", byHead[0]);
        foreach (string number in source.Numbers)
        {
            double total = source.Items.Sum(i => Math.Abs(i.NumberOf(number)));
            if (total > 0 && double.IsFinite(total))
                yield return new($"{name}: {number}", byAll.Select((share, i) => share * source.Items[i].NumberOf(number) / total).Sum());
        }
    }

    private static IEnumerable<(string Place, double Value)> Places(double[] values)
    {
        yield return ("first", values[0]);
        if (values.Length > 1)
            yield return ("second", values[1]);
        yield return ("last", values[^1]);
    }

    private static IEnumerable<Column> Columns(IEnumerable<VisitedList> lists) =>
        from list in lists from field in list.TextFields select new Column(list, field);

    private static double Reciprocal(int position) => position < 0 ? 0 : 1.0 / (position + 1);

    private static double Share(HashSet<string> words, HashSet<string> known) => words.Count == 0 ? 0 : words.Count(known.Contains) / (double)words.Count;

    private static bool Contains(HashSet<string> words, HashSet<string> others) =>
        others.Count > 0 && others.Count <= words.Count && others.IsSubsetOf(words);

    /// <summary>One text field of a list's items, as words.</summary>
    private sealed class Column
    {
        public Column(VisitedList list, string field)
        {
            Field = field;
            Items = [.. list.Items.Where(i => i.TextOf(field) is not null).Take(MaxItems)];
            Words = [.. Items.Select(i => Optimas.Words.Of(i.TextOf(field)).ToHashSet(StringComparer.OrdinalIgnoreCase))];
            All = Words.SelectMany(w => w).ToHashSet(StringComparer.OrdinalIgnoreCase);
            Numbers = [.. list.NumberFields.Take(MaxNumbers)];
            IsList = list.IsList;
        }

        public string Field { get; }

        public bool IsList { get; }

        public List<VisitedItem> Items { get; }

        public List<HashSet<string>> Words { get; }

        public HashSet<string> All { get; }

        public List<string> Numbers { get; }
    }
}
