using static TorchSharp.torch;

namespace Optimas.LibTorch.Tests.Numerics;

public class FusedOperationTests
{
    /// <summary>Types with the error that is theirs.</summary>
    public static TheoryData<ScalarType, double> Types => new() { { float32, 2e-6 }, { float64, 1e-14 }, { bfloat16, 2e-2 } };

    [TorchTheory]
    [MemberData(nameof(Types))]
    public void Rms_norm_and_its_gradients_are_those_of_plain_operations(ScalarType type, double bound)
    {
        using var scope = NewDisposeScope();
        foreach (long[] shape in (long[][])[[1, 1], [3, 7], [2, 5, 64], [700, 33], [0, 4]])
        {
            Check.Same(
                x => FusedOperations.RmsNorm(x[0], x[1], 1e-5),
                x => x[0] * (x[0].pow(2).mean([-1], true) + 1e-5).rsqrt() * x[1],
                bound,
                Check.Normal(type, shape),
                Check.Normal(type, shape[^1]) + 1);
        }
    }

    [TorchTheory]
    [MemberData(nameof(Types))]
    public void Rotation_and_its_gradient_are_those_of_plain_operations(ScalarType type, double bound)
    {
        using var scope = NewDisposeScope();
        foreach (long[] shape in (long[][])[[1, 1, 2], [5, 3, 8], [300, 4, 64], [0, 2, 4]])
        {
            var angles = arange(0, shape[0] * shape[2] / 2, float64).view(shape[0], shape[2] / 2);
            // Rounded once, so that both sides see the same angles.
            Tensor cos = angles.cos().to(type), sin = angles.sin().to(type);
            Check.Same(
                x => FusedOperations.Rotary(x[0], cos, sin),
                x => Rotated(x[0], cos.to(float64).unsqueeze(1), sin.to(float64).unsqueeze(1)),
                bound,
                Check.Normal(type, shape));
        }
    }

    [TorchTheory]
    [MemberData(nameof(Types))]
    public void The_gated_activation_and_its_gradients_are_those_of_plain_operations(ScalarType type, double bound)
    {
        using var scope = NewDisposeScope();
        foreach (long[] shape in (long[][])[[1], [3, 7], [2, 100, 80], [0, 3]])
        {
            Check.Same(
                x => FusedOperations.SwiGlu(x[0], x[1]),
                x => x[0] * x[0].sigmoid() * x[1],
                bound,
                Check.Normal(type, shape) * 4,
                Check.Normal(type, shape).neg());
        }
    }

    [TorchFact]
    public void Inputs_and_gradients_need_not_be_contiguous()
    {
        using var scope = NewDisposeScope();
        var x = Check.Normal(float32, 8, 6).t();
        var weight = Check.Normal(float32, 8, 2).select(1, 0);
        weight.is_contiguous().ShouldBeFalse();
        Check.Same(
            t => FusedOperations.RmsNorm(t[0], t[1], 1e-5).t(), t => (t[0] * (t[0].pow(2).mean([-1], true) + 1e-5).rsqrt() * t[1]).t(), 2e-6, x, weight);
        Check.Same(t => FusedOperations.SwiGlu(t[0], t[1]).t(), t => (t[0] * t[0].sigmoid() * t[1]).t(), 2e-6, x, Check.Normal(float32, 6, 8));

        var heads = Check.Normal(float32, 4, 3, 6).permute(1, 0, 2);
        var angles = arange(0, 9, float32).view(3, 3).t();
        Tensor cos = angles.cos(), sin = angles.sin();
        cos.is_contiguous().ShouldBeFalse();
        Check.Same(
            t => FusedOperations.Rotary(t[0], cos, sin).transpose(0, 1),
            t => Rotated(t[0], cos.to(float64).unsqueeze(1), sin.to(float64).unsqueeze(1)).transpose(0, 1),
            2e-6,
            heads);

        // The gradient of a sum is one number, spread.
        var leaf = x.clone().requires_grad_();
        var gradient = autograd.grad([FusedOperations.RmsNorm(leaf, weight, 1e-5).sum()], [leaf])[0];
        var plain = autograd.grad([(leaf * (leaf.pow(2).mean([-1], true) + 1e-5).rsqrt() * weight).sum()], [leaf])[0];
        Check.Close(gradient, plain, 1e-5, "gradient");
    }

