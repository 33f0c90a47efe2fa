using TorchSharp.Modules;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>One module after the other.</summary>
        public sealed class Sequential : torch.nn.Module<torch.Tensor, torch.Tensor>
        {
            private readonly torch.nn.Module<torch.Tensor, torch.Tensor>[] _modules;

            internal Sequential((string name, torch.nn.Module<torch.Tensor, torch.Tensor> module)[] modules)
                : base(nameof(Sequential))
            {
                _modules = [.. modules.Select(m => m.module)];
                foreach (var (name, module) in modules)
                    register_module(name, module);
            }

            public override torch.Tensor forward(torch.Tensor tensor)
            {
                foreach (var module in _modules)
                    tensor = module.forward(tensor);
                return tensor;
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Sequential Sequential(params (string name, Module<Tensor, Tensor> module)[] modules) => new(modules);

            public static Sequential Sequential(params Module<Tensor, Tensor>[] modules) =>
                new([.. modules.Select((m, i) => (i.ToString(System.Globalization.CultureInfo.InvariantCulture), m))]);
        }
    }
}
