using System.Text.Json;
using System.Text.Unicode;

namespace Optimas.Learning;

/// <summary>One object of a JSON file, read key by key; every complaint names the file, the key and the value.</summary>
internal sealed class JsonFile
{
    private static readonly JsonDocumentOptions s_options = new() { AllowDuplicateProperties = false };

    private readonly string _prefix;
    private readonly Dictionary<string, JsonElement> _values;

    private JsonFile(string path, string prefix, JsonElement root)
    {
        Path = path;
        _prefix = prefix;
        try
        {
            _values = root.EnumerateObject().ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
        }
        catch (InvalidOperationException e)
        {
            throw new CheckpointException($"{path} is not valid JSON: a key has half of a surrogate pair.", e);
        }
    }

    public string Path { get; }

    public IEnumerable<string> Keys => _values.Keys;

    public static JsonFile Read(string path)
    {
        try
        {
            return Parse(path, File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is (IOException and not CheckpointException) or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{path} can't be read: {e.Message}", e);
        }
    }

    public static JsonFile Parse(string path, ReadOnlyMemory<byte> json)
    {
        if (!Utf8.IsValid(json.Span))
            throw new CheckpointException($"{path} is not valid UTF-8.");
        try
        {
            using var document = JsonDocument.Parse(json, s_options);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new(path, "", document.RootElement.Clone())
                : throw new CheckpointException($"{path} is not a JSON object.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new CheckpointException($"{path} is not valid JSON: {e.Message}", e);
        }
    }

    public CheckpointException Wrong(string key, string saying) => new($"{Path}: {_prefix}{key} {saying}");

    public CheckpointException Unsupported(string key, string supported) => Wrong(key, $"is {Raw(key)}, which is not supported: {supported}");

    /// <summary>The value as it stands in the file, for messages; cut where it is long.</summary>
    public string Raw(string key)
    {
        string raw = _values.TryGetValue(key, out var value) ? value.GetRawText() : "missing";
        return raw.Length <= 200 ? raw : raw[..200] + "…";
    }

    /// <summary>Whether the key is there with a value other than null.</summary>
    public bool Has(string key) => TryGet(key, out _);

    /// <summary>Whether the key asks for something: not null, false, nor an empty text, list or object.</summary>
    public bool IsSet(string key) => TryGet(key, out var value) && value.ValueKind switch
    {
        JsonValueKind.False => false,
        JsonValueKind.String => value.ValueEquals("") is false,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.EnumerateObject().Any(),
        _ => true,
    };

    public bool IsObject(string key) => TryGet(key, out var value) && value.ValueKind == JsonValueKind.Object;

    public bool IsText(string key) => TryGet(key, out var value) && value.ValueKind == JsonValueKind.String;

    public JsonFile Object(string key) => IsObject(key)
        ? new(Path, $"{_prefix}{key}.", _values[key])
        : throw Wrong(key, $"is {Raw(key)}, not an object");

    public int Integer(string key, int? fallback, int minimum, int maximum)
    {
        if (!TryGet(key, out var value))
            return fallback ?? throw Wrong(key, $"is missing; a whole number from {minimum} to {maximum} is wanted");
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= minimum && number <= maximum
            ? number
            : throw Wrong(key, $"is {Raw(key)}; a whole number from {minimum} to {maximum} is wanted");
    }

    /// <summary>A finite number above 0, or from 0 where that is allowed.</summary>
    public double Number(string key, double? fallback, bool zeroToo = false)
    {
        string wanted = zeroToo ? "a number from 0" : "a number above 0";
        if (!TryGet(key, out var value))
            return fallback ?? throw Wrong(key, $"is missing; {wanted} is wanted");
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number)
            && (number > 0 || (zeroToo && number == 0))
            ? number
            : throw Wrong(key, $"is {Raw(key)}; {wanted} is wanted");
    }

    public bool Flag(string key, bool fallback)
    {
        if (!TryGet(key, out var value))
            return fallback;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw Wrong(key, $"is {Raw(key)}; true or false is wanted");
    }

    public string? Text(string key)
    {
        if (!TryGet(key, out var value))
            return null;
        return value.ValueKind == JsonValueKind.String ? Text(key, value) : throw Wrong(key, $"is {Raw(key)}; a text is wanted");
    }

    /// <summary>A list of texts; null where the key is missing.</summary>
    public IReadOnlyList<string>? Texts(string key)
    {
        if (!TryGet(key, out var value))
            return null;
        return value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(v => Text(key, v))]
            : throw Wrong(key, $"is {Raw(key)}; a list of texts is wanted");
    }

    /// <summary>One token id or a list of them; null where the key is missing.</summary>
    public IReadOnlyList<int>? TokenIds(string key, int vocabularySize)
    {
        if (!TryGet(key, out var value))
            return null;
        JsonElement[] items = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        var ids = new List<int>();
        foreach (var item in items)
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt32(out int id) || id < 0 || id >= vocabularySize)
                throw Wrong(key, $"is {Raw(key)}; token ids from 0 to {vocabularySize - 1} are wanted");
            if (!ids.Contains(id))
                ids.Add(id);
        }

        return ids;
    }

    private string Text(string key, JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new CheckpointException($"{Path}: {_prefix}{key} is {Raw(key)}, which is not a valid text", e);
        }
    }

    private bool TryGet(string key, out JsonElement value) => _values.TryGetValue(key, out value) && value.ValueKind != JsonValueKind.Null;
}
