using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Optimas.Learning;

/// <summary>
/// Writes a safetensors file: name the tensors first, then write them all. Tensors lie in the order of their element sizes, largest first,
/// then of their names, so that each is aligned and the same tensors always give the same bytes.
/// </summary>
public sealed class SafetensorsWriter
{
    private readonly SortedDictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Pending> _tensors = new(StringComparer.Ordinal);

    /// <summary>Adds a text about the file, such as <c>format</c>, which PyTorch's readers expect to be <c>pt</c>.</summary>
    /// <param name="key">Not used before.</param>
    /// <param name="value">The text.</param>
    public SafetensorsWriter AddMetadata(string key, string value)
    {
        CheckText(key);
        CheckText(value);
        if (!_metadata.TryAdd(key, value))
            throw new ArgumentException($"The metadata {key} was added before.", nameof(key));
        return this;
    }

    /// <summary>Adds a tensor whose bytes are at hand.</summary>
    /// <param name="name">Not used before.</param>
    /// <param name="elementType">The type of its elements.</param>
    /// <param name="shape">Its dimensions, outermost first.</param>
    /// <param name="data">Its elements in row-major order, little-endian; must not change until the file is written.</param>
    /// <exception cref="ArgumentException">The name is taken or reserved, or the bytes are not as many as type and shape ask
    /// for.</exception>
    public SafetensorsWriter Add(string name, ElementType elementType, TensorShape shape, ReadOnlyMemory<byte> data)
    {
        Add(name, elementType, shape, (stream, token) => stream.WriteAsync(data, token), data.Length);
        return this;
    }

    /// <summary>Adds a tensor whose bytes are written when their turn comes, so that they need not all be in memory.</summary>
    /// <param name="name">Not used before.</param>
    /// <param name="elementType">The type of its elements.</param>
    /// <param name="shape">Its dimensions, outermost first.</param>
    /// <param name="write">Writes its elements in row-major order, little-endian: exactly as many bytes as type and shape ask for.</param>
    /// <exception cref="ArgumentException">The name is taken or reserved, or the tensor would have more than 2⁶³ - 1 bytes.</exception>
    public SafetensorsWriter Add(string name, ElementType elementType, TensorShape shape, Func<Stream, CancellationToken, ValueTask> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        Add(name, elementType, shape, write, null);
        return this;
    }

    /// <summary>Writes the file beside its place and renames it, so that readers see the old file or the new one, never a part.</summary>
    /// <param name="path">The file; replaced if it exists. Its folder must exist.</param>
    /// <param name="cancellationToken">Stops the writing; nothing is left behind.</param>
    /// <exception cref="CheckpointException">A callback wrote more or fewer bytes than its tensor has, or the header is larger than the
    /// format allows.</exception>
    public Task WriteAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Pending[] ordered = [.. _tensors.Values.OrderByDescending(t => t.ElementType.Size()).ThenBy(t => t.Name, StringComparer.Ordinal)];
        byte[] header = Header(path, ordered);
        return AtomicFile.WriteAsync(path, WriteAllAsync, cancellationToken);

        async Task WriteAllAsync(Stream stream, CancellationToken token)
        {
            await stream.WriteAsync(header, token).ConfigureAwait(false);
            foreach (var tensor in ordered)
            {
                token.ThrowIfCancellationRequested();
                long start = stream.Position;
                await tensor.Write(stream, token).ConfigureAwait(false);
                if (stream.Position - start != tensor.Length)
                {
                    throw new CheckpointException(
                        $"{path}: {stream.Position - start} bytes were written for {tensor.Name}, "
                        + $"and {tensor.ElementType} {tensor.Shape} has {tensor.Length}.");
                }
            }
        }
    }

    private void Add(
        string name, ElementType elementType, TensorShape shape, Func<Stream, CancellationToken, ValueTask> write, int? available)
    {
        CheckText(name);
        ArgumentNullException.ThrowIfNull(shape);
        if (name == SafetensorsHeader.MetadataKey)
            throw new ArgumentException($"The name {name} is reserved for metadata.", nameof(name));
        int size = elementType.Size();
        if (shape.ElementCount > long.MaxValue / size)
            throw new ArgumentException($"{name} is {elementType} {shape}, which is too large.", nameof(shape));
        long length = shape.ElementCount * size;
        if (available is { } bytes && bytes != length)
            throw new ArgumentException($"{name} is {elementType} {shape}, which has {length} bytes, not {bytes}.", nameof(shape));
        if (!_tensors.TryAdd(name, new(name, elementType, shape, length, write)))
            throw new ArgumentException($"A tensor called {name} was added before.", nameof(name));
    }

    private byte[] Header(string path, Pending[] ordered)
    {
        using var buffer = new MemoryStream();
        buffer.Write(stackalloc byte[SafetensorsHeader.PrefixLength]);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            if (_metadata.Count > 0)
            {
                writer.WriteStartObject(SafetensorsHeader.MetadataKey);
                foreach (var (key, value) in _metadata)
                    writer.WriteString(key, value);
                writer.WriteEndObject();
            }

            long position = 0;
            foreach (var tensor in ordered)
            {
                if (tensor.Length > long.MaxValue - position)
                    throw new CheckpointException($"{path} would have more than 2⁶³ - 1 bytes.");
                writer.WriteStartObject(tensor.Name);
                writer.WriteString("dtype", tensor.ElementType.ToString());
                writer.WriteStartArray("shape");
                foreach (long dimension in tensor.Shape)
                    writer.WriteNumberValue(dimension);
                writer.WriteEndArray();
                writer.WriteStartArray("data_offsets");
                writer.WriteNumberValue(position);
                writer.WriteNumberValue(position += tensor.Length);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        while (buffer.Length % SafetensorsHeader.PrefixLength != 0)
            buffer.WriteByte((byte)' ');
        byte[] header = buffer.ToArray();
        int length = header.Length - SafetensorsHeader.PrefixLength;
        if (length > SafetensorsHeader.MaxLength)
        {
            throw new CheckpointException(
                $"{path}: the header has {length} bytes, and the format allows {SafetensorsHeader.MaxLength}. Spread the tensors over shards.");
        }

        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)length);
        return header;
    }

    /// <summary>Half of a surrogate pair has no UTF-8 and would come back as another name.</summary>
    private static void CheckText(string text, [CallerArgumentExpression(nameof(text))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(text, parameter);
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                throw new ArgumentException("The text has half of a surrogate pair, which can't be written.", parameter);
        }
    }

    private sealed record Pending(
        string Name, ElementType ElementType, TensorShape Shape, long Length, Func<Stream, CancellationToken, ValueTask> Write);
}
