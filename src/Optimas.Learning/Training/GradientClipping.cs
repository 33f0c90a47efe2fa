using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>Clipping by the global norm (Pascanu et al. 2013).</summary>
internal static class GradientClipping
{
    // PyTorch's, so that both scale alike.
    private const double Epsilon = 1e-6;

    /// <summary>Scales gradients in place so that their common L2 norm is at most the given one.</summary>
    /// <param name="gradients">float32, on one device.</param>
    /// <param name="maxNorm">The largest norm; positive. Infinity measures only.</param>
    /// <returns>The norm before; not finite where a gradient isn't, and then nothing was scaled.</returns>
    public static double Clip(IReadOnlyList<Tensor> gradients, double maxNorm)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        if (!(maxNorm > 0))
            throw new ArgumentOutOfRangeException(nameof(maxNorm), maxNorm, "Must be positive.");
        if (gradients.Count == 0)
            return 0;
        using var scope = NewDisposeScope();
        using var none = no_grad();
        double norm = stack(gradients.Select(g => g.norm())).norm().item<float>();
        double factor = maxNorm / (norm + Epsilon);
        if (factor < 1 && double.IsFinite(norm))
        {
            foreach (var gradient in gradients)
                gradient.mul_(factor);
        }

        return norm;
    }
}
