using Optimas.LibTorch.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>How a loss becomes one number.</summary>
        public enum Reduction : long
        {
            None = 0,
            Mean = 1,
            Sum = 2,
        }

        public static Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);

        public static class functional
        {
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) =>
                Tensor.New(Native.Linear(input.Handle, weights.Handle, bias?.Handle ?? 0, out nint r), r, input, weights, bias);

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

            public static Tensor logsigmoid(Tensor x) => Tensor.New(Native.LogSigmoid(x.Handle, out nint r), r, x);

            public static Tensor cross_entropy(
                Tensor input,
                Tensor target,
                Tensor? weight = null,
                long ignore_index = -100,
                Reduction reduction = Reduction.Mean,
                double label_smoothing = 0) =>
                Tensor.New(
                    Native.CrossEntropy(
                        input.Handle, target.Handle, weight?.Handle ?? 0, ignore_index, (long)reduction, label_smoothing, out nint r),
                    r,
                    input,
                    target,
                    weight);

            public static unsafe Tensor layer_norm(
                Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-05)
            {
                fixed (long* sizes = normalized_shape)
                {
                    return Tensor.New(
                        Native.LayerNorm(input.Handle, sizes, normalized_shape.Length, weight?.Handle ?? 0, bias?.Handle ?? 0, eps, out nint r),
                        r,
                        input,
                        weight,
                        bias);
                }
            }

            public static Tensor scaled_dot_product_attention(
                Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0, bool is_casual = false)
            {
                var result = Tensor.New(
                    Native.ScaledDotProductAttention(
                        query.Handle, key.Handle, value.Handle, attn_mask?.Handle ?? 0, p, is_casual, out nint r),
                    r,
                    query,
                    key,
                    value);
                GC.KeepAlive(attn_mask);
                return result;
            }
        }

        public static class utils
        {
            /// <summary>Scales gradients so that their common norm is at most the given one; returns what it was.</summary>
            public static unsafe double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
            {
                using var handles = new HandleList([.. tensors]);
                fixed (nint* first = handles.Handles)
                {
                    Optimas.LibTorch.TorchException.Check(Native.ClipGradNormInPlace(first, handles.Count, max_norm, norm_type, out double total));
                    return total;
                }
            }
        }
    }
}
