using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>A module with its weights, asked by one caller at a time.</summary>
internal sealed class PolicyNetwork
{
    private readonly Lock _lock = new();

    public PolicyNetwork(nn.Module<Tensor, Tensor> module)
    {
        Module = module;
        module.eval();
    }

    public nn.Module<Tensor, Tensor> Module { get; }

    /// <summary>The probability of each action.</summary>
    public double[] Probabilities(float[] observation)
    {
        float[] logits;
        lock (_lock)
        {
            using var scope = NewDisposeScope();
            using var none = no_grad();
            logits = Module.call(tensor(observation).unsqueeze(0)).to(ScalarType.Float32).cpu().data<float>().ToArray();
        }

        double largest = logits.Max();
        if (!Array.TrueForAll(logits, float.IsFinite))
            throw new InvalidOperationException("A policy's logits are not all finite; its observation or its weights are not either.");
        double[] weights = [.. logits.Select(l => Math.Exp(l - largest))];
        double sum = weights.Sum();
        return [.. weights.Select(w => w / sum)];
    }

    /// <summary>A module of the same kind with the same weights.</summary>
    public static nn.Module<Tensor, Tensor> Copy(nn.Module<Tensor, Tensor> from, nn.Module<Tensor, Tensor> to)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        foreach (var ((_, target), (_, source)) in to.named_parameters().Zip(from.named_parameters()))
            target.copy_(source);
        return to;
    }
}
