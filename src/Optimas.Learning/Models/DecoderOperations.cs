#if !TORCHSHARP_PACKAGE
using Optimas.LibTorch;
#endif
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>The operations of a decoder: fused where the binding has them, composed on the official package.</summary>
internal static class DecoderOperations
{
#if TORCHSHARP_PACKAGE
    public static bool CanUseThreads => false;

    public static void UseThreads(int threads) => throw new NotSupportedException("The package can't speak for one thread.");

    public static Tensor Linear(Tensor x, Tensor weight, Tensor? bias) => nn.functional.linear(x, weight, bias);

    public static Tensor RmsNorm(Tensor x, Tensor weight, double epsilon) => ComposedOperations.RmsNorm(x, weight, epsilon);

    public static Tensor Rotary(Tensor x, Tensor cos, Tensor sin) => ComposedOperations.Rotary(x, cos, sin);

    public static Tensor SwiGlu(Tensor gate, Tensor up) => ComposedOperations.SwiGlu(gate, up);

    public static Tensor Attention(Tensor query, Tensor key, Tensor value, ReadOnlySpan<long> layout, Tensor? deviceLayout, double scale) =>
        ComposedOperations.Attention(query, key, value, layout, scale);
#else
    public static bool CanUseThreads => CallingThread.CanUseThreads;

    public static void UseThreads(int threads) => CallingThread.UseThreads(threads);

    public static Tensor Linear(Tensor x, Tensor weight, Tensor? bias) => FusedOperations.Linear(x, weight, bias);

    public static Tensor RmsNorm(Tensor x, Tensor weight, double epsilon) => FusedOperations.RmsNorm(x, weight, epsilon);

    public static Tensor Rotary(Tensor x, Tensor cos, Tensor sin) => FusedOperations.Rotary(x, cos, sin);

    public static Tensor SwiGlu(Tensor gate, Tensor up) => FusedOperations.SwiGlu(gate, up);

    public static Tensor Attention(Tensor query, Tensor key, Tensor value, ReadOnlySpan<long> layout, Tensor? deviceLayout, double scale) =>
        FusedOperations.Attention(query, key, value, layout, deviceLayout, scale);
#endif
}
