using System.Collections.Immutable;

namespace Optimas.Pocket;

/// <summary>An endless, numbered mixture of examples of several skills: a function of (skills, seed, number) alone.</summary>
/// <param name="skills">The skills; each comes up as often as its share says.</param>
/// <param name="seed">The seed.</param>
internal sealed class SkillMix(ImmutableArray<Skill> skills, long seed)
{
    private readonly double[] _shares = [.. skills.Select(s => s.Share)];

    /// <summary>An example out of seen names and phrasings. Safe for concurrent use.</summary>
    public PocketExample this[long number]
    {
        get
        {
            var random = new SeededRandom(seed, "example", number);
            return skills[random.NextIndex(_shares)].Create(random, Part.Seen, Part.Seen);
        }
    }
}
