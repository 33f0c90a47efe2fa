using System.Collections.ObjectModel;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Optimas.Learning;

/// <summary>
/// A safetensors file, mapped into memory: opening reads the header alone, and a tensor's bytes are fetched by the system when they are
/// touched. The header is validated whole at opening, as the format's reference implementation does. Reading is safe from several threads;
/// the file must not be changed or cut while it is open.
/// </summary>
/// <remarks>
/// What <see cref="Bytes(string)"/> and <see cref="AddressOf"/> give points into the mapping and must not be used after
/// <see cref="Dispose"/>. The format does not promise alignment: an address need not be a multiple of the element's size.
/// </remarks>
public sealed class SafetensorsFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private nint _base;

    private unsafe SafetensorsFile(string path)
    {
        Path = path;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        Span<byte> prefix = stackalloc byte[SafetensorsHeader.PrefixLength];
        int read = stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false);
        long length = stream.Length;
        byte[] json = new byte[SafetensorsHeader.ReadLength(path, prefix[..read], length)];
        stream.ReadExactly(json);
        var header = SafetensorsHeader.Parse(path, json, length - prefix.Length - json.Length);
        Tensors = new(header.Tensors);
        Metadata = new(header.Metadata);

        _file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        try
        {
            _view = _file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            byte* start = null;
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            _base = (nint)(start + _view.PointerOffset);
        }
        catch
        {
            _view?.Dispose();
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file and validates its header.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointException">The file can't be read, is damaged or cut short, or has a tensor of a type that is not
    /// supported.</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Tensors are little-endian, and this processor is not.");
        try
        {
            return new(path);
        }
        catch (Exception e) when (e is (IOException and not CheckpointException) or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{path} can't be read: {e.Message}", e);
        }
    }

    /// <summary>The file, as it was named.</summary>
    public string Path { get; }

    /// <summary>Each tensor by its name, in the order of their bytes.</summary>
    public ReadOnlyDictionary<string, TensorEntry> Tensors { get; }

    /// <summary>The texts that the file carries about itself, in the file's order.</summary>
    public ReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>A tensor's bytes, valid until <see cref="Dispose"/>.</summary>
    /// <param name="name">The tensor.</param>
    /// <exception cref="CheckpointException">There is no such tensor, or it has more than 2³¹ - 1 bytes: read it in parts, or by its
    /// address.</exception>
    public ReadOnlySpan<byte> Bytes(string name)
    {
        var entry = Entry(name);
        return entry.Length <= int.MaxValue
            ? Bytes(name, 0, (int)entry.Length)
            : throw new CheckpointException(
                $"{Path}: {name} has {entry.Length} bytes, too many for one span. Read it in parts, or by its address.");
    }

    /// <summary>A part of a tensor's bytes, valid until <see cref="Dispose"/>.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="offset">The first byte, counted within the tensor.</param>
    /// <param name="length">The number of bytes.</param>
    /// <exception cref="CheckpointException">There is no such tensor.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The part is not within the tensor.</exception>
    public unsafe ReadOnlySpan<byte> Bytes(string name, long offset, int length)
    {
        var entry = Entry(name);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, entry.Length - length);
        return new((byte*)Address(entry) + offset, length);
    }

    /// <summary>
    /// Where a tensor's <see cref="TensorEntry.Length"/> bytes lie in memory, valid until <see cref="Dispose"/>; for native code.
    /// </summary>
    /// <param name="name">The tensor.</param>
    /// <exception cref="CheckpointException">There is no such tensor.</exception>
    public nint AddressOf(string name) => Address(Entry(name));

    /// <summary>A floating-point tensor's elements, converted to single precision and copied, in row-major order.</summary>
    /// <param name="name">The tensor.</param>
    /// <exception cref="CheckpointException">There is no such tensor, it is not of a floating-point type, or too large for an
    /// array.</exception>
    public float[] ToSingles(string name)
    {
        var entry = Entry(name);
        var bytes = Bytes(name);
        var values = new float[entry.Shape.ElementCount];
        switch (entry.ElementType)
        {
            case ElementType.F32:
                bytes.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
                break;
            case ElementType.F16:
                for (int i = 0; i < values.Length; i++)
                    values[i] = (float)MemoryMarshal.Read<Half>(bytes[(2 * i)..]);
                break;
            case ElementType.BF16:
                for (int i = 0; i < values.Length; i++)
                    values[i] = BitConverter.UInt32BitsToSingle((uint)MemoryMarshal.Read<ushort>(bytes[(2 * i)..]) << 16);
                break;
            case ElementType.F64:
                for (int i = 0; i < values.Length; i++)
                    values[i] = (float)MemoryMarshal.Read<double>(bytes[(8 * i)..]);
                break;
            default:
                throw new CheckpointException($"{Path}: {name} is {entry.ElementType}, where floating-point numbers are wanted.");
        }

        return values;
    }

    /// <summary>An integer tensor's elements, copied, in row-major order; truth values as 0 and 1.</summary>
    /// <param name="name">The tensor.</param>
    /// <exception cref="CheckpointException">There is no such tensor, it is of a floating-point type, or too large for an
    /// array.</exception>
    public long[] ToIntegers(string name)
    {
        var entry = Entry(name);
        var bytes = Bytes(name);
        var values = new long[entry.Shape.ElementCount];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = entry.ElementType switch
            {
                ElementType.I64 => MemoryMarshal.Read<long>(bytes[(8 * i)..]),
                ElementType.I32 => MemoryMarshal.Read<int>(bytes[(4 * i)..]),
                ElementType.I16 => MemoryMarshal.Read<short>(bytes[(2 * i)..]),
                ElementType.I8 => (sbyte)bytes[i],
                ElementType.U8 or ElementType.BOOL => bytes[i],
                _ => throw new CheckpointException($"{Path}: {name} is {entry.ElementType}, where integers are wanted."),
            };
        }

        return values;
    }

    /// <summary>Ends the mapping. Spans and addresses that were given out must not be used any more.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _base, 0) == 0)
            return;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private TensorEntry Entry(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Tensors.TryGetValue(name, out var entry)
            ? entry
            : throw new CheckpointException($"{Path} has no tensor called {name}.");
    }

    private nint Address(TensorEntry entry)
    {
        nint start = _base;
        ObjectDisposedException.ThrowIf(start == 0, this);
        return start + (nint)entry.Offset;
    }
}
