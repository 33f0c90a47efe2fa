using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>A linear map of the model, with whatever adapters are in force on top: y = x·Wᵀ + b + Σ scale · x·Aᵀ·Bᵀ.</summary>
internal sealed class Projection(Tensor weight, Tensor? bias, int layer, AdapterTargets target)
{
    /// <summary>outputs × inputs.</summary>
    public Tensor Weight => weight;

    /// <summary>outputs; null for none.</summary>
    public Tensor? Bias => bias;

    public Tensor Forward(Tensor x, AdapterRouting? adapters)
    {
        var y = DecoderOperations.Linear(x, weight, bias);
        return adapters is null ? y : adapters.Apply(layer, target, x, y);
    }
}
