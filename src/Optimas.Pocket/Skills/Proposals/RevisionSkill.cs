using System.Collections.Immutable;

namespace Optimas.Pocket;

/// <summary>Takes a critique into an instruction: in place of what the instruction said of the same thing, or after all else.</summary>
/// <param name="components">The components that instructions are written for.</param>
internal sealed class RevisionSkill(ImmutableArray<ComponentSkill> components) : Skill
{
    /// <inheritdoc/>
    public override string Name => "optimizer.revise";

    /// <inheritdoc/>
    public override double Share => 2.6;

    /// <inheritdoc/>
    public override PocketExample Create(SeededRandom random, Part names, Part phrasings)
    {
        ArgumentNullException.ThrowIfNull(random);
        var component = components[random.Next(components.Length)];
        var current = component.Compose(random, phrasings);
        int count = random.NextIndex([0.1, 0.65, 0.25]);
        (int Dimension, string Text)[] heeded =
        [
            .. random.Shuffle(Enumerable.Range(0, component.Dimensions.Length)).Take(count)
                .Select(d => (d, component.Clause(d, random.Next(component.Dimensions[d].Behaviours.Length), random, phrasings))),
        ];
        string critique = count == 0 ? CritiqueSkill.Misread : string.Join(' ', heeded.Select(h => h.Text));
        string[] parts =
        [
            .. current.Parts.Select(p => heeded.FirstOrDefault(h => h.Dimension == p.Dimension) is { Text: { } text } ? text : p.Text),
            .. heeded.Where(h => current.Parts.All(p => p.Dimension != h.Dimension)).Select(h => h.Text),
            .. count == 0 ? [critique] : Array.Empty<string>(),
        ];
        string reply = OproLayout.Reply(string.Join(' ', parts));
        return new(Name, Instruction.None, CritiqueLayout.Revise(OptimizerRequest.For(component, current.Text, []), critique), reply)
        {
            IsRight = text => text.Trim() == reply,
            Follows = text => text.Trim() == reply,
        };
    }
}
