using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning.Tests.Models;

/// <summary>What runs on the official package gives what the fused operations give, values and gradients.</summary>
public sealed class ComposedOperationsTests
{
    [Fact]
    public void Composed_and_fused_operations_agree()
    {
        using var scope = NewDisposeScope();
        Tensor x = randn([7, 4, 8]), weight = randn([8]), cos = randn([7, 4]), sin = randn([7, 4]);
        Agree(x, v => ComposedOperations.RmsNorm(v, weight, 1e-5), v => DecoderOperations.RmsNorm(v, weight, 1e-5), "RMS norm");
        Agree(x, v => ComposedOperations.Rotary(v, cos, sin), v => DecoderOperations.Rotary(v, cos, sin), "rotary embedding");
        Agree(x, v => ComposedOperations.SwiGlu(v, x), v => DecoderOperations.SwiGlu(v, x), "gate");

        // Two sequences: one whole, one whose first four keys are earlier ones.
        long[] layout = [0, 4, 0, 4, 4, 3, 4, 7];
        Tensor key = randn([11, 2, 8]), value = randn([11, 2, 8]);
        Agree(
            x,
            v => ComposedOperations.Attention(v, key, value, layout, 0.3),
            v => DecoderOperations.Attention(v, key, value, layout, null, 0.3),
            "attention");
    }

    private static void Agree(Tensor input, Func<Tensor, Tensor> composed, Func<Tensor, Tensor> fused, string what)
    {
        var x = input.detach().requires_grad_();
        Tensor expected = composed(x), actual = fused(x);
        actual.ShouldBeWithin(expected, 1e-5, what);
        var gradient = randn(expected.shape);
        autograd.grad([actual], [x], [gradient])[0].ShouldBeWithin(autograd.grad([expected], [x], [gradient])[0], 1e-5, $"gradient of the {what}");
    }
}
