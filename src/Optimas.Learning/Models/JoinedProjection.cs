using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>
/// Linear maps of one input as one: their weights lie below each other in memory, and those that a checkpoint names are views of them, so
/// both ways to use them cost no memory more than one.
/// </summary>
internal sealed class JoinedProjection : IDisposable
{
    private readonly Tensor _weight;
    private readonly Tensor? _bias;

    /// <summary>Joins the weights of some projections, and their biases where they have any; the names then stand for views.</summary>
    /// <param name="weights">The model's weights.</param>
    /// <param name="projections">The projections' names.</param>
    public JoinedProjection(OrderedDictionary<string, Tensor> weights, IReadOnlyList<string> projections)
    {
        _weight = Join(weights, [.. projections.Select(p => p + ".weight")]);
        _bias = weights.ContainsKey(projections[0] + ".bias") ? Join(weights, [.. projections.Select(p => p + ".bias")]) : null;
    }

    public Tensor Forward(Tensor x) => DecoderOperations.Linear(x, _weight, _bias);

    public void Dispose()
    {
        _weight.Dispose();
        _bias?.Dispose();
    }

    private static Tensor Join(OrderedDictionary<string, Tensor> weights, string[] names)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var joined = cat([.. names.Select(n => weights[n])], 0);
        long row = 0;
        foreach (string name in names)
        {
            using var apart = weights[name];
            weights[name] = scope.Detach(joined.narrow(0, row, apart.shape[0]).detach());
            row += apart.shape[0];
        }

        return scope.Detach(joined);
    }
}
