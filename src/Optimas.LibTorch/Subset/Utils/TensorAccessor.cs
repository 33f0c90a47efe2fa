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
    public T[] ToArray()
    {
        using var scope = torch.NewDisposeScope();
        return MemoryMarshal.Cast<byte, T>(_tensor.cpu().contiguous().bytes).ToArray();
    }
}