    [TorchFact]
    public void Half_precision_input_takes_a_weight_of_single_precision()
    {
        using var scope = NewDisposeScope();
        var x = Check.Normal(float32, 4, 8);
        var weight = Check.Normal(float64, 8);
        Check.Close(FusedOperations.RmsNorm(x, weight, 1e-5), x * (x.pow(2).mean([-1], true) + 1e-5).rsqrt() * weight, 1e-6, "float32 with float64");
        FusedOperations.RmsNorm(x.to(bfloat16), ones([8]), 1e-5).dtype.ShouldBe(float32);
    }

    [TorchFact]
    public void Only_asked_for_gradients_are_given()
    {
        using var scope = NewDisposeScope();
        var x = Check.Normal(float32, 4, 8).requires_grad_();
        FusedOperations.RmsNorm(x, ones([8]), 1e-5).sum().backward();
        x.grad.ShouldNotBeNull();
        var weight = ones([8], requires_grad: true);
        FusedOperations.RmsNorm(x.detach(), weight, 1e-5).sum().backward();
        weight.grad.ShouldNotBeNull();
        FusedOperations.RmsNorm(x.detach(), weight.detach(), 1e-5).requires_grad.ShouldBeFalse();
        using (no_grad())
            FusedOperations.SwiGlu(x, x).requires_grad.ShouldBeFalse();
        using (inference_mode())
            FusedOperations.Rotary(zeros([2, 1, 4]), ones([2, 2]), zeros([2, 2])).shape.ShouldBe([2, 1, 4]);
    }

    [TorchFact]
    public void A_second_derivative_is_refused_rather_than_wrong()
    {
        using var scope = NewDisposeScope();
        var x = Check.Normal(float32, 2, 2, 4).requires_grad_();
        foreach (var y in (Tensor[])[
            FusedOperations.RmsNorm(x, ones([4]), 1e-5),
            FusedOperations.SwiGlu(x, x),
            FusedOperations.Rotary(x, ones([2, 2]), ones([2, 2])),
            FusedOperations.Attention(x, x, x, [0, 2, 0, 2], null, 1)])
        {
            Should.Throw<TorchException>(() => autograd.grad([y.sum()], [x], create_graph: true)).Message.ShouldContain("second derivative");
        }
    }

    [TorchFact]
    public void Linear_maps_of_few_rows_equal_matrix_products_and_do_not_depend_on_how_many_rows_there_are()
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        foreach (var (inputs, outputs) in new[] { (8L, 3L), (32L, 7L), (37L, 64L), (5L, 1L), (256L, 130L) })
        {
            Tensor weight = randn([outputs, inputs]), bias = randn([outputs]), all = randn([40, inputs]);
            foreach (int rows in new[] { 1, 3, 4, 7, 16, 32, 40 })
            {
                var x = all.narrow(0, 0, rows);
                var with = FusedOperations.Linear(x, weight, bias);
                Check.Close(with, nn.functional.linear(x, weight, bias), 1e-4, $"{rows} × {inputs} → {outputs}");
                Check.Close(FusedOperations.Linear(x, weight, null), nn.functional.linear(x, weight), 1e-4, "without a bias");
                if (rows <= 32)
                    with.select(0, 0).data<float>().ToArray().ShouldBe(FusedOperations.Linear(all.narrow(0, 0, 1), weight, bias).data<float>().ToArray());
            }
        }

