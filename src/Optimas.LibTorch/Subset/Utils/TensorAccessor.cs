using System.Runtime.InteropServices;

namespace TorchSharp.Utils;

/// <summary>Reads a tensor's elements.</summary>
public sealed class TensorAccessor<T>
    where T : unmanaged
{
    private readonly torch.Tensor _tensor;

    internal TensorAccessor(torch.Tensor tensor) => _tensor = tensor;

    public long Count => _tensor.numel();

    /// <summary>The elements in row-major order.</summary>
    /// <exception cref="ArgumentException">The tensor's elements are of another size.</exception>
    public T[] ToArray()
    {
        if (_tensor.ElementSize != Marshal.SizeOf<T>() && !(typeof(T) == typeof(bool) && _tensor.ElementSize == 1))
            throw new ArgumentException($"Elements of type {_tensor.dtype} can't be read as {typeof(T).Name}.");
        using var scope = torch.NewDisposeScope();
        return MemoryMarshal.Cast<byte, T>(_tensor.cpu().contiguous().bytes).ToArray();
    }
}
