using Optimas.LibTorch;
using Optimas.LibTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Gradients without <see cref="Tensor.grad"/>.</summary>
    public static class autograd
    {
        public static unsafe IList<Tensor> grad(
            IList<Tensor> outputs,
            IList<Tensor> inputs,
            IList<Tensor>? grad_outputs = null,
            bool retain_graph = false,
            bool create_graph = false,
            bool allow_unused = false)
        {
            SameCount(outputs, grad_outputs);
            using var from = new HandleList(outputs);
            using var to = new HandleList(inputs);
            using var given = new HandleList(grad_outputs ?? []);
            nint[] results = new nint[to.Count];
            fixed (nint* o = from.Handles, i = to.Handles, g = given.Handles, r = results)
            {
                TorchException.Check(Native.AutogradGrad(
                    o, from.Count, i, to.Count, given.Count == 0 ? null : g, retain_graph, create_graph, allow_unused, r));
            }

            return [.. results.Select(h => h == 0 ? null! : new Tensor(h))];
        }

        public static unsafe void backward(
            IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null)
        {
            if (inputs is not null)
                throw new NotSupportedException("Accumulating into some inputs only is not supported; use autograd.grad.");
            SameCount(tensors, grad_tensors);
            using var from = new HandleList(tensors);
            using var given = new HandleList(grad_tensors ?? []);
            fixed (nint* t = from.Handles, g = given.Handles)
                TorchException.Check(Native.Backward(t, from.Count, given.Count == 0 ? null : g, retain_graph ?? create_graph, create_graph));
        }

        private static void SameCount(IList<Tensor> outputs, IList<Tensor>? gradients)
        {
            if (gradients is { Count: > 0 } && gradients.Count != outputs.Count)
                throw new ArgumentException($"{outputs.Count} outputs have {gradients.Count} gradients.", nameof(gradients));
        }
    }
}
