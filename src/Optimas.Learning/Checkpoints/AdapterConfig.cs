using System.Text;
using System.Text.Json;

namespace Optimas.Learning;

/// <summary>
/// The shape of a LoRA adapter, y = W x + scale · B A x, as PEFT's <c>adapter_config.json</c> says it. Anything that would change the
/// computation and isn't supported is refused.
/// </summary>
public sealed record AdapterConfig
{
    /// <summary>The file's name within an adapter's folder.</summary>
    public const string FileName = "adapter_config.json";

    /// <summary>The name of the file with the tensors.</summary>
    public const string WeightsFileName = "adapter_model.safetensors";

    /// <summary>The inner dimension of each pair of matrices (<c>r</c>).</summary>
    public required int Rank { get; init; }

    /// <summary>The numerator of <see cref="Scale"/> (<c>lora_alpha</c>).</summary>
    public required double Alpha { get; init; }

    /// <summary>The share of inputs that training drops before A; 0 up to, but not, 1 (<c>lora_dropout</c>).</summary>
    public double Dropout { get; init; }

    /// <summary>The projections that are changed, the same in every block (<c>target_modules</c>).</summary>
    public AdapterTargets Targets { get; init; } = AdapterTargets.All;

    /// <summary>Whether the scale is divided by √rank rather than by rank (<c>use_rslora</c>).</summary>
    public bool RankStabilized { get; init; }

    /// <summary>PEFT's name for the task, such as <c>CAUSAL_LM</c>; null where it isn't said.</summary>
    public string? TaskType { get; init; } = "CAUSAL_LM";

    /// <summary>The model that the adapter was trained for: a hub name or a path, for people to read; null where it isn't said.</summary>
    public string? BaseModel { get; init; }

    /// <summary>What the product of the matrices is multiplied by.</summary>
    public double Scale => Alpha / (RankStabilized ? Math.Sqrt(Rank) : Rank);

    /// <summary>Reads an <c>adapter_config.json</c>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointException">The file can't be read, or describes an adapter that is not supported.</exception>
    public static AdapterConfig Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return AdapterConfigJson.Read(JsonFile.Read(path));
    }

    /// <summary>Reads the text of an <c>adapter_config.json</c>.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="CheckpointException">The text describes no adapter, or one that is not supported.</exception>
    public static AdapterConfig Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return AdapterConfigJson.Read(JsonFile.Parse(FileName, Encoding.UTF8.GetBytes(json)));
    }

    /// <summary>The text of an <c>adapter_config.json</c> that PEFT reads as this adapter.</summary>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new() { Indented = true }))
            AdapterConfigJson.Write(writer, this);
        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    /// <summary>Writes an <c>adapter_config.json</c>, whole or not at all.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    public void Write(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(ToJson()));
    }

    /// <summary>The names of the two tensors of one projection, as PEFT writes them.</summary>
    /// <param name="layer">The block, from 0.</param>
    /// <param name="target">One projection.</param>
    /// <returns>A is [rank, in], B is [out, rank].</returns>
    /// <exception cref="ArgumentException"><paramref name="target"/> is not exactly one projection.</exception>
    public static (string A, string B) TensorNames(int layer, AdapterTargets target)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        var projection = AdapterProjection.All.FirstOrDefault(p => p.Target == target)
            ?? throw new ArgumentException($"{target} is not one projection.", nameof(target));
        string stem = $"base_model.model.model.layers.{layer}.{projection.Block}.{projection.Name}.lora_";
        return (stem + "A.weight", stem + "B.weight");
    }

    /// <summary>Every tensor of such an adapter by name and shape, block by block.</summary>
    /// <param name="model">The model that it changes.</param>
    public IEnumerable<ExpectedTensor> ExpectedTensors(DecoderConfig model)
    {
        ArgumentNullException.ThrowIfNull(model);
        for (int layer = 0; layer < model.Layers; layer++)
        {
            foreach (var projection in AdapterProjection.All.Where(p => Targets.HasFlag(p.Target)))
            {
                var (outputs, inputs) = projection.Size(model);
                var (a, b) = TensorNames(layer, projection.Target);
                yield return new(a, [Rank, inputs]);
                yield return new(b, [outputs, Rank]);
            }
        }
    }
}
