using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning.Tests;

/// <summary>How far two tensors are from each other.</summary>
internal static class Closeness
{
    /// <summary>The largest difference is at most <paramref name="tolerance"/>.</summary>
    public static void ShouldBeWithin(this Tensor actual, Tensor expected, double tolerance, string what)
    {
        using var scope = NewDisposeScope();
        actual.shape.ShouldBe(expected.shape, what);
        double difference = (actual.detach() - expected.detach()).abs().max().item<float>();
        difference.ShouldBeLessThanOrEqualTo(tolerance, what);
    }

    /// <summary>The difference's norm is at most a share of the expected norm.</summary>
    public static void ShouldBeWithinShareOf(this Tensor actual, Tensor expected, double share, string what)
    {
        using var scope = NewDisposeScope();
        actual.shape.ShouldBe(expected.shape, what);
        double norm = expected.norm().item<float>(), difference = (actual.detach() - expected.detach()).norm().item<float>();
        difference.ShouldBeLessThanOrEqualTo((share * norm) + 1e-9, what);
    }
}
