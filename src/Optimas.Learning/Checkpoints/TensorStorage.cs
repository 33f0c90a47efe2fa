using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>Tensors from and to the bytes of a checkpoint.</summary>
internal static class TensorStorage
{
    // A span holds at most 2³¹ bytes.
    private const long ChunkBytes = 1L << 30;

    /// <summary>A tensor of a checkpoint, in no scope and without a gradient.</summary>
    public static unsafe Tensor Read(CheckpointWeights weights, string name, ScalarType type, Device device)
    {
        var entry = weights.Tensors[name];
        long[] shape = [.. entry.Shape];
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var stored = empty(shape, TypeOf(entry.ElementType));
        byte* source = (byte*)weights.AddressOf(name);
        long rows = shape.Length == 0 ? 1 : shape[0], rowBytes = rows == 0 ? 0 : entry.Length / rows;
        long step = Math.Max(1, ChunkBytes / Math.Max(1, rowBytes));
        for (long row = 0; row < rows; row += step)
        {
            long count = Math.Min(step, rows - row);
            var part = shape.Length == 0 ? stored : stored.narrow(0, row, count);
            new ReadOnlySpan<byte>(source + (row * rowBytes), checked((int)(count * rowBytes))).CopyTo(part.bytes);
        }

        GC.KeepAlive(weights);
        return scope.Detach(stored.to(type, device));
    }

    /// <summary>Adds a tensor to a file that is being written.</summary>
    public static void Write(SafetensorsWriter writer, string name, Tensor value)
    {
        using var scope = NewDisposeScope();
        var host = value.detach().cpu().contiguous();
        writer.Add(name, ElementTypeOf(host.dtype), TensorShape.Create(host.shape), host.bytes.ToArray());
    }

    public static ScalarType TypeOf(ElementType type) => type switch
    {
        ElementType.F32 => ScalarType.Float32,
        ElementType.F16 => ScalarType.Float16,
        ElementType.BF16 => ScalarType.BFloat16,
        ElementType.F64 => ScalarType.Float64,
        ElementType.I64 => ScalarType.Int64,
        ElementType.I32 => ScalarType.Int32,
        ElementType.I16 => ScalarType.Int16,
        ElementType.I8 => ScalarType.Int8,
        ElementType.U8 => ScalarType.Byte,
        ElementType.BOOL => ScalarType.Bool,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a type of elements."),
    };

    public static ElementType ElementTypeOf(ScalarType type) => type switch
    {
        ScalarType.Float32 => ElementType.F32,
        ScalarType.Float16 => ElementType.F16,
        ScalarType.BFloat16 => ElementType.BF16,
        ScalarType.Float64 => ElementType.F64,
        ScalarType.Int64 => ElementType.I64,
        ScalarType.Int32 => ElementType.I32,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "A checkpoint holds no such type here."),
    };
}
