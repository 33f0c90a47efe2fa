using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning.Tests.Training;

public sealed class TrainingPassTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradients_of_all_weights_do_not_depend_on_checkpointing(bool lastOnly)
    {
        using var model = GoldenFiles.Model("qwen");
        foreach (var weight in model.Weights.Values)
            weight.requires_grad = true;
        var parameters = model.Weights.Select(w => (w.Key, w.Value)).ToArray();
        Compare(Gradients(model, null, parameters, lastOnly, false), Gradients(model, null, parameters, lastOnly, true));
    }

    [Theory]
    [InlineData(false, 0.0)]
    [InlineData(true, 0.0)]
    [InlineData(true, 0.3)]
    public void Gradients_of_an_adapter_do_not_depend_on_checkpointing(bool lastOnly, double dropout)
    {
        using var model = GoldenFiles.Model("llama");
        using var adapter = LoraAdapter.Load(Path.Combine(GoldenFiles.Folder, "lora"), model.Config, CPU);
        if (dropout > 0)
            adapter.Dropout = new(dropout, 3);
        var parameters = adapter.NamedParameters().Select(p => (p.Name, (Tensor)p.Parameter)).ToArray();
        Compare(Gradients(model, adapter, parameters, lastOnly, false), Gradients(model, adapter, parameters, lastOnly, true));
    }

    private static Dictionary<string, float[]> Gradients(
        DecoderModel model, LoraAdapter? adapter, (string Name, Tensor Parameter)[] parameters, bool lastOnly, bool checkpointing)
    {
        using var scope = NewDisposeScope();
        using var sums = new GradientAccumulation([.. parameters.Select(p => p.Parameter)]);
        int[] text = [.. Enumerable.Range(0, 60).Select(i => 3 + (i * 37 % 300))];
        var batch = PackedBatch.Of([new Branching(text[..20], [text[20..30], text[30..35]]), new Branching(text[35..], [[]])], CPU);
        var pass = TrainingPass.Run(model, batch, adapter, lastOnly, checkpointing);
        var loss = pass.Hidden.pow(2).sum() + pass.Hidden.sin().sum();
        loss.backward();
        pass.Backward();
        sums.Add();
        return parameters.Zip(sums.Gradients).Where(p => p.Second is not null)
            .ToDictionary(p => p.First.Name, p => TinyModel.Values(p.Second!));
    }

    private static void Compare(Dictionary<string, float[]> expected, Dictionary<string, float[]> actual)
    {
        actual.Keys.ShouldBe(expected.Keys);
        expected.Count.ShouldBeGreaterThan(10);
        foreach (var (name, values) in expected)
        {
            double norm = Math.Sqrt(values.Sum(v => (double)v * v));
            double difference = Math.Sqrt(values.Zip(actual[name]).Sum(p => Math.Pow(p.First - p.Second, 2)));
            difference.ShouldBeLessThanOrEqualTo(1e-5 * norm, name);
        }
    }
}
