using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning.Tests.Reinforcement;

public sealed class PpoLossTests
{
    private static readonly PpoOptions s_golden = new()
    {
        Clip = 0.2, ValueClip = 0.2, ValueCoefficient = 0.5, EntropyCoefficient = 0.01, KlCoefficient = 0.05,
    };

    [Fact]
    public void All_parts_and_gradients_are_those_of_plain_PyTorch()
    {
        using var golden = new GoldenFiles();
        using var scope = NewDisposeScope();
        Tensor logits = golden.Tensor("ppo.logits").requires_grad_(), values = golden.Tensor("ppo.values").requires_grad_();
        var steps = new PpoSteps(
            tensor(golden.Ids("ppo.actions").Select(a => (long)a).ToArray()),
            golden.Tensor("ppo.old_log_probs"),
            golden.Tensor("ppo.reference_log_probs"),
            golden.Tensor("ppo.advantages"),
            golden.Tensor("ppo.returns"),
            golden.Tensor("ppo.old_values"));

        var loss = PpoLoss.Of(logits, values, steps, s_golden);
        loss.Total.backward();

        loss.Policy.ShouldBeWithin(golden.Tensor("ppo.policy_loss"), 1e-6, "policy");
        loss.Value.ShouldBeWithin(golden.Tensor("ppo.value_loss"), 1e-6, "value");
        loss.Entropy.ShouldBeWithin(golden.Tensor("ppo.entropy"), 1e-6, "entropy");
        loss.KlToBase.ShouldBeWithin(golden.Tensor("ppo.kl"), 1e-6, "kl");
        loss.Total.ShouldBeWithin(golden.Tensor("ppo.total"), 1e-6, "total");
        loss.ClipFraction.ShouldBeWithin(golden.Tensor("ppo.clip_fraction"), 1e-6, "clip fraction");
        logits.grad!.ShouldBeWithin(golden.Tensor("ppo.grad.logits"), 1e-6, "gradient of the logits");
        values.grad!.ShouldBeWithin(golden.Tensor("ppo.grad.values"), 1e-6, "gradient of the values");
    }

    [Theory]
    [InlineData(0.5, 1, true)]
    [InlineData(0.5, -1, false)]
    [InlineData(-0.5, 1, false)]
    [InlineData(-0.5, -1, true)]
    [InlineData(0.1, 1, false)]
    public void A_ratio_beyond_the_clip_moves_the_policy_only_back(double logRatio, double advantage, bool isFlat)
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new float[] { 0, 0.3f, -0.2f }).unsqueeze(0).requires_grad_();
        var chosen = logits.log_softmax(-1).detach().narrow(1, 1, 1).view(1);

        var loss = PpoLoss.Of(logits, null, Steps(chosen - logRatio, advantage), new() { KlCoefficient = 0 });
        loss.Total.backward();

        (logits.grad!.abs().max().item<float>() == 0).ShouldBe(isFlat);
        loss.ClipFraction.item<float>().ShouldBe(Math.Abs(Math.Exp(logRatio) - 1) > 0.2 ? 1 : 0);
        loss.Kl.item<float>().ShouldBe((float)(Math.Exp(logRatio) - 1 - logRatio), 1e-5);
    }

    [Theory]
    [InlineData(1e4, 1e3)]
    [InlineData(-1e4, 1e3)]
    [InlineData(1e4, -1e3)]
    [InlineData(-1e4, -1e3)]
    public void Probabilities_out_of_all_proportion_give_no_NaN(double logRatio, double advantage)
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new float[] { 0, 300, -300 }).unsqueeze(0).requires_grad_();
        var values = zeros([1]).requires_grad_();

        var loss = PpoLoss.Of(logits, values, Steps(zeros([1]) - logRatio, advantage), s_golden);
        loss.Total.backward();

        loss.Total.isfinite().all().item<bool>().ShouldBeTrue();
        logits.grad!.isfinite().all().item<bool>().ShouldBeTrue();
        values.grad!.isfinite().all().item<bool>().ShouldBeTrue();
    }

    private static PpoSteps Steps(Tensor old, double advantage)
    {
        var zero = zeros([1]);
        return new(tensor(new long[] { 1 }), old, old, full([1], advantage), zero, zero);
    }
}
