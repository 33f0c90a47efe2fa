using System.Collections.Immutable;

namespace Optimas;

/// <summary>What stage 1 achieved.</summary>
/// <param name="Components">A fit per component that had evidence, by ascending index.</param>
public sealed record RewardFit(ImmutableArray<ComponentFit> Components)
{
    /// <summary>The fit of a component; null where there was no evidence on it.</summary>
    public ComponentFit? this[int component] => Components.FirstOrDefault(c => c.Component == component);
}

/// <summary>What training achieved for one component.</summary>
/// <param name="Component">k.</param>
/// <param name="Pairs">The pairs that were learned from, replayed ones included.</param>
/// <param name="Evidence">The pairs, plus what pointwise targets are worth in pairs.</param>
/// <param name="Abstains">Whether the evidence is too little, so that the component has no reward.</param>
/// <param name="Epochs">The passes over the evidence, as early stopping chose.</param>
/// <param name="HeldOut">
/// The accuracy on pairs of examples that the scoring head had not been trained on; null where there are too few examples to hold any out.
/// </param>
public sealed record ComponentFit(int Component, int Pairs, double Evidence, bool Abstains, int Epochs, RankingAccuracy? HeldOut);
