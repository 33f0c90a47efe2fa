namespace Optimas;

/// <summary>A list in a visit, item by item.</summary>
/// <param name="isList">False for what a visit holds outside of lists: each of its values then is an item.</param>
internal sealed class VisitedList(bool isList)
{
    public bool IsList { get; } = isList;

    public List<VisitedItem> Items { get; } = [];

    /// <summary>The paths of the items' texts, in the order of the visit.</summary>
    public IEnumerable<string> TextFields => Items.SelectMany(i => i.Texts).Select(t => t.Field).Distinct(StringComparer.Ordinal);

    /// <summary>The paths of the items' numbers, in the order of the visit.</summary>
    public IEnumerable<string> NumberFields => Items.SelectMany(i => i.Numbers).Select(t => t.Field).Distinct(StringComparer.Ordinal);
}

/// <summary>The texts and the numbers that stand together in an item of a list.</summary>
internal sealed class VisitedItem
{
    public List<(string Field, string Text)> Texts { get; } = [];

    public List<(string Field, double Value)> Numbers { get; } = [];

    public string? TextOf(string field) => Texts.Find(t => t.Field == field).Text;

    /// <summary>0 where the item has no such number.</summary>
    public double NumberOf(string field) => Numbers.Find(t => t.Field == field).Value;
}
