namespace Optimas.Learning;

/// <summary>From <c>config.json</c> to <see cref="DecoderConfig"/>. Defaults are those of transformers' configuration classes.</summary>
internal static class DecoderConfigReader
{
    private const int Large = 1 << 24;

    public static DecoderConfig Read(JsonFile file)
    {
        var family = ReadFamily(file);
        RefuseVariants(file, family);

        int hidden = file.Integer("hidden_size", null, 1, Large);
        int heads = file.Integer("num_attention_heads", null, 1, 1 << 16);
        int keyValueHeads = file.Integer("num_key_value_heads", heads, 1, heads);
        if (heads % keyValueHeads != 0)
            throw file.Wrong("num_key_value_heads", $"is {keyValueHeads}, which does not divide num_attention_heads, {heads}");
        if (!file.Has("head_dim") && hidden % heads != 0)
            throw file.Wrong("hidden_size", $"is {hidden}, no multiple of num_attention_heads, {heads}, and there is no head_dim");
        int headSize = file.Integer("head_dim", hidden / heads, 2, 1 << 16);
        if ((long)heads * headSize > Large)
            throw file.Wrong("head_dim", $"is {headSize}, and num_attention_heads {heads}; together they may reach {Large}");
        if (headSize % 2 != 0)
            throw file.Wrong("head_dim", $"is {headSize}; rotary positions need an even number");

        bool llama = family == DecoderFamily.Llama;
        bool attentionBias = llama && file.Flag("attention_bias", false);
        var (theta, scaling) = ReadRope(file);
        return new()
        {
            Family = family,
            VocabularySize = file.Integer("vocab_size", null, 1, Large),
            HiddenSize = hidden,
            IntermediateSize = file.Integer("intermediate_size", null, 1, Large),
            Layers = file.Integer("num_hidden_layers", null, 1, 10_000),
            Heads = heads,
            KeyValueHeads = keyValueHeads,
            HeadSize = headSize,
            MaxPositions = file.Integer("max_position_embeddings", llama ? 2048 : 32768, 1, int.MaxValue),
            NormEpsilon = file.Number("rms_norm_eps", 1e-6),
            RopeTheta = theta,
            RopeScaling = scaling,
            QueryKeyValueBias = attentionBias || !llama,
            AttentionOutputBias = attentionBias,
            FeedForwardBias = llama && file.Flag("mlp_bias", false),
            TiedEmbeddings = file.Flag("tie_word_embeddings", false),
        };
    }

    private static DecoderFamily ReadFamily(JsonFile file)
    {
        const string Supported = "LlamaForCausalLM and Qwen2ForCausalLM are";
        if (file.Texts("architectures") is [_, ..] architectures)
        {
            return architectures switch
            {
                ["LlamaForCausalLM"] => DecoderFamily.Llama,
                ["Qwen2ForCausalLM"] => DecoderFamily.Qwen2,
                _ => throw file.Unsupported("architectures", Supported),
            };
        }

        return file.Text("model_type") switch
        {
            "llama" => DecoderFamily.Llama,
            "qwen2" => DecoderFamily.Qwen2,
            null => throw file.Wrong("architectures", $"is missing, and so is model_type; {Supported} supported"),
            _ => throw file.Unsupported("model_type", "llama and qwen2 are"),
        };
    }

    private static void RefuseVariants(JsonFile file, DecoderFamily family)
    {
        if (file.Text("hidden_act") is { } activation && activation != "silu")
            throw file.Unsupported("hidden_act", "silu is");
        if (file.IsSet("quantization_config"))
            throw file.Unsupported("quantization_config", "weights in F32, F16 or BF16 are; take the checkpoint before its quantization");
        if (family == DecoderFamily.Qwen2 && file.Flag("use_sliding_window", false))
            throw file.Unsupported("use_sliding_window", "false is, every layer attends to the whole text");
        if (file.Texts("layer_types") is { } types && types.Any(t => t != "full_attention"))
            throw file.Unsupported("layer_types", "full_attention is, in every layer");
        if (file.Number("partial_rotary_factor", 1) != 1)
            throw file.Unsupported("partial_rotary_factor", "1 is, positions rotate whole heads");
    }

    private static (double Theta, RopeScaling? Scaling) ReadRope(JsonFile file)
    {
        double? outer = file.Has("rope_theta") ? file.Number("rope_theta", null) : null;
        if (file.Has("rope_parameters"))
        {
            var parameters = file.Object("rope_parameters");
            if (parameters.Keys.FirstOrDefault(parameters.IsObject) is { } layerType)
                throw parameters.Unsupported(layerType, "one set of rotary parameters for all layers is");
            double theta = parameters.Number("rope_theta", outer ?? 10000);
            if (outer is { } other && other != theta)
                throw file.Wrong("rope_theta", $"is {other}, and rope_parameters.rope_theta is {theta}; they must agree");
            return (theta, ReadScaling(parameters));
        }

        return (outer ?? 10000, file.Has("rope_scaling") ? ReadScaling(file.Object("rope_scaling")) : null);
    }

    private static RopeScaling? ReadScaling(JsonFile scaling)
    {
        if (scaling.Number("partial_rotary_factor", 1) != 1)
            throw scaling.Unsupported("partial_rotary_factor", "1 is, positions rotate whole heads");
        string key = scaling.Has("rope_type") || !scaling.Has("type") ? "rope_type" : "type";
        switch (scaling.Text(key) ?? "default")
        {
            case "default":
                return null;
            case "linear":
                return new LinearRopeScaling(scaling.Number("factor", null));
            case "llama3":
                var llama3 = new Llama3RopeScaling(
                    scaling.Number("factor", null),
                    scaling.Number("low_freq_factor", null),
                    scaling.Number("high_freq_factor", null),
                    scaling.Integer("original_max_position_embeddings", null, 1, int.MaxValue));
                return llama3.HighFrequencyFactor > llama3.LowFrequencyFactor
                    ? llama3
                    : throw scaling.Wrong(
                        "high_freq_factor", $"is {llama3.HighFrequencyFactor}; it must be above low_freq_factor, {llama3.LowFrequencyFactor}");
            default:
                throw scaling.Unsupported(key, "default, linear and llama3 are");
        }
    }
}
