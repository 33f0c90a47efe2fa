using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Optimas.Learning.Tests.Models;

public sealed class ForwardTests
{
    [Theory]
    [InlineData("llama")]
    [InlineData("qwen")]
    public void Logits_and_hidden_states_are_those_of_transformers(string name)
    {
        using var golden = new GoldenFiles();
        using var model = GoldenFiles.Model(name);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        foreach (string i in golden.Cases($"{name}.forward"))
        {
            var batch = PackedBatch.Of([golden.Ids($"{name}.forward.{i}.input_ids")], CPU);
            var hidden = model.Hidden(batch, null);
            hidden.ShouldBeWithin(golden.Tensor($"{name}.forward.{i}.hidden"), 1e-4, $"hidden states of text {i}");
            LastRows(model.Logits(hidden), golden.Tensor($"{name}.forward.{i}.logits"), $"logits of text {i}");
        }
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("qwen")]
    public void A_packed_batch_gives_each_sequence_what_it_gets_alone(string name)
    {
        using var golden = new GoldenFiles();
        using var model = GoldenFiles.Model(name);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var cases = golden.Cases($"{name}.forward");
        int[][] texts = [.. cases.Select(i => golden.Ids($"{name}.forward.{i}.input_ids"))];
        var batch = PackedBatch.Of(texts, CPU);
        var hidden = model.Hidden(batch, null);
        var last = model.LastHidden(batch, null);
        long start = 0;
        for (int i = 0; i < texts.Length; i++)
        {
            var expected = golden.Tensor($"{name}.forward.{cases[i]}.hidden");
            hidden.narrow(0, start, texts[i].Length).ShouldBeWithin(expected, 1e-4, $"text {i}");
            last.select(0, i).ShouldBeWithin(expected.select(0, texts[i].Length - 1), 1e-4, $"last token of text {i}");
            start += texts[i].Length;
        }
    }

    [Fact]
    public void Continuations_of_one_context_get_what_they_get_with_a_context_of_their_own()
    {
        using var golden = new GoldenFiles();
        using var model = GoldenFiles.Model("llama");
        using var scope = NewDisposeScope();
        using var none = no_grad();
        int[] text = golden.Ids("llama.forward.100.input_ids");
        int[] context = text[..30];
        int[][] continuations = [text[30..40], text[40..41], text[50..70]];
        var shared = model.LastHidden(PackedBatch.Of([new Branching(context, continuations), new Branching([], [text[..5]])], CPU), null);
        var apart = model.LastHidden(PackedBatch.Of([.. continuations.Select(c => (int[])[.. context, .. c]), text[..5]], CPU), null);
        shared.ShouldBeWithin(apart, 1e-5, "last hidden states");
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("qwen")]
    public void Gradients_of_all_weights_are_those_of_transformers(string name)
    {
        using var golden = new GoldenFiles();
        using var model = GoldenFiles.Model(name);
        using var scope = NewDisposeScope();
        foreach (var weight in model.Weights.Values)
            weight.requires_grad = true;
        int[][] texts = [.. Enumerable.Range(0, 2).Select(i => golden.Ids($"{name}.ce.{i}.input_ids"))];
        var batch = PackedBatch.Of([.. texts.Select(t => t[..^1])], CPU);
        var targets = tensor(texts.SelectMany(t => t[1..]).Select(t => (long)t).ToArray());
        var loss = nn.functional.cross_entropy(model.Logits(model.Hidden(batch, null)), targets);
        loss.ShouldBeWithin(golden.Tensor($"{name}.ce.loss"), 1e-5, "loss");
        loss.backward();
        foreach (var (weight, value) in model.Weights)
        {
            var gradient = value.grad!;
            string rows = $"{name}.ce.grad_rows.{weight}";
            if (golden.Has(rows))
                gradient = gradient.index_select(0, tensor(golden.Ids(rows).Select(i => (long)i).ToArray()));
            gradient.ShouldBeWithinShareOf(golden.Tensor($"{name}.ce.grad.{weight}"), 1e-3, weight);
        }
    }

