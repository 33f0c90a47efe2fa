using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Optimas.Learning.Tests.Rewards;

public sealed class RankingPassTests
{
    [Theory]
    [InlineData("margin0", 0.0, false)]
    [InlineData("margin05", 0.5, false)]
    [InlineData("margin05", 0.5, true)]
    public void Loss_and_gradients_are_those_of_peft(string key, double margin, bool checkpointing)
    {
        using var golden = new GoldenFiles();
        using var model = GoldenFiles.Model("llama");
        using var adapter = LoraAdapter.Load(Path.Combine(GoldenFiles.Folder, "lora"), model.Config, CPU);
        using var scope = NewDisposeScope();
        // The head of another component stays out of it.
        using var heads = new Parameter(stack([zeros([64]), golden.Tensor("ranking.head")]));
        var terms = Terms(golden, margin);
        var pass = new RankingPass(terms);
        double loss = pass.Backward(model, adapter, heads, checkpointing);

        string stem = $"ranking.{key}.";
        loss.ShouldBe(golden.Singles(stem + "loss")[0], 1e-5);
        heads.grad!.select(0, 1).ShouldBeWithinShareOf(golden.Tensor(stem + "grad.head"), 1e-3, "head");
        heads.grad!.select(0, 0).ShouldBeWithin(zeros([64]), 0, "the other head");
        int compared = 0;
        foreach (var (name, parameter) in adapter.NamedParameters().Where(p => golden.Has($"{stem}grad.{p.Name}")))
        {
            parameter.grad!.ShouldBeWithinShareOf(golden.Tensor($"{stem}grad.{name}"), 1e-3, name);
            compared++;
        }

        compared.ShouldBeGreaterThanOrEqualTo(14);
        float[] preferred = golden.Singles(stem + "rewards_preferred"), other = golden.Singles(stem + "rewards_other");
        double[] expected = [.. preferred.Zip(other, (p, r) => (double)p - r)];
        double[] differences = pass.Differences(model, adapter, heads);
        for (int i = 0; i < differences.Length; i++)
            differences[i].ShouldBe(expected[i], 2e-4);
    }

    [Fact]
    public void Dealing_keeps_every_comparison_and_the_budget()
    {
        using var golden = new GoldenFiles();
        var terms = Terms(golden, 0);
        var batches = new RankingBatches(terms.Select((t, i) => (t, $"{i / 2}")), batchSize: 4, tokens: 60);
        RankedTexts[][][] epoch = [.. batches.Epoch(new(1, "test"))];
        epoch.SelectMany(b => b).SelectMany(p => p).ShouldBe(terms, ignoreOrder: true);
        epoch.Select(b => b.Sum(p => p.Length)).ShouldBe([4, 2]);
        foreach (var pass in epoch.SelectMany(b => b).Where(p => p.Length > 1))
            EncodedObservation.Rows(pass.SelectMany(t => new[] { t.Preferred, t.Rejected }).ToHashSet()).ShouldBeLessThanOrEqualTo(60);
        batches.All().SelectMany(p => p).ShouldBe(terms, ignoreOrder: true);
    }

    // Pairs 2k and 2k + 1 share their context.
    private static RankedTexts[] Terms(GoldenFiles golden, double margin)
    {
        int[][] contexts = [.. Enumerable.Range(0, 3).Select(i => golden.Ids($"ranking.{2 * i}.context"))];
        float[] gaps = golden.Singles("ranking.gaps");
        return
        [
            .. Enumerable.Range(0, 6).Select(i => new RankedTexts(
                new(contexts[i / 2], golden.Ids($"ranking.{i}.preferred")),
                new(contexts[i / 2], golden.Ids($"ranking.{i}.other")),
                Head: 1,
                margin * gaps[i],
                Weight: 1 / 6.0)),
        ];
    }
}
