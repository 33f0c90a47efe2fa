using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>Adapters in JSON: their configuration as PEFT writes it, and each tensor as base64 of little-endian float32.</summary>
internal static class AdapterContent
{
    private static readonly ConditionalWeakTable<LoraAdapter, string> s_names = [];

    /// <summary>A name that is a function of the content: half a SHA-256 in hexadecimal. The adapter must not change any more.</summary>
    public static string NameOf(LoraAdapter adapter) => s_names.GetValue(adapter, Hash);

    /// <summary>Writes the configuration and the tensors as the value of a property.</summary>
    public static void Write(Utf8JsonWriter writer, LoraAdapter adapter)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("config");
        writer.WriteRawValue(adapter.Config.ToJson());
        writer.WriteStartObject("tensors");
        foreach (var (name, parameter) in adapter.NamedParameters())
            writer.WriteBase64String(name, Bytes(parameter));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">It does not fit the model, or a number is not finite.</exception>
    public static LoraAdapter Read(JsonElement json, DecoderModel model)
    {
        AdapterConfig config;
        try
        {
            config = AdapterConfig.Parse(json.GetProperty("config").GetRawText());
        }
        catch (CheckpointException e)
        {
            throw new FormatException(e.Message, e);
        }

        var tensors = json.GetProperty("tensors");
        var shapes = config.ExpectedTensors(model.Config).ToDictionary(t => t.Name, t => t.Shape, StringComparer.Ordinal);
        // All are read before the first tensor is made, so that damaged content leaves none behind.
        var values = shapes.ToDictionary(t => t.Key, t => Numbers(tensors.GetProperty(t.Key), t.Value.ElementCount));
        return LoraAdapter.Of(config, model.Config, model.Device, name => tensor(values[name]).view([.. shapes[name]]));
    }

    /// <summary>Numbers out of base64.</summary>
    /// <exception cref="FormatException">They are more, fewer, or not finite.</exception>
    public static float[] Numbers(JsonElement json, long count)
    {
        byte[] bytes = json.GetBytesFromBase64();
        if (bytes.Length != count * sizeof(float))
            throw new FormatException($"there are {bytes.Length / sizeof(float)} numbers where {count} belong");
        float[] values = MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        return values.All(float.IsFinite) ? values : throw new FormatException("a number is not finite");
    }

    private static string Hash(LoraAdapter adapter)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(adapter.Config.ToJson()));
        foreach (var (name, parameter) in adapter.NamedParameters())
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData(Bytes(parameter));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    private static byte[] Bytes(Tensor values)
    {
        using var scope = NewDisposeScope();
        return values.detach().cpu().contiguous().bytes.ToArray();
    }
}