    [Theory]
    [InlineData(false, 1e-5)]
    [InlineData(true, 0.06)]
    public void A_pass_that_records_nothing_takes_projections_at_once_and_gives_the_same(bool half, double tolerance)
    {
        using var model = DecoderModel.Load(
            CheckpointFolder.Open(Path.Combine(GoldenFiles.Folder, "qwen")), half ? bfloat16 : float32, CPU, default);
        using var golden = new GoldenFiles();
        using var scope = NewDisposeScope();
        var batch = PackedBatch.Of([golden.Ids("qwen.forward.64.input_ids"), golden.Ids("qwen.forward.5.input_ids")], CPU);
        var recorded = model.Hidden(batch, null).to(float32);
        using var none = no_grad();
        model.Hidden(batch, null).to(float32).ShouldBeWithin(recorded, tolerance, "hidden states");
        model.LastHidden(batch, null).to(float32).ShouldBeWithin(recorded.index_select(0, batch.LastRows), tolerance, "last hidden states");
    }

    [Fact]
    public void An_adapter_of_peft_gives_the_logits_that_peft_gives()
    {
        using var golden = new GoldenFiles();
        using var model = GoldenFiles.Model("llama");
        using var adapter = LoraAdapter.Load(Path.Combine(GoldenFiles.Folder, "lora"), model.Config, CPU);
        using var scope = NewDisposeScope();
        using var none = no_grad();
        foreach (string i in golden.Cases("lora.forward"))
        {
            var hidden = model.Hidden(PackedBatch.Of([golden.Ids($"lora.forward.{i}.input_ids")], CPU), adapter);
            LastRows(model.Logits(hidden), golden.Tensor($"lora.forward.{i}.logits"), $"text {i}");
        }
    }

    [Theory]
    [InlineData("margin0", 0.0)]
    [InlineData("margin05", 0.5)]
    public void Gradients_of_the_ranking_loss_through_shared_contexts_are_those_of_peft(string key, double margin)
    {
        using var golden = new GoldenFiles();
        string stem = golden.Names.First(n => n.StartsWith($"ranking.{key}", StringComparison.Ordinal) && n.EndsWith(".loss", StringComparison.Ordinal))[..^"loss".Length];
        using var model = GoldenFiles.Model("llama");
        using var adapter = LoraAdapter.Load(Path.Combine(GoldenFiles.Folder, "lora"), model.Config, CPU);
        using var scope = NewDisposeScope();
        using var head = new Parameter(golden.Tensor("ranking.head"));
        var pairs = Enumerable.Range(0, 6).Select(i => new Branching(
            golden.Ids($"ranking.{i}.context"), [golden.Ids($"ranking.{i}.preferred"), golden.Ids($"ranking.{i}.other")])).ToArray();
        var rewards = model.LastHidden(PackedBatch.Of(pairs, CPU), adapter).matmul(head).view(6, 2);
        rewards.select(1, 0).ShouldBeWithin(golden.Tensor(stem + "rewards_preferred"), 1e-4, "preferred rewards");
        rewards.select(1, 1).ShouldBeWithin(golden.Tensor(stem + "rewards_other"), 1e-4, "other rewards");
        var loss = nn.functional.logsigmoid(rewards.select(1, 0) - rewards.select(1, 1) - (margin * golden.Tensor("ranking.gaps"))).mean().neg();
        loss.ShouldBeWithin(golden.Tensor(stem + "loss"), 1e-5, "loss");
        loss.backward();
        head.grad!.ShouldBeWithinShareOf(golden.Tensor(stem + "grad.head"), 1e-3, "head");
        int compared = 0;
        foreach (var (name, parameter) in adapter.NamedParameters().Where(p => golden.Has($"{stem}grad.{p.Name}")))
        {
            parameter.grad!.ShouldBeWithinShareOf(golden.Tensor($"{stem}grad.{name}"), 1e-3, name);
            compared++;
        }

        compared.ShouldBeGreaterThanOrEqualTo(14);
    }

    // Of long texts only the last rows of the logits are kept.
    private static void LastRows(Tensor actual, Tensor expected, string what) =>
        actual.narrow(0, actual.shape[0] - expected.shape[0], expected.shape[0]).ShouldBeWithin(expected, 1e-4, what);
}
