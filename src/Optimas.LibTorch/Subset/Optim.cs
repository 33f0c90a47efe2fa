using Optimas.LibTorch;
using Optimas.LibTorch.Interop;
using TorchSharp.Modules;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>libtorch's AdamW.</summary>
        public sealed class AdamW : torch.optim.Optimizer
        {
            private readonly double _lr;
            private readonly OptimizerHandle _state;

            internal unsafe AdamW(Parameter[] parameters, double lr, double beta1, double beta2, double eps, double decay)
                : base(parameters)
            {
                _lr = lr;
                using var handles = new HandleList(parameters);
                fixed (nint* first = handles.Handles)
                {
                    TorchException.Check(Native.AdamwNew(first, handles.Count, lr, beta1, beta2, eps, decay, out nint handle));
                    _state = new(handle);
                }
            }

            public override torch.Tensor step(Func<torch.Tensor>? closure = null)
            {
                var loss = closure?.Invoke();
                ObjectDisposedException.ThrowIf(_state.IsClosed, this);
                TorchException.Check(Native.AdamwStep(_state, _lr));
                return loss!;
            }

            protected override void Dispose(bool disposing)
            {
                if (disposing)
                    _state.Dispose();
            }
        }
    }

    public static partial class torch
    {
        public static class optim
        {
            public abstract class Optimizer : IDisposable
            {
                private readonly Parameter[] _parameters;

                private protected Optimizer(Parameter[] parameters) => _parameters = parameters;

                public virtual IEnumerable<Parameter> parameters() => _parameters;

                public virtual void zero_grad()
                {
                    foreach (var parameter in _parameters)
                        parameter.grad = null;
                }

                public abstract Tensor step(Func<Tensor>? closure = null);

                public void Dispose()
                {
                    Dispose(true);
                    GC.SuppressFinalize(this);
                }

                protected abstract void Dispose(bool disposing);
            }

            public static AdamW AdamW(
                IEnumerable<Parameter> parameters,
                double lr = 0.001,
                double beta1 = 0.9,
                double beta2 = 0.999,
                double eps = 1e-08,
                double weight_decay = 0,
                bool amsgrad = false,
                bool maximize = false) => amsgrad || maximize
                ? throw new NotSupportedException("AMSGrad and maximizing are not supported.")
                : new([.. parameters], lr, beta1, beta2, eps, weight_decay);
        }
    }
}
