using System.Text.Json.Nodes;

namespace Optimas.Providers;

/// <summary>Finds the recorded request that is most like one that isn't recorded, and says what differs.</summary>
internal static class Nearest
{
    private const int DifferencesNamed = 4;
    private const int ExcerptLength = 80;

    /// <summary>The nearest of some requests; null where there are none.</summary>
    public static Recording? Of(JsonObject asked, IEnumerable<Recording> recordings)
    {
        var leaves = Leaves(asked);
        return recordings.MaxBy(recording => Likeness(leaves, Leaves(recording.Request)));
    }

    /// <summary>What differs, place by place: <c>temperature is 0.7 here and 0.2 there</c>.</summary>
    public static string Differences(JsonObject asked, JsonObject recorded)
    {
        var (here, there) = (Leaves(asked), Leaves(recorded));
        string[] differences =
        [
            .. here.Keys.Union(there.Keys).Order(StringComparer.Ordinal)
                .Where(place => here.GetValueOrDefault(place) != there.GetValueOrDefault(place))
                .Select(place => Difference(place, here.GetValueOrDefault(place), there.GetValueOrDefault(place))),
        ];
        string more = differences.Length > DifferencesNamed ? $", and {differences.Length - DifferencesNamed} more" : "";
        return string.Join("; ", differences.Take(DifferencesNamed)) + more;
    }

    private static string Difference(string place, string? here, string? there)
    {
        // Long texts are shown from shortly before where they part.
        int common = here is null || there is null ? 0 : here.AsSpan().CommonPrefixLength(there);
        int from = Math.Max(0, common - (ExcerptLength / 4));
        return $"{place} is {Excerpt(here, from)}, recorded was {Excerpt(there, from)}";
    }

    private static string Excerpt(string? text, int from)
    {
        if (text is null)
            return "absent";
        string part = text.Length - from <= ExcerptLength ? text[from..] : $"{text.AsSpan(from, ExcerptLength)}…";
        return from > 0 ? "…" + part : part;
    }

    private static double Likeness(Dictionary<string, string> a, Dictionary<string, string> b)
    {
        string[] places = [.. a.Keys.Union(b.Keys)];
        return places.Sum(place => Likeness(a.GetValueOrDefault(place), b.GetValueOrDefault(place))) / places.Length;
    }

    private static double Likeness(string? a, string? b)
    {
        if (a == b)
            return 1;
        if (a is null || b is null)
            return 0;
        string[] left = a.Split(' '), right = b.Split(' ');
        return 0.9 * left.Intersect(right).Count() / left.Union(right).Count();
    }

    private static Dictionary<string, string> Leaves(JsonObject json)
    {
        var leaves = new Dictionary<string, string>(StringComparer.Ordinal);
        Visit(json, "", leaves);
        return leaves;
    }

    private static void Visit(JsonNode? node, string place, Dictionary<string, string> leaves)
    {
        switch (node)
        {
            case JsonObject o:
                foreach (var (name, value) in o)
                    Visit(value, place.Length == 0 ? name : $"{place}.{name}", leaves);
                break;
            case JsonArray a:
                for (int i = 0; i < a.Count; i++)
                    Visit(a[i], $"{place}[{i}]", leaves);
                break;
            default:
                leaves[place] = CanonicalRequest.Write(node);
                break;
        }
    }
}
