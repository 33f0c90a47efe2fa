using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>The loss of proximal policy optimization, its parts before their coefficients; means over tokens or decisions.</summary>
/// <param name="Total">policy + value coefficient · value − entropy coefficient · entropy + KL coefficient · KL.</param>
/// <param name="Policy">−min(ρA, clip(ρ, 1 ± ε)A).</param>
/// <param name="Value">½ max((v − R)², (clip(v, v₀ ± ε) − R)²); 0 without an estimate.</param>
/// <param name="Entropy">Of the distributions over all choices; 0 where its coefficient is 0, since it is not computed then.</param>
/// <param name="KlToBase">e^d − d − 1 with d = log base − log policy.</param>
/// <param name="Kl">The divergence from the old policy: ρ − 1 − log ρ. No part of the loss.</param>
/// <param name="ClipFraction">The share of ratios outside of 1 ± ε.</param>
internal sealed record PpoLoss(Tensor Total, Tensor Policy, Tensor Value, Tensor Entropy, Tensor KlToBase, Tensor Kl, Tensor ClipFraction)
{
    // Probabilities that differ by more than e²⁰ carry no more information, and their ratio would not be finite.
    private const double MostLogRatio = 20;

    /// <summary>The loss of some steps.</summary>
    /// <param name="logits">steps × choices.</param>
    /// <param name="values">steps; null without a value estimate.</param>
    /// <param name="steps">What is known of them.</param>
    /// <param name="options">Coefficients and limits.</param>
    public static PpoLoss Of(Tensor logits, Tensor? values, PpoSteps steps, PpoOptions options)
    {
        var all = logits.to(ScalarType.Float32).log_softmax(-1);
        var chosen = all.gather(-1, steps.Actions.unsqueeze(1)).select(1, 0);
        var logRatio = (chosen - steps.OldLogProbabilities).clamp(-MostLogRatio, MostLogRatio);
        var ratio = logRatio.exp();
        var policy = (ratio * steps.Advantages).minimum(ratio.clamp(1 - options.Clip, 1 + options.Clip) * steps.Advantages).mean().neg();
        var value = zeros([], device: logits.device);
        if (values is not null)
        {
            var clipped = steps.OldValues + (values - steps.OldValues).clamp(-options.ValueClip, options.ValueClip);
            value = (values - steps.Returns).pow(2).maximum((clipped - steps.Returns).pow(2)).mean() * 0.5;
        }

        var entropy = options.EntropyCoefficient > 0 ? (all.exp() * all).sum(-1).mean().neg() : zeros([], device: logits.device);
        var difference = (steps.BaseLogProbabilities - chosen).clamp(-MostLogRatio, MostLogRatio);
        var klToBase = (difference.exp() - difference - 1).mean();
        var total = policy + (value * options.ValueCoefficient) - (entropy * options.EntropyCoefficient) + (klToBase * options.KlCoefficient);
        using (no_grad())
        {
            var kl = (ratio - 1 - logRatio).mean();
            var clipFraction = (ratio - 1).abs().gt(options.Clip).to(ScalarType.Float32).mean();
            return new(total, policy, value, entropy, klToBase, kl, clipFraction);
        }
    }
}

/// <summary>What is known of some tokens or decisions before the policy changes; a row each.</summary>
/// <param name="Actions">What was chosen.</param>
/// <param name="OldLogProbabilities">With what log-probability.</param>
/// <param name="BaseLogProbabilities">The same under the frozen base.</param>
/// <param name="Advantages">By how much it was better than expected.</param>
/// <param name="Returns">What the value should be.</param>
/// <param name="OldValues">What it was.</param>
internal sealed record PpoSteps(
    Tensor Actions, Tensor OldLogProbabilities, Tensor BaseLogProbabilities, Tensor Advantages, Tensor Returns, Tensor OldValues);
