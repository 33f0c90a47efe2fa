using System.Collections.Frozen;

namespace Optimas.Pocket;

/// <summary>
/// Two more authors' phrasings of a skill, from <c>Phrasings/NAME.txt</c>: a section in brackets for each behaviour (<c>[content.chain]</c>) and for
/// the tasks, with one pattern of <see cref="Phrasing"/> a line.
/// </summary>
internal sealed class Phrasebook
{
    private readonly FrozenDictionary<string, Phrasing> _sections;

    private Phrasebook(FrozenDictionary<string, Phrasing> sections) => _sections = sections;

    /// <summary>The names of its sections.</summary>
    public IReadOnlyList<string> Sections => _sections.Keys;

    /// <summary>The phrasings of a section; null where it has none.</summary>
    public Phrasing? this[string section] => _sections.GetValueOrDefault(section);

    /// <summary>A skill's phrasebook; an empty one for a skill without.</summary>
    /// <exception cref="FormatException">A pattern is malformed, or stands in no section.</exception>
    public static Phrasebook Of(string skill)
    {
        using var stream = typeof(Phrasebook).Assembly.GetManifestResourceStream($"Phrasings.{skill}.txt");
        if (stream is null)
            return new(FrozenDictionary<string, Phrasing>.Empty);
        using var reader = new StreamReader(stream);
        var sections = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        List<string>? open = null;
        for (int number = 1; reader.ReadLine() is { } line; number++)
        {
            if (line.Length == 0)
                continue;
            if (line[0] == '[' && line[^1] == ']' && line.IndexOf('[', 1) < 0)
                sections.Add(line[1..^1], open = []);
            else
                (open ?? throw new FormatException($"{skill}, line {number}: the pattern stands in no section.")).Add(line);
        }

        return new(sections.ToFrozenDictionary(s => s.Key, s => Phrasing.Of([.. s.Value])));
    }
}
