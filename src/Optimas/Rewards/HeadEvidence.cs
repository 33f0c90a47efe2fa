using System.Collections.Immutable;
using System.Text.Json;

namespace Optimas;

/// <summary>
/// What a head has learned from: whether that is enough to have a reward, how its rewards are scaled, and which examples can't measure it
/// any more. Every backbone keeps one a head, so that all abstain and report alike.
/// </summary>
/// <param name="Pairs">The most evidence that one training had, in pairs.</param>
/// <param name="Scale">The factor that makes differences of its rewards log-odds.</param>
/// <param name="Seen">The groups that it was trained on.</param>
public sealed record HeadEvidence(double Pairs, double Scale, ImmutableSortedSet<string> Seen)
{
    /// <summary>A head that has learned nothing yet.</summary>
    public static HeadEvidence None { get; } = new(0, 1, ImmutableSortedSet.Create<string>(StringComparer.Ordinal));

    /// <summary>Whether the evidence is too little, so that the component has no reward.</summary>
    public bool Abstains(RewardTraining training)
    {
        ArgumentNullException.ThrowIfNull(training);
        return Pairs < training.MinEvidence;
    }

    /// <summary>The evidence after one more training; stage 1, which trains heads anew, starts from <see cref="None"/>.</summary>
    /// <param name="component">k.</param>
    /// <param name="terms">The component's terms.</param>
    /// <param name="heldOut">
    /// The differences of its held-out pairs. Those of examples that the head had been trained on before are no measure of it, and are left out.
    /// </param>
    /// <param name="epochs">The passes over the terms, as early stopping chose.</param>
    /// <param name="training">How it was trained.</param>
    public (HeadEvidence After, ComponentFit Fit) Learn(
        int component,
        IReadOnlyCollection<RankingTerm> terms,
        IEnumerable<HeldOutDifference> heldOut,
        int epochs,
        RewardTraining training)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(heldOut);
        ArgumentNullException.ThrowIfNull(training);
        HeldOutDifference[] measured = [.. heldOut.Where(d => d.Component == component && !Seen.Contains(d.Group))];
        var after = new HeadEvidence(
            Math.Max(Pairs, terms.Sum(t => t.Weight)),
            training.Calibrate ? RewardCalibration.Scale([.. measured.Select(d => d.Difference)], otherwise: Scale) : Scale,
            Seen.Union(terms.Select(t => t.Group)));
        return (after, new(
            component,
            terms.Count(t => t.IsPair),
            after.Pairs,
            after.Abstains(training),
            epochs,
            measured.Length == 0 ? null : RankingAccuracy.Of(measured.Select(d => (d.Group, d.Difference)))));
    }

    /// <summary>Writes it as properties of the object that the head is written as.</summary>
    /// <param name="writer">Where to; an object is open.</param>
    public void Write(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNumber("evidence", Pairs);
        writer.WriteNumber("scale", Scale);
        writer.WriteStartArray("seen");
        foreach (string group in Seen)
            writer.WriteStringValue(group);
        writer.WriteEndArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="head">The object that the head was written as.</param>
    /// <exception cref="KeyNotFoundException">A property is missing.</exception>
    /// <exception cref="InvalidOperationException">A property is of another type.</exception>
    public static HeadEvidence Read(JsonElement head) => new(
        head.GetProperty("evidence").GetDouble(),
        head.GetProperty("scale").GetDouble(),
        None.Seen.Union(head.GetProperty("seen").EnumerateArray().Select(g => g.GetString()!)));
}
