using System.Text.Json;

namespace Optimas.Learning;

/// <summary>
/// From <see cref="DecoderConfig"/> to <c>config.json</c>. The rotary parameters are written in the form of transformers 4, which version 5
/// reads too.
/// </summary>
internal static class DecoderConfigWriter
{
    public static void Write(Utf8JsonWriter writer, DecoderConfig config, IReadOnlyList<int> endTokens)
    {
        bool llama = config.Family == DecoderFamily.Llama;
        RefuseUnwritable(config);
        writer.WriteStartObject();
        writer.WriteStartArray("architectures");
        writer.WriteStringValue(llama ? "LlamaForCausalLM" : "Qwen2ForCausalLM");
        writer.WriteEndArray();
        writer.WriteString("model_type", llama ? "llama" : "qwen2");
        writer.WriteNumber("vocab_size", config.VocabularySize);
        writer.WriteNumber("hidden_size", config.HiddenSize);
        writer.WriteNumber("intermediate_size", config.IntermediateSize);
        writer.WriteNumber("num_hidden_layers", config.Layers);
        writer.WriteNumber("num_attention_heads", config.Heads);
        writer.WriteNumber("num_key_value_heads", config.KeyValueHeads);
        writer.WriteNumber("head_dim", config.HeadSize);
        writer.WriteNumber("max_position_embeddings", config.MaxPositions);
        writer.WriteString("hidden_act", "silu");
        WriteReal(writer, "rms_norm_eps", config.NormEpsilon);
        WriteReal(writer, "rope_theta", config.RopeTheta);
        writer.WritePropertyName("rope_scaling");
        WriteScaling(writer, config.RopeScaling);
        writer.WriteBoolean("tie_word_embeddings", config.TiedEmbeddings);
        if (llama)
        {
            writer.WriteBoolean("attention_bias", config.QueryKeyValueBias);
            writer.WriteBoolean("mlp_bias", config.FeedForwardBias);
        }
        else
        {
            writer.WriteBoolean("use_sliding_window", false);
        }

        if (endTokens.Count > 0)
            TokenIdJson.Write(writer, "eos_token_id", endTokens);
        writer.WriteEndObject();
    }

    /// <summary>A record can be put together that neither family's file can express; reading it back would give another model.</summary>
    private static void RefuseUnwritable(DecoderConfig config)
    {
        bool expressible = config.Family == DecoderFamily.Llama
            ? config.QueryKeyValueBias == config.AttentionOutputBias
            : config.QueryKeyValueBias && !config.AttentionOutputBias && !config.FeedForwardBias;
        if (!expressible)
        {
            throw new CheckpointException(
                $"{DecoderConfig.FileName} can't express these biases for {config.Family}: "
                + "Llama has all attention biases or none, and Qwen2 has those of queries, keys and values alone.");
        }
    }

    private static void WriteScaling(Utf8JsonWriter writer, RopeScaling? scaling)
    {
        if (scaling is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        switch (scaling)
        {
            case LinearRopeScaling linear:
                writer.WriteString("rope_type", "linear");
                WriteReal(writer, "factor", linear.Factor);
                break;
            case Llama3RopeScaling llama3:
                writer.WriteString("rope_type", "llama3");
                WriteReal(writer, "factor", llama3.Factor);
                WriteReal(writer, "low_freq_factor", llama3.LowFrequencyFactor);
                WriteReal(writer, "high_freq_factor", llama3.HighFrequencyFactor);
                writer.WriteNumber("original_max_position_embeddings", llama3.OriginalMaxPositions);
                break;
        }

        writer.WriteEndObject();
    }

    /// <summary>Python tells 8 from 8.0, and transformers warns of the former.</summary>
    private static void WriteReal(Utf8JsonWriter writer, string name, double value)
    {
        string text = value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        writer.WritePropertyName(name);
        writer.WriteRawValue(text.AsSpan().IndexOfAny('.', 'E') < 0 ? text + ".0" : text);
    }
}
