using TorchSharp.Modules;

namespace TorchSharp
{
    namespace Modules
    {
        public sealed class ReLU : torch.nn.Module<torch.Tensor, torch.Tensor>
        {
            internal ReLU()
                : base(nameof(ReLU))
            {
            }

            public override torch.Tensor forward(torch.Tensor tensor) => tensor.relu();
        }

        public sealed class Tanh : torch.nn.Module<torch.Tensor, torch.Tensor>
        {
            internal Tanh()
                : base(nameof(Tanh))
            {
            }

            public override torch.Tensor forward(torch.Tensor tensor) => tensor.tanh();
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static ReLU ReLU(bool inplace = false) => inplace
                ? throw new NotSupportedException("Activations in place are not supported.")
                : new();

            public static Tanh Tanh() => new();
        }
    }
}
