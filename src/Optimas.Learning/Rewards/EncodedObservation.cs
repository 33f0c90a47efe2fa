namespace Optimas.Learning;

/// <summary>[x_k, y_k] in tokens. Texts with the same instance as <see cref="Context"/> share its rows in a pass.</summary>
/// <param name="context">x_k and the separator.</param>
/// <param name="output">y_k and the end of the text: one token at least.</param>
internal sealed class EncodedObservation(int[] context, int[] output)
{
    public int[] Context => context;

    public int[] Output => output;

    /// <summary>The rows that a pass over some distinct texts has.</summary>
    public static int Rows(IReadOnlyCollection<EncodedObservation> texts) =>
        texts.Sum(t => t.Output.Length) + texts.Select(t => t.Context).Distinct().Sum(c => c.Length);

    /// <summary>Distinct texts by their contexts, and the position of each in the batch that they make.</summary>
    public static (List<Branching> Contexts, Dictionary<EncodedObservation, int> Positions) Pack(IEnumerable<EncodedObservation> texts)
    {
        var contexts = new List<Branching>();
        var positions = new Dictionary<EncodedObservation, int>();
        foreach (var shared in texts.Distinct().GroupBy(t => t.Context))
        {
            contexts.Add(new(shared.Key, [.. shared.Select(t => t.Output)]));
            foreach (var text in shared)
                positions.Add(text, positions.Count);
        }

        return (contexts, positions);
    }
}
