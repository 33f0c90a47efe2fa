using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;

namespace Optimas.Learning;

/// <summary>The header of a safetensors file, validated whole: nothing that it says needs a second check.</summary>
internal sealed class SafetensorsHeader
{
    /// <summary>As in the format's reference implementation.</summary>
    public const int MaxLength = 100_000_000;

    /// <summary>The 8 bytes before the header, which hold its length.</summary>
    public const int PrefixLength = 8;

    public const string MetadataKey = "__metadata__";

    private readonly string _path;

    private SafetensorsHeader(string path) => _path = path;

    /// <summary>In the order of their bytes.</summary>
    public OrderedDictionary<string, TensorEntry> Tensors { get; } = new(StringComparer.Ordinal);

    public OrderedDictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>The header's length in bytes, from the first 8 bytes of the file.</summary>
    public static int ReadLength(string path, ReadOnlySpan<byte> prefix, long fileLength)
    {
        if (prefix.Length < PrefixLength)
        {
            throw new CheckpointException(
                $"{path} is not a safetensors file: it has {fileLength} bytes, and the format starts with 8 that hold the header's length. "
                + "Fetch or write it again.");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaxLength)
        {
            throw new CheckpointException(
                $"{path} is not a safetensors file, or damaged: its header would have {length} bytes, and the format allows {MaxLength}.");
        }

        if ((long)length > fileLength - PrefixLength)
        {
            throw new CheckpointException(
                $"{path} is cut short: its header has {length} bytes, and only {fileLength - PrefixLength} follow. Fetch or write it again.");
        }

        return (int)length;
    }

    /// <summary>Reads and validates.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="json">The header's bytes.</param>
    /// <param name="dataLength">The number of bytes behind the header.</param>
    public static SafetensorsHeader Parse(string path, ReadOnlyMemory<byte> json, long dataLength)
    {
        var header = new SafetensorsHeader(path);
        if (json.IsEmpty || json.Span[0] != '{')
            throw header.Damaged("the header does not start with '{'");
        if (!Utf8.IsValid(json.Span))
            throw header.Damaged("the header is not valid UTF-8");
        try
        {
            using var document = JsonDocument.Parse(json);
            header.Read(document.RootElement, PrefixLength + json.Length, dataLength);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escaped half of a surrogate pair, which is no text.
            throw new CheckpointException($"{path} is damaged: the header is not valid JSON ({e.Message}). Fetch or write it again.", e);
        }

        return header;
    }

    private void Read(JsonElement root, long dataStart, long dataLength)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var found = new List<(string Name, ElementType Type, TensorShape Shape, long Start, long End)>();
        foreach (var property in root.EnumerateObject())
        {
            if (!names.Add(property.Name))
                throw Damaged($"the name {property.Name} occurs twice");
            if (property.Name == MetadataKey)
                ReadMetadata(property.Value);
            else
                found.Add(ReadTensor(property.Name, property.Value));
        }

        long position = 0;
        foreach (var (name, type, shape, start, end) in found.OrderBy(t => t.Start).ThenBy(t => t.End))
        {
            if (start < position)
                throw Damaged($"the bytes of {name}, {start} to {end}, overlap those of another tensor, which end at {position}");
            if (start > position)
                throw Damaged($"bytes {position} to {start}, before {name}, belong to no tensor");
            if (end > dataLength)
            {
                throw new CheckpointException(
                    $"{_path} is cut short: {name} ends at byte {end} of the data, and there are {dataLength}. Fetch or write it again.");
            }

            Tensors.Add(name, new(name, type, shape, dataStart + start, end - start));
            position = end;
        }

        if (position != dataLength)
            throw Damaged($"the data has {dataLength} bytes, and the tensors end at {position}");
    }

    private void ReadMetadata(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return;
        if (value.ValueKind != JsonValueKind.Object)
            throw Damaged($"{MetadataKey} is not an object");
        foreach (var entry in value.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.String)
                throw Damaged($"the value of {entry.Name} in {MetadataKey} is not a string");
            if (!Metadata.TryAdd(entry.Name, entry.Value.GetString()!))
                throw Damaged($"the key {entry.Name} occurs twice in {MetadataKey}");
        }
    }

    private (string Name, ElementType Type, TensorShape Shape, long Start, long End) ReadTensor(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw Damaged($"the entry of {name} is not an object");
        ElementType? type = null;
        TensorShape? shape = null;
        (long Start, long End)? range = null;
        foreach (var field in value.EnumerateObject())
        {
            bool twice = false;
            switch (field.Name)
            {
                case "dtype":
                    twice = type is not null;
                    type = ReadType(name, field.Value);
                    break;
                case "shape":
                    twice = shape is not null;
                    shape = TensorShape.TryCreate(ReadNumbers(name, "shape", field.Value))
                        ?? throw Damaged($"the shape of {name}, {field.Value.GetRawText()}, has too many elements");
                    break;
                case "data_offsets":
                    twice = range is not null;
                    range = ReadNumbers(name, "data_offsets", field.Value) is [long start, long end] && start <= end
                        ? (start, end)
                        : throw Damaged($"the data_offsets of {name}, {field.Value.GetRawText()}, are not a start and an end behind it");
                    break;
            }

            if (twice)
                throw Damaged($"{name} has {field.Name} twice");
        }

        if (type is null || shape is null || range is null)
            throw Damaged($"{name} lacks its {(type is null ? "dtype" : shape is null ? "shape" : "data_offsets")}");
        long available = range.Value.End - range.Value.Start;
        int size = type.Value.Size();
        if (available % size != 0 || available / size != shape.ElementCount)
            throw Damaged($"{name} is {type} {shape}, which is not {available} bytes");
        return (name, type.Value, shape, range.Value.Start, range.Value.End);
    }

    private ElementType ReadType(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
            throw Damaged($"the dtype of {name} is not a string");
        return ElementTypes.TryParse(value.GetString()!, out var type)
            ? type
            : throw new CheckpointException(
                $"{_path}: {name} has the element type {value.GetString()}, which is not supported. "
                + $"Convert it to one of {string.Join(", ", Enum.GetNames<ElementType>())}.");
    }

    private long[] ReadNumbers(string name, string field, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
            throw Damaged($"the {field} of {name} is not an array");
        var numbers = new long[value.GetArrayLength()];
        int count = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out long number) || number < 0)
                throw Damaged($"the {field} of {name} has {item.GetRawText()}, which is no whole number from 0 to 2⁶³ - 1");
            numbers[count++] = number;
        }

        return numbers;
    }

    private CheckpointException Damaged(string how) => new($"{_path} is damaged: {how}. Fetch or write it again.");
}
