using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Parameters and modules under names.</summary>
        public class Module : IDisposable
        {
            private readonly List<(string Name, Parameter Parameter)> _parameters = [];
            private readonly List<(string Name, Module Module)> _modules = [];
            private readonly string _name;

            protected Module(string name) => _name = name;

            public bool training { get; private set; } = true;

            public virtual string GetName() => _name;

            public virtual void register_parameter(string name, Parameter param) => _parameters.Add((name, param));

            public virtual void register_module(string name, Module submodule) => _modules.Add((name, submodule));

            public virtual IEnumerable<(string name, Module module)> named_children() => _modules;

            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) => recurse
                ? [.. _parameters, .. _modules.SelectMany(m => m.Module.named_parameters().Select(p => ($"{m.Name}.{p.name}", p.parameter)))]
                : _parameters;

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(p => p.parameter);

            public virtual void train(bool train = true)
            {
                training = train;
                foreach (var (_, module) in _modules)
                    module.train(train);
            }

            public virtual void eval() => train(false);

            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var parameter in parameters())
                {
                    if (set_to_none)
                    {
                        parameter.grad = null;
                    }
                    else
                    {
                        using var gradient = parameter.grad;
                        gradient?.zero_();
                    }
                }
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Registers the fields of a module's own that are parameters or modules, under the fields' names.</summary>
            [RequiresUnreferencedCode("Reads fields by reflection; a trimmed program calls register_parameter and register_module instead.")]
            protected virtual void RegisterComponents()
            {
                foreach (var field in GetType().GetFields(BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Instance))
                {
                    switch (field.GetValue(this))
                    {
                        case Parameter parameter when _parameters.TrueForAll(p => p.Name != field.Name):
                            register_parameter(field.Name, parameter);
                            break;
                        case Module module when _modules.TrueForAll(m => m.Name != field.Name):
                            register_module(field.Name, module);
                            break;
                    }
                }
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing)
                    return;
                foreach (var (_, parameter) in _parameters)
                    parameter.Dispose();
                foreach (var (_, module) in _modules)
                    module.Dispose();
            }
        }

        /// <summary>A module that is a function.</summary>
        public abstract class Module<T, TResult> : Module
        {
            protected Module(string name)
                : base(name)
            {
            }

            public abstract TResult forward(T input);

            public TResult call(T input) => forward(input);
        }
    }
}
