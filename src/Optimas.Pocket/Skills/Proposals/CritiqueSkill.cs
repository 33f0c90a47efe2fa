using System.Collections.Immutable;

namespace Optimas.Pocket;

/// <summary>
/// Criticises a reply that lost against a better one for the same input, of any component: says what the better one does, as a sentence that an
/// instruction can take over.
/// </summary>
/// <param name="components">The components whose replies are criticised.</param>
internal sealed class CritiqueSkill(ImmutableArray<ComponentSkill> components) : Skill
{
    /// <summary>The critique of a reply that does what the better one does, but misread what it got.</summary>
    public const string Misread = "Read what you get with more care.";

    /// <inheritdoc/>
    public override string Name => "optimizer.critique";

    /// <inheritdoc/>
    public override double Share => 2.6;

    /// <inheritdoc/>
    public override PocketExample Create(SeededRandom random, Part names, Part phrasings)
    {
        ArgumentNullException.ThrowIfNull(random);
        while (true)
        {
            var component = components[random.Next(components.Length)];
            if (component.Contrast(random, names) is not { } contrast)
                continue;
            var advice = contrast.Missed.Select(m => component.Advice(m.Dimension, m.Behaviour)).ToArray();
            string reply = advice.Length == 0 ? Misread : string.Join(' ', advice.Select(a => Names.Pick(random, a)));
            var request = OptimizerRequest.For(component, component.DefaultInstruction, []);
            return new(Name, Instruction.None, CritiqueLayout.Criticise(request, contrast.Input, contrast.Worse, contrast.Better), reply)
            {
                IsRight = Fits,
                Follows = Fits,
            };

            // All that was missed, each in one of its ways, in this order.
            bool Fits(string text) => text.Trim() is var said && (advice.Length == 0 ? said == Misread : Ways(0).Contains(said));

            IEnumerable<string> Ways(int from) => from == advice.Length - 1
                ? advice[from]
                : advice[from].SelectMany(first => Ways(from + 1).Select(rest => $"{first} {rest}"));
        }
    }
}
