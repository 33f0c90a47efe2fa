using System.Runtime.CompilerServices;
using Optimas.LibTorch.Interop;
using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.LibTorch;

/// <summary>
/// What TorchSharp has no name for: operations of a decoder as one step each, with gradients. float32 on the CPU runs in loops of this
/// library, half precision on CUDA in libtorch's flash attention; other types are composed of libtorch's operations.
/// </summary>
public static class FusedOperations
{
    /// <summary>Rows of a table, by their numbers.</summary>
    /// <param name="indices">Integers of any shape.</param>
    /// <param name="table">rows × n.</param>
    public static Tensor Embedding(Tensor indices, Tensor table) =>
        Tensor.New(Native.Embedding(indices.Handle, table.Handle, out nint r), r, indices, table);

    /// <summary>y = x·Wᵀ + b. Few float32 rows on the CPU without a gradient run in loops of their own: there a row's result is the same however many rows there are.</summary>
    /// <param name="x">… × inputs.</param>
    /// <param name="weight">outputs × inputs.</param>
    /// <param name="bias">outputs; null for none.</param>
    public static Tensor Linear(Tensor x, Tensor weight, Tensor? bias) =>
        Tensor.New(Native.FusedLinear(x.Handle, weight.Handle, bias?.Handle ?? 0, out nint r), r, x, weight, bias);

    /// <summary>y = x / √(mean(x²) + ε) · weight over the last dimension.</summary>
    /// <param name="x">… × n.</param>
    /// <param name="weight">n.</param>
    /// <param name="epsilon">ε.</param>
    public static Tensor RmsNorm(Tensor x, Tensor weight, double epsilon) =>
        Tensor.New(Native.FusedRmsNorm(x.Handle, weight.Handle, epsilon, out nint r), r, x, weight);

    /// <summary>Rotates (x[i], x[i + n/2]) by each row's angles.</summary>
    /// <param name="x">rows × heads × n.</param>
    /// <param name="cos">rows × n/2, of x's type.</param>
    /// <param name="sin">rows × n/2, of x's type.</param>
    public static Tensor Rotary(Tensor x, Tensor cos, Tensor sin) =>
        Tensor.New(Native.FusedRotary(x.Handle, cos.Handle, sin.Handle, out nint r), r, x, cos, sin);

    /// <summary>silu(gate) · up.</summary>
    public static Tensor SwiGlu(Tensor gate, Tensor up) => Tensor.New(Native.FusedSwiglu(gate.Handle, up.Handle, out nint r), r, gate, up);

    /// <summary>
    /// Causal attention over packed sequences. Of each, the last query sees all keys, the one before it all but the last, and so on; query
    /// heads share the key heads in equal groups.
    /// </summary>
    /// <param name="query">queries × heads × n, the sequences' rows following each other.</param>
    /// <param name="key">keys × key heads × n.</param>
    /// <param name="value">keys × key heads × n.</param>
    /// <param name="layout">For each sequence: its first query row, its queries, its first key row, its keys.</param>
    /// <param name="deviceLayout">
    /// For half precision on CUDA, int32 there: the sequences' query offsets and the end, their key offsets and the end, their key counts.
    /// Without it the sequences run one by one.
    /// </param>
    /// <param name="scale">What scores are multiplied with.</param>
    public static unsafe Tensor Attention(
        Tensor query, Tensor key, Tensor value, ReadOnlySpan<long> layout, Tensor? deviceLayout, double scale)
    {
        if (layout.Length % 4 != 0)
            throw new ArgumentException($"A layout holds four numbers for each sequence, not {layout.Length} in all.", nameof(layout));
        fixed (long* first = layout)
        {
            var result = Tensor.New(
                Native.FusedAttention(query.Handle, key.Handle, value.Handle, first, layout.Length / 4, deviceLayout?.Handle ?? 0, scale, out nint r),
                r,
                query,
                key,
                value);
            GC.KeepAlive(deviceLayout);
            return result;
        }
    }

    /// <summary>One step of AdamW (Loshchilov and Hutter 2019) in place, with the learning rate of this step.</summary>
    /// <param name="parameters">What is trained.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="averages">The first moments, in place.</param>
    /// <param name="squares">The second moments, in place.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="beta1">The decay of the first moment.</param>
    /// <param name="beta2">The decay of the second moment.</param>
    /// <param name="epsilon">Added to the denominator.</param>
    /// <param name="decay">The weight decay.</param>
    /// <param name="step">The number of this step; the first is 1.</param>
    public static unsafe void AdamW(
        IReadOnlyList<Tensor> parameters,
        IReadOnlyList<Tensor> gradients,
        IReadOnlyList<Tensor> averages,
        IReadOnlyList<Tensor> squares,
        double rate,
        double beta1,
        double beta2,
        double epsilon,
        double decay,
        long step)
    {
        if (gradients.Count != parameters.Count || averages.Count != parameters.Count || squares.Count != parameters.Count)
        {
            throw new ArgumentException(
                $"{parameters.Count} parameters have {gradients.Count} gradients, {averages.Count} first and {squares.Count} second moments.");
        }

        using HandleList p = new(parameters), g = new(gradients), m = new(averages), v = new(squares);
        fixed (nint* ps = p.Handles, gs = g.Handles, ms = m.Handles, vs = v.Handles)
            TorchException.Check(Native.FusedAdamw(ps, gs, ms, vs, p.Count, rate, beta1, beta2, epsilon, decay, step));
    }

    /// <summary>The most bytes that tensors took on a CUDA device since the last reset.</summary>
    public static long PeakBytes(int device, bool reset)
    {
        TorchException.Check(Native.CudaPeakBytes(device, reset, out long bytes));
        return bytes;
    }
}
