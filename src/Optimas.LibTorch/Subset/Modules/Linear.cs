using TorchSharp.Modules;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>y = x·Wᵀ + b.</summary>
        public sealed class Linear : torch.nn.Module<torch.Tensor, torch.Tensor>
        {
            internal Linear(long inputs, long outputs, bool hasBias, torch.Device? device, torch.ScalarType? dtype)
                : base(nameof(Linear))
            {
                in_features = inputs;
                out_features = outputs;
                double bound = 1 / Math.Sqrt(inputs);
                weight = Uniform([outputs, inputs], bound, device, dtype);
                register_parameter("weight", weight);
                if (!hasBias)
                    return;
                bias = Uniform([outputs], bound, device, dtype);
                register_parameter("bias", bias);
            }

            public long in_features { get; }

            public long out_features { get; }

            public Parameter weight { get; }

            public Parameter? bias { get; }

            public override torch.Tensor forward(torch.Tensor tensor) => torch.nn.functional.linear(tensor, weight, bias);

            private static Parameter Uniform(long[] shape, double bound, torch.Device? device, torch.ScalarType? dtype)
            {
                using var scope = torch.NewDisposeScope();
                return new(torch.empty(shape, dtype, device).uniform_(-bound, bound));
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A linear layer with weights uniform in ±1/√inputs.</summary>
            public static Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, outputSize, hasBias, device, dtype);
        }
    }
}
