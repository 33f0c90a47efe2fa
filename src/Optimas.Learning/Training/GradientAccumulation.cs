using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>
/// Sums the gradients of several backward passes in float32, so that a step can be over more texts than fit into memory at once. Not safe
/// for concurrent use.
/// </summary>
/// <param name="parameters">What is trained.</param>
internal sealed class GradientAccumulation(IReadOnlyList<Tensor> parameters) : IDisposable
{
    private readonly Tensor?[] _sums = new Tensor?[parameters.Count];

    /// <summary>The sums, a gradient per parameter in their order; null where no pass reached it.</summary>
    public IReadOnlyList<Tensor?> Gradients => _sums;

    /// <summary>Adds what a backward pass left in the parameters' <c>grad</c>, and leaves none there.</summary>
    public void Add()
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        for (int i = 0; i < _sums.Length; i++)
        {
            if (parameters[i].grad is not { } gradient)
                continue;
            parameters[i].grad = null;
            if (_sums[i] is { } sum)
                sum.add_(gradient.to(ScalarType.Float32));
            else
                _sums[i] = scope.Detach(gradient.to(ScalarType.Float32));
        }
    }

    /// <summary>Scales the sums so that their common L2 norm is at most the given one.</summary>
    /// <returns>The norm before.</returns>
    public double Clip(double maxNorm) => GradientClipping.Clip([.. _sums.OfType<Tensor>()], maxNorm);

    /// <summary>Forgets the sums, and what a broken-off pass left in the parameters' <c>grad</c>.</summary>
    public void Clear()
    {
        for (int i = 0; i < _sums.Length; i++)
        {
            _sums[i]?.Dispose();
            _sums[i] = null;
            parameters[i].grad = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var sum in _sums)
            sum?.Dispose();
        Array.Clear(_sums);
    }
}
