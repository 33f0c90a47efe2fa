// Compiled here against the binding and, by SourceCompatibilityTests, against the TorchSharp package: nothing but TorchSharp and .NET.
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Portable;

/// <summary>A small model with a layer of its own and a module that registers its fields.</summary>
public sealed class Model : Module<Tensor, Tensor>
{
    private readonly Linear _first;
    private readonly Sequential _rest;
    private readonly Parameter _scale;

    public Model(int inputs, int width)
        : base("model")
    {
        _first = Linear(inputs, width);
        _rest = Sequential(("activation", ReLU()), ("second", Linear(width, width)), ("curve", Tanh()), ("last", Linear(width, 1, hasBias: false)));
        _scale = Parameter(ones(new long[] { 1 }));
        register_module("first", _first);
        register_module("rest", _rest);
        register_parameter("scale", _scale);
    }

    public override Tensor forward(Tensor input) => _rest.call(_first.forward(input)) * _scale;
}

/// <summary>Trains the model, in TorchSharp's way.</summary>
public static class Training
{
    /// <summary>Losses of some steps on y = x₀ − 2·x₁.</summary>
    public static float[] Losses(int steps)
    {
        manual_seed(1);
        using var model = new Model(2, 16);
        using var optimizer = optim.AdamW(model.parameters(), lr: 0.01, weight_decay: 0.001);
        using var scope = NewDisposeScope();
        var x = randn(new long[] { 64, 2 });
        var y = (x.select(1, 0) - 2 * x.select(1, 1)).unsqueeze(-1);
        float[] losses = new float[steps];
        for (int i = 0; i < steps; i++)
            losses[i] = Step(model, optimizer, x, y);
        return losses;
    }

    /// <summary>One step, after which no tensor is left.</summary>
    public static float Step(Module<Tensor, Tensor> model, optim.Optimizer optimizer, Tensor x, Tensor y)
    {
        using var scope = NewDisposeScope();
        model.train();
        optimizer.zero_grad();
        var loss = (model.call(x) - y).pow(2).mean();
        loss.backward();
        double norm = nn.utils.clip_grad_norm_(model.parameters(), 10);
        if (!double.IsFinite(norm))
            throw new InvalidOperationException("The gradients are not finite.");
        optimizer.step();
        model.eval();
        return loss.item<float>();
    }

    /// <summary>Gradients of x³ at 2, by backward, by autograd.grad, and the second one.</summary>
    public static double[] Gradients()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 2.0 }, requires_grad: true);
        var y = x.pow(3).sum();
        var first = autograd.grad(new[] { y }, new[] { x }, retain_graph: true, create_graph: true)[0];
        var second = autograd.grad(new List<Tensor> { first.sum() }, new List<Tensor> { x })[0];
        autograd.backward(new[] { x.pow(3) }, new[] { full(new long[] { 1 }, 0.5, float64) });
        bool within, without;
        using (no_grad())
        {
            within = (x * 2).requires_grad;
            using (enable_grad())
                without = (x * 2).requires_grad;
        }

        using (inference_mode())
            within |= (x * 2).requires_grad || is_grad_enabled();
        if (within || !without || x.grad is not { } half || !x.is_leaf || !x.requires_grad_().requires_grad)
            throw new InvalidOperationException("Gradients are recorded where they shouldn't be, or not where they should.");
        return new[] { half.item<double>(), first.item<double>(), second.item<double>() };
    }

    /// <summary>What a model says of itself.</summary>
    public static string Description()
    {
        using var model = new Model(2, 3);
        var names = model.named_parameters().Select(p => $"{p.name}[{string.Join(",", p.parameter.shape)}]");
        var children = model.named_children().Select(c => $"{c.name}:{c.module.GetName()}");
        using var linear = Linear(2, 3, dtype: float64);
        return string.Join(" ", names.OrderBy(n => n, StringComparer.Ordinal)) + " | " + string.Join(" ", children)
            + $" | {linear.in_features}→{linear.out_features} {linear.weight.dtype} {linear.bias?.numel()} | {model.training}";
    }

    /// <summary>Tensors moved between scopes: how many each holds.</summary>
    public static int[] Scopes()
    {
        var counts = new List<int>();
        using var outer = NewDisposeScope();
        Tensor moved, detached;
        using (var inner = NewDisposeScope())
        {
            moved = ones(new long[] { 2 }).MoveToOuterDisposeScope();
            detached = inner.Detach(ones(new long[] { 2 }));
            inner.MoveToOuter(zeros(new long[] { 1 }));
            _ = ones(new long[] { 2 }).DetachFromDisposeScope();
            using (ones(new long[] { 2 }))
                counts.Add(inner.DisposablesCount);
            counts.Add(inner.DisposablesCount);
        }

        counts.Add(outer.DisposablesCount);
        counts.Add((int)moved.sum().item<float>() + (int)detached.sum().item<float>());
        detached.Dispose();
        return counts.ToArray();
    }

    /// <summary>Properties of a tensor and of the machine.</summary>
    public static string Facts()
    {
        using var scope = NewDisposeScope();
        var x = arange(0, 6, int64).view(2, 3);
        set_num_threads(get_num_threads());
        if (cuda.is_available())
            cuda.synchronize();
        string devices = $"{device("cpu").type} {new Device("cuda:1").index} {device(DeviceType.CUDA, 0)} {CUDA} {cuda.device_count() >= 0}";
        return $"{x.dim()} {x.numel()} {x.NumberOfElements} {x.size(-1)} {x.dtype} {x.device.type} {x.is_cuda} {x.ElementSize} {x.is_contiguous()} "
            + $"{x.t().is_contiguous()} {x.IsInvalid} {x.data<long>().Count} {string.Join(",", x.t().data<long>().ToArray())} {x.allclose(x.clone(), 0, 0)} "
            + $"{x.cpu().bytes.Length} {x.Handle != 0} {Tensor.TotalCount <= Tensor.PeakCount} | {devices} | {Generator.Default.device.type} {__version__.Length > 0}";
    }
}
