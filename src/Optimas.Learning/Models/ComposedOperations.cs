using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>The operations of a decoder, composed of TorchSharp's own: what the official package runs, and what the fused ones are checked against.</summary>
internal static class ComposedOperations
{
    /// <summary>y = x / √(mean(x²) + ε) · weight over the last dimension.</summary>
    public static Tensor RmsNorm(Tensor x, Tensor weight, double epsilon)
    {
        var wide = x.to(ScalarType.Float32);
        return (wide * (wide.pow(2).mean([-1L], true) + epsilon).rsqrt()).to(x.dtype) * weight;
    }

    /// <summary>Rotates (x[i], x[i + n/2]) of rows × heads × n by each row's angles, rows × n/2.</summary>
    public static Tensor Rotary(Tensor x, Tensor cos, Tensor sin)
    {
        long half = x.shape[2] / 2;
        Tensor first = x.narrow(2, 0, half), second = x.narrow(2, half, half), c = cos.unsqueeze(1), s = sin.unsqueeze(1);
        return cat([(first * c) - (second * s), (second * c) + (first * s)], 2);
    }

    /// <summary>silu(gate) · up.</summary>
    public static Tensor SwiGlu(Tensor gate, Tensor up) => gate.silu() * up;

    /// <summary>Causal attention over packed sequences, one after the other. <paramref name="layout"/> as in <see cref="PackedBatch.Layout"/>.</summary>
    public static Tensor Attention(Tensor query, Tensor key, Tensor value, ReadOnlySpan<long> layout, double scale)
    {
        long heads = query.shape[1], keyHeads = key.shape[1], group = heads / keyHeads, size = query.shape[2];
        var outputs = new List<Tensor>();
        for (int i = 0; i < layout.Length; i += 4)
        {
            long queries = layout[i + 1], keys = layout[i + 3];
            var q = query.narrow(0, layout[i], queries).transpose(0, 1);
            var k = Repeated(key.narrow(0, layout[i + 2], keys));
            var v = Repeated(value.narrow(0, layout[i + 2], keys));
            var hidden = ones([queries, keys], device: query.device).tril(keys - queries).eq(0);
            var scores = (q.matmul(k.transpose(1, 2)) * scale).masked_fill(hidden, double.NegativeInfinity);
            outputs.Add(scores.softmax(-1).matmul(v).transpose(0, 1));

            Tensor Repeated(Tensor rows) => rows.transpose(0, 1).unsqueeze(1).expand(keyHeads, group, keys, size).reshape(heads, keys, size);
        }

        return cat(outputs, 0);
    }
}
