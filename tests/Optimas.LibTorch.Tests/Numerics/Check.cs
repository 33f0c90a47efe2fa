using static TorchSharp.torch;

namespace Optimas.LibTorch.Tests.Numerics;

/// <summary>Values and gradients of an operation against a composition in double.</summary>
internal static class Check
{
    /// <summary>
    /// Values, and the gradients of Σ value · some weights by every input, are those of the composition in double, to within a bound
    /// relative to the largest of each.
    /// </summary>
    public static void Same(Func<Tensor[], Tensor> operation, Func<Tensor[], Tensor> composition, double bound, params Tensor[] inputs)
    {
        using var scope = NewDisposeScope();
        var (actual, gradients) = Gradients(operation, [.. inputs.Select(x => x.detach())]);
        var (expected, expectedGradients) = Gradients(composition, [.. inputs.Select(x => x.detach().to(float64, copy: true))]);
        actual.dtype.ShouldBe(inputs[0].dtype);
        Close(actual, expected, bound, "value");
        for (int i = 0; i < inputs.Length; i++)
            Close(gradients[i], expectedGradients[i], bound, $"gradient {i}");
    }

    public static void Close(Tensor actual, Tensor expected, double bound, string what)
    {
        using var scope = NewDisposeScope();
        actual.shape.ShouldBe(expected.shape, what);
        if (expected.numel() == 0)
            return;
        double difference = (actual.to(float64) - expected.to(float64)).abs().max().item<double>();
        double largest = Math.Max(0.1, expected.abs().max().to(float64).item<double>());
        difference.ShouldBeLessThanOrEqualTo(bound * largest, what);
    }

    /// <summary>Normal numbers of a seed.</summary>
    public static Tensor Normal(ScalarType type, params long[] shape)
    {
        using var generator = new Generator(7);
        return randn(shape, generator: generator).to(type);
    }

    private static (Tensor, IList<Tensor>) Gradients(Func<Tensor[], Tensor> operation, Tensor[] inputs)
    {
        foreach (var input in inputs)
            input.requires_grad = true;
        var value = operation(inputs);
        var weights = arange(0, value.numel(), float64).sin().view(value.shape);
        return (value, autograd.grad([(value.to(float64) * weights).sum()], inputs));
    }
}