        var turned = randn([6, 4]).t();
        Check.Close(FusedOperations.Linear(turned, ones([2, 6]), null), FusedOperations.Linear(turned.contiguous(), ones([2, 6]), null), 1e-5, "not contiguous");
        Should.Throw<TorchException>(() => FusedOperations.Linear(ones([2, 3]), ones([2, 4]), null));
    }

    [TorchFact]
    public void Linear_maps_give_gradients()
    {
        using var scope = NewDisposeScope();
        Tensor x = randn([3, 5]).requires_grad_(), weight = randn([2, 5]).requires_grad_(), gradient = randn([3, 2]);
        var fused = autograd.grad([FusedOperations.Linear(x, weight, null)], [x, weight], [gradient]);
        var plain = autograd.grad([nn.functional.linear(x, weight)], [x, weight], [gradient]);
        Check.Close(fused[0], plain[0], 1e-6, "x");
        Check.Close(fused[1], plain[1], 1e-6, "weight");
    }

    [TorchFact]
    public void Infinities_and_nan_pass_through()
    {
        using var scope = NewDisposeScope();
        var x = tensor([float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1, 1e30f, -1e30f, 0, -200]).view(2, 4);
        float[] norm = FusedOperations.RmsNorm(x, ones([4]), 1e-5).data<float>().ToArray();
        float.IsNaN(norm[0]).ShouldBeTrue();
        norm[4].ShouldBe(0, "The mean of squares is infinite.");
        float[] gated = FusedOperations.SwiGlu(x, ones([2, 4])).data<float>().ToArray();
        gated[1].ShouldBe(float.PositiveInfinity);
        gated[4].ShouldBe(1e30f);
        gated[5].ShouldBe(0);
        gated[7].ShouldBe(0, 1e-30);
        FusedOperations.Rotary(x.view(2, 1, 4), ones([2, 2]), zeros([2, 2])).isfinite().sum().item<long>().ShouldBe(4);

        var keys = x.view(2, 1, 4);
        FusedOperations.Attention(keys, keys, keys, [0, 2, 0, 2], null, 1).shape.ShouldBe([2, 1, 4]);
        var queries = keys.clone().requires_grad_();
        FusedOperations.Attention(queries, keys, keys, [0, 2, 0, 2], null, 1).sum().backward();
        // Scores too large for an exponential that isn't shifted.
        var large = full([3, 1, 2], 1e4);
        Check.Close(FusedOperations.Attention(large, large, ones([3, 1, 2]), [0, 3, 0, 3], null, 1), ones([3, 1, 2]), 1e-6, "large scores");
    }

    [TorchFact]
    public void Tensors_that_do_not_fit_are_refused()
    {
        using var scope = NewDisposeScope();
        Tensor x = zeros([2, 3, 4]), half = ones([2, 2]);
        Should.Throw<TorchException>(() => FusedOperations.RmsNorm(x, ones([3]), 1e-5)).Message.ShouldContain("weight");
        Should.Throw<TorchException>(() => FusedOperations.RmsNorm(x, ones([1, 4]), 1e-5));
        Should.Throw<TorchException>(() => FusedOperations.RmsNorm(ones([1]).sum(), ones([1]), 1e-5));
        Should.Throw<TorchException>(() => FusedOperations.RmsNorm(zeros([2, 0]), ones([0]), 1e-5));
        Should.Throw<TorchException>(() => FusedOperations.Rotary(x, ones([3, 2]), half));
        Should.Throw<TorchException>(() => FusedOperations.Rotary(x, half, ones([2, 3])));
        Should.Throw<TorchException>(() => FusedOperations.Rotary(zeros([2, 4]), half, half));
        Should.Throw<TorchException>(() => FusedOperations.Rotary(zeros([2, 3, 3]), ones([2, 1]), ones([2, 1])));
        Should.Throw<TorchException>(() => FusedOperations.Rotary(x, half.to(float64), half)).Message.ShouldContain("cosine");
        Should.Throw<TorchException>(() => FusedOperations.SwiGlu(x, half));
        Should.Throw<TorchException>(() => FusedOperations.SwiGlu(x, x.to(bfloat16)));
    }

    [TorchFact]
    public void Rows_of_a_table_are_taken_by_number()
    {
        using var scope = NewDisposeScope();
        var indices = tensor([2L, 0, 2]).view(3, 1);
        Check.Same(x => FusedOperations.Embedding(indices, x[0]), x => x[0].index_select(0, indices.view(3)).view(3, 1, 4), 1e-6, Check.Normal(float32, 3, 4));
        Should.Throw<TorchException>(() => FusedOperations.Embedding(tensor([3L]), ones([3, 4])));
    }

    private static Tensor Rotated(Tensor x, Tensor cos, Tensor sin)
    {
        long half = x.size(2) / 2;
        Tensor a = x.narrow(2, 0, half), b = x.narrow(2, half, half);
        return cat([a * cos - b * sin, b * cos + a * sin], 2);
    }
}
