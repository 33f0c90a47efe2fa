using System.Collections.Immutable;

namespace Optimas.Pocket;

/// <summary>
/// Proposes an instruction, given instructions with their scores, for any component: mostly what the best one asks for with something changed that
/// was not tried yet, in other words.
/// </summary>
/// <param name="components">The components that instructions are written for.</param>
internal sealed class ProposalSkill(ImmutableArray<ComponentSkill> components) : Skill
{
    private const int MostAttempts = 6;

    /// <inheritdoc/>
    public override string Name => "optimizer.propose";

    /// <inheritdoc/>
    public override double Share => 1.4;

    /// <inheritdoc/>
    public override PocketExample Create(SeededRandom random, Part names, Part phrasings)
    {
        ArgumentNullException.ThrowIfNull(random);
        var component = components[random.Next(components.Length)];
        var attempts = Attempts(component, random, phrasings);
        var best = attempts[^1];
        var tried = attempts.SelectMany(a => a.Instruction.Asked.Select((b, d) => (d, b))).ToHashSet();
        var proposal = component.Phrase(random, phrasings, Change(component, best.Instruction.Asked, tried, random));
        var request = OptimizerRequest.For(
            component,
            attempts[random.Next(2) == 0 ? attempts.Count - 1 : random.Next(attempts.Count)].Instruction.Text,
            [.. attempts.Select(a => new ScoredPrompt(a.Instruction.Text, a.Score))]);
        string reply = OproLayout.Reply(proposal.Text);
        // Any proposal is right that is none of those tried: what it asks for is measured by the system that it is written for.
        return new(Name, Instruction.None, PocketProposer.Layout.Write(request), reply)
        {
            IsRight = IsNew,
            Follows = IsNew,
        };

        bool IsNew(string text) =>
            OproLayout.Read(text) is { } read && text.Trim() == OproLayout.Reply(read) && attempts.TrueForAll(a => a.Instruction.Text != read);
    }

    // A score is a sum of what each behaviour is worth, and some noise.
    private static List<(Instruction Instruction, double Score)> Attempts(ComponentSkill component, SeededRandom random, Part phrasings)
    {
        double[][] worth = [.. component.Dimensions.Select(d => d.Behaviours.Select(_ => random.NextGaussian()).ToArray())];
        double middle = random.NextDouble(), spread = 0.02 + (0.2 * random.NextDouble());
        int count = 1 + random.Next(MostAttempts);
        var attempts = new List<(Instruction Instruction, double Score)>();
        for (int i = 0; i < count; i++)
        {
            var instruction = i == 0 && random.Next(2) == 0
                ? new Instruction(component.DefaultInstruction, [.. component.Dimensions.Select(_ => (int?)null)])
                : component.Compose(random, phrasings);
            double value = instruction.Asked.Select((b, d) => b is { } asked ? worth[d][asked] : worth[d].Average()).Sum() + (0.3 * random.NextGaussian());
            attempts.Add((instruction, Math.Clamp(middle + (spread * value), 0, 1)));
        }

        return [.. attempts.DistinctBy(a => a.Instruction.Text).OrderBy(a => a.Score)];
    }

    private static ImmutableArray<int?> Change(
        ComponentSkill component, ImmutableArray<int?> asked, HashSet<(int Dimension, int? Behaviour)> tried, SeededRandom random)
    {
        var changed = asked.ToBuilder();
        int changes = random.NextIndex([0.1, 0.65, 0.25]);
        foreach (int dimension in random.Shuffle(Enumerable.Range(0, asked.Length)).Take(changes))
        {
            int count = component.Dimensions[dimension].Behaviours.Length;
            int[] others = [.. Enumerable.Range(0, count).Where(b => b != asked[dimension])];
            int[] untried = [.. others.Where(b => !tried.Contains((dimension, b)))];
            changed[dimension] = Names.Pick(random, untried.Length > 0 && random.Next(4) > 0 ? untried : others);
        }

        return changed.ToImmutable();
    }
}
