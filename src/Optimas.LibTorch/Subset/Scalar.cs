using Optimas.LibTorch.Interop;

namespace TorchSharp;

/// <summary>A number: floating, integral or boolean, which decides the type of what it is combined with.</summary>
public sealed class Scalar
{
    internal readonly Number Value;

    private Scalar(Number value) => Value = value;

    public static implicit operator Scalar(int value) => new(new(value, value, 1));

    public static implicit operator Scalar(long value) => new(new(value, value, 1));

    public static implicit operator Scalar(float value) => new(new(value, 0, 0));

    public static implicit operator Scalar(double value) => new(new(value, 0, 0));

    public static implicit operator Scalar(bool value) => new(new(value ? 1 : 0, value ? 1 : 0, 2));
}
