using System.Text;
using System.Text.Json;

namespace Optimas.Learning;

/// <summary>
/// The shape of a decoder language model: what <c>config.json</c> says, in the form of transformers 4 (<c>rope_theta</c>,
/// <c>rope_scaling</c>) or 5 (<c>rope_parameters</c>). Anything that would change the computation and isn't supported is refused.
/// </summary>
public sealed record DecoderConfig
{
    /// <summary>The file's name within a checkpoint.</summary>
    public const string FileName = "config.json";

    /// <summary>The architecture.</summary>
    public required DecoderFamily Family { get; init; }

    /// <summary>The number of token ids (<c>vocab_size</c>).</summary>
    public required int VocabularySize { get; init; }

    /// <summary>The width of the residual stream (<c>hidden_size</c>).</summary>
    public required int HiddenSize { get; init; }

    /// <summary>The width inside the gated feed-forward block (<c>intermediate_size</c>).</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>The number of blocks (<c>num_hidden_layers</c>).</summary>
    public required int Layers { get; init; }

    /// <summary>The number of query heads (<c>num_attention_heads</c>).</summary>
    public required int Heads { get; init; }

    /// <summary>The number of key and value heads, a divisor of <see cref="Heads"/> (<c>num_key_value_heads</c>).</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>The width of one head, even (<c>head_dim</c>).</summary>
    public required int HeadSize { get; init; }

    /// <summary>The longest text, in tokens (<c>max_position_embeddings</c>).</summary>
    public required int MaxPositions { get; init; }

    /// <summary>Added to the mean square before its root is taken (<c>rms_norm_eps</c>).</summary>
    public double NormEpsilon { get; init; } = 1e-6;

    /// <summary>The base of the rotary frequencies (<c>rope_theta</c>).</summary>
    public double RopeTheta { get; init; } = 10000;

    /// <summary>How the rotary frequencies are scaled; null where they aren't.</summary>
    public RopeScaling? RopeScaling { get; init; }

    /// <summary>Whether the query, key and value projections have biases: always in Qwen2, <c>attention_bias</c> in Llama.</summary>
    public bool QueryKeyValueBias { get; init; }

    /// <summary>Whether the attention's output projection has a bias: never in Qwen2, <c>attention_bias</c> in Llama.</summary>
    public bool AttentionOutputBias { get; init; }

    /// <summary>Whether the feed-forward projections have biases (<c>mlp_bias</c>); never in Qwen2.</summary>
    public bool FeedForwardBias { get; init; }

    /// <summary>Whether the output projection is the embedding matrix (<c>tie_word_embeddings</c>).</summary>
    public bool TiedEmbeddings { get; init; }

    /// <summary>Reads a <c>config.json</c>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointException">The file can't be read, or describes a model that is not supported: the message names key,
    /// value and what is.</exception>
    public static DecoderConfig Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return DecoderConfigReader.Read(JsonFile.Read(path));
    }

    /// <summary>Reads the text of a <c>config.json</c>.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="CheckpointException">The text describes no model, or one that is not supported.</exception>
    public static DecoderConfig Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return DecoderConfigReader.Read(JsonFile.Parse(FileName, Encoding.UTF8.GetBytes(json)));
    }

    /// <summary>The text of a <c>config.json</c> that transformers 4 and 5 read as this model.</summary>
    public string ToJson() => Encoding.UTF8.GetString(ToUtf8([]));

    /// <summary>Writes a <c>config.json</c>, whole or not at all.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    public void Write(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, ToUtf8([]));
    }

    /// <summary>Every tensor of such a model by name and shape, in the order in which they are used.</summary>
    public IEnumerable<ExpectedTensor> ExpectedTensors()
    {
        const string Model = "model.";
        long queries = (long)Heads * HeadSize, keys = (long)KeyValueHeads * HeadSize;
        yield return new(Model + "embed_tokens.weight", [VocabularySize, HiddenSize]);
        for (int i = 0; i < Layers; i++)
        {
            string layer = $"{Model}layers.{i}.";
            yield return new(layer + "input_layernorm.weight", [HiddenSize]);
            foreach (var tensor in Projection(layer + "self_attn.q_proj", queries, HiddenSize, QueryKeyValueBias))
                yield return tensor;
            foreach (var tensor in Projection(layer + "self_attn.k_proj", keys, HiddenSize, QueryKeyValueBias))
                yield return tensor;
            foreach (var tensor in Projection(layer + "self_attn.v_proj", keys, HiddenSize, QueryKeyValueBias))
                yield return tensor;
            foreach (var tensor in Projection(layer + "self_attn.o_proj", HiddenSize, queries, AttentionOutputBias))
                yield return tensor;

            // Early Llama checkpoints carry the rotary frequencies, which follow from the configuration.
            yield return new(layer + "self_attn.rotary_emb.inv_freq", [HeadSize / 2], IsOptional: true);
            yield return new(layer + "post_attention_layernorm.weight", [HiddenSize]);
            foreach (var tensor in Projection(layer + "mlp.gate_proj", IntermediateSize, HiddenSize, FeedForwardBias))
                yield return tensor;
            foreach (var tensor in Projection(layer + "mlp.up_proj", IntermediateSize, HiddenSize, FeedForwardBias))
                yield return tensor;
            foreach (var tensor in Projection(layer + "mlp.down_proj", HiddenSize, IntermediateSize, FeedForwardBias))
                yield return tensor;
        }

        yield return new(Model + "norm.weight", [HiddenSize]);
        yield return new("lm_head.weight", [VocabularySize, HiddenSize], IsOptional: TiedEmbeddings);
    }

    internal byte[] ToUtf8(IReadOnlyList<int> endTokens)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new() { Indented = true }))
            DecoderConfigWriter.Write(writer, this, endTokens);
        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    private static IEnumerable<ExpectedTensor> Projection(string name, long outputs, long inputs, bool bias)
    {
        yield return new(name + ".weight", [outputs, inputs]);
        if (bias)
            yield return new(name + ".bias", [outputs]);
    }
}
