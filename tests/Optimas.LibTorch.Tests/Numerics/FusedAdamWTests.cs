using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Optimas.LibTorch.Tests.Numerics;

public class FusedAdamWTests
{
    [TorchTheory]
    [InlineData(ScalarType.Float32, 1e-6)]
    [InlineData(ScalarType.Float64, 1e-14)]
    public void Twenty_steps_are_those_of_torchs_AdamW(ScalarType type, double bound)
    {
        using var scope = NewDisposeScope();
        long[][] shapes = [[1], [33, 7], [50, 400]];
        Parameter[] theirs = [.. shapes.Select(s => new Parameter(Check.Normal(type, s)))];
        Tensor[] ours = [.. theirs.Select(p => p.detach().clone())];
        Tensor[] averages = [.. ours.Select(p => zeros_like(p))], squares = [.. ours.Select(p => zeros_like(p))];
        using var optimizer = optim.AdamW(theirs, lr: 0.01, beta1: 0.8, beta2: 0.99, eps: 1e-6, weight_decay: 0.1);
        for (int step = 1; step <= 20; step++)
        {
            using var inner = NewDisposeScope();
            for (int i = 0; i < ours.Length; i++)
                theirs[i].grad = (ours[i].detach() * step).sin() * Math.Pow(10, step % 5 - 3);
            FusedOperations.AdamW(ours, [.. theirs.Select(p => p.grad!)], averages, squares, 0.01, 0.8, 0.99, 1e-6, 0.1, step);
            optimizer.step();
            for (int i = 0; i < ours.Length; i++)
                Check.Close(ours[i], theirs[i].detach(), bound, $"parameter {i} after step {step}");
        }

        foreach (var parameter in theirs)
            parameter.Dispose();
    }

    [TorchFact]
    public void The_first_step_of_zero_decay_is_the_rate()
    {
        using var scope = NewDisposeScope();
        foreach (var type in new[] { float32, float64, bfloat16 })
        {
            Tensor p = zeros([4], type), g = tensor([-3f, 1e-3f, 5, 0]).to(type);
            FusedOperations.AdamW([p], [g], [zeros_like(p)], [zeros_like(p)], 0.5, 0.9, 0.999, 1e-12, 0.1, 1);
            Check.Close(p, tensor([0.5f, -0.5f, -0.5f, 0]), 1e-2, type.ToString());
        }
    }

    [TorchFact]
    public void Tensors_of_several_types_and_layouts_take_one_step_together()
    {
        using var scope = NewDisposeScope();
        Tensor[] p = [Check.Normal(float32, 3, 4), Check.Normal(float64, 5), Check.Normal(float32, 6, 4).t(), Check.Normal(float32, 3).to(bfloat16), zeros([0])];
        Tensor[] before = [.. p.Select(x => x.to(float64, copy: true))];
        Tensor[] g = [Check.Normal(float32, 4, 3).t(), .. p[1..].Select(x => x.clone())];
        FusedOperations.AdamW(p, g, [.. p.Select(x => zeros_like(x))], [.. p.Select(x => zeros_like(x))], 0.1, 0.9, 0.999, 1e-8, 0, 1);
        for (int i = 0; i < p.Length; i++)
        {
            var gradient = g[i].to(float64);
            Check.Close(p[i], before[i] - 0.1 * gradient / (gradient.abs() + 1e-8), i == 3 ? 1e-2 : 1e-5, $"parameter {i}");
        }
    }

    [TorchFact]
    public void Lists_that_do_not_fit_are_refused()
    {
        using var scope = NewDisposeScope();
        Tensor x = zeros([3]), other = zeros([2]);
        void Step(Tensor[] p, Tensor[] g, Tensor[] m, Tensor[] v, long step = 1) => FusedOperations.AdamW(p, g, m, v, 0.1, 0.9, 0.999, 1e-8, 0, step);
        Should.Throw<ArgumentException>(() => Step([x, x], [x], [x, x], [x, x]));
        Should.Throw<ArgumentException>(() => Step([x], [x], [], [x]));
        Should.Throw<TorchException>(() => Step([x], [other], [x], [x]));
        Should.Throw<TorchException>(() => Step([x], [x], [other], [x]));
        Should.Throw<TorchException>(() => Step([x], [x], [x], [other]));
        Should.Throw<TorchException>(() => Step([x], [x], [x], [x], 0));
        Should.Throw<TorchException>(() => Step([null!], [x], [x], [x])).Message.ShouldContain("null");
        Step([], [], [], []);
    }

    [TorchFact]
    public void A_backward_pass_over_a_parameter_changed_since_is_refused()
    {
        using var scope = NewDisposeScope();
        var p = ones([3], requires_grad: true);
        var loss = p.pow(2).sum();
        FusedOperations.AdamW([p], [ones([3])], [zeros([3])], [zeros([3])], 0.1, 0.9, 0.999, 1e-8, 0, 1);
        Should.Throw<TorchException>(loss.backward).Message.ShouldContain("modified by an inplace operation");
    }
}
