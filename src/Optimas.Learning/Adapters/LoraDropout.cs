using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>The dropout of one training step. A layer that is computed twice drops the same inputs.</summary>
internal sealed class LoraDropout(double probability, long seed)
{
    /// <summary>The dropout of one pass of one step.</summary>
    public static LoraDropout? Of(double probability, long seed, long step, int pass) =>
        probability > 0 ? new(probability, SeededRandom.Derive(SeededRandom.Derive(seed, "training step", step), "pass", pass)) : null;

    public Tensor Drop(Tensor x, int layer, AdapterTargets target)
    {
        if (probability <= 0)
            return x;
        using var generator = new Generator((ulong)SeededRandom.Derive(seed, "lora dropout", ((long)layer << 8) | (long)target), x.device);
        Tensor kept;
        using (no_grad())
            kept = empty(x.shape, x.dtype, x.device).bernoulli_(1 - probability, generator).mul_(1 / (1 - probability));
        return x * kept;
    }
}
