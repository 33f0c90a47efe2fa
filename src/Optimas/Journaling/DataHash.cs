using System.Globalization;

namespace Optimas.Journaling;

/// <summary>A hash of the examples that an optimization sees.</summary>
internal static class DataHash
{
    /// <summary>32 hexadecimal digits of ids, inputs and labels, in their order.</summary>
    public static string Of(IEnumerable<(string Id, string Input, string? Label)> examples)
    {
        var content = new ContentHash();
        foreach (var (id, input, label) in examples)
            content.Add(id).Add(input).Add(label);
        return content.Value.ToString("x32", CultureInfo.InvariantCulture);
    }
}
