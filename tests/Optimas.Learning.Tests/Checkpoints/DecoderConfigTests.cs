using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Optimas.Learning.Tests.Checkpoints;

public sealed class DecoderConfigTests
{
    /// <summary>As meta-llama/Llama-3.2-1B-Instruct has it.</summary>
    private const string Llama32 = """
        {
          "architectures": ["LlamaForCausalLM"], "attention_bias": false, "attention_dropout": 0.0, "bos_token_id": 128000,
          "eos_token_id": [128001, 128008, 128009], "head_dim": 64, "hidden_act": "silu", "hidden_size": 2048, "initializer_range": 0.02,
          "intermediate_size": 8192, "max_position_embeddings": 131072, "mlp_bias": false, "model_type": "llama", "num_attention_heads": 32,
          "num_hidden_layers": 16, "num_key_value_heads": 8, "pretraining_tp": 1, "rms_norm_eps": 1e-05,
          "rope_scaling": {"factor": 32.0, "high_freq_factor": 4.0, "low_freq_factor": 1.0, "original_max_position_embeddings": 8192, "rope_type": "llama3"},
          "rope_theta": 500000.0, "tie_word_embeddings": true, "torch_dtype": "bfloat16", "transformers_version": "4.45.0.dev0", "use_cache": true, "vocab_size": 128256
        }
        """;

    /// <summary>As Qwen/Qwen2.5-0.5B-Instruct has it.</summary>
    private const string Qwen25 = """
        {
          "architectures": ["Qwen2ForCausalLM"], "attention_dropout": 0.0, "bos_token_id": 151643, "eos_token_id": 151645, "hidden_act": "silu",
          "hidden_size": 896, "initializer_range": 0.02, "intermediate_size": 4864, "max_position_embeddings": 32768, "max_window_layers": 21,
          "model_type": "qwen2", "num_attention_heads": 14, "num_hidden_layers": 24, "num_key_value_heads": 2, "rms_norm_eps": 1e-06,
          "rope_theta": 1000000.0, "sliding_window": 32768, "tie_word_embeddings": true, "torch_dtype": "bfloat16", "transformers_version": "4.43.1",
          "use_cache": true, "use_sliding_window": false, "vocab_size": 151936
        }
        """;

    /// <summary>The small Llama of the reference values, as transformers 5 saves it.</summary>
    private const string Transformers5 = """
        {
          "architectures": ["LlamaForCausalLM"], "attention_bias": false, "bos_token_id": 1, "dtype": "float32", "eos_token_id": 2, "head_dim": 16,
          "hidden_act": "silu", "hidden_size": 64, "intermediate_size": 112, "max_position_embeddings": 256, "mlp_bias": false, "model_type": "llama",
          "num_attention_heads": 4, "num_hidden_layers": 3, "num_key_value_heads": 2, "pad_token_id": null, "rms_norm_eps": 1e-05,
          "rope_parameters": {"factor": 8.0, "high_freq_factor": 4.0, "low_freq_factor": 1.0, "original_max_position_embeddings": 32, "rope_theta": 500000.0, "rope_type": "llama3"},
          "tie_word_embeddings": false, "transformers_version": "5.17.0", "vocab_size": 320
        }
        """;

    [Fact]
    public void Llama_is_read() => DecoderConfig.Parse(Llama32).ShouldBe(new()
    {
        Family = DecoderFamily.Llama,
        VocabularySize = 128256,
        HiddenSize = 2048,
        IntermediateSize = 8192,
        Layers = 16,
        Heads = 32,
        KeyValueHeads = 8,
        HeadSize = 64,
        MaxPositions = 131072,
        NormEpsilon = 1e-5,
        RopeTheta = 500000,
        RopeScaling = new Llama3RopeScaling(32, 1, 4, 8192),
        TiedEmbeddings = true,
    });

    [Fact]
    public void Qwen_is_read() => DecoderConfig.Parse(Qwen25).ShouldBe(new()
    {
        Family = DecoderFamily.Qwen2,
        VocabularySize = 151936,
        HiddenSize = 896,
        IntermediateSize = 4864,
        Layers = 24,
        Heads = 14,
        KeyValueHeads = 2,
        HeadSize = 64,
        MaxPositions = 32768,
        NormEpsilon = 1e-6,
        RopeTheta = 1000000,
        QueryKeyValueBias = true,
        TiedEmbeddings = true,
    });

    [Fact]
    public void The_form_of_transformers_5_is_read()
    {
        var config = DecoderConfig.Parse(Transformers5);
        config.RopeTheta.ShouldBe(500000);
        config.RopeScaling.ShouldBe(new Llama3RopeScaling(8, 1, 4, 32));
        DecoderConfig.Parse(Qwen25.Replace("\"rope_theta\": 1000000.0", "\"rope_parameters\": {\"rope_theta\": 1000000.0, \"rope_type\": \"default\"}", StringComparison.Ordinal))
            .ShouldBe(DecoderConfig.Parse(Qwen25));
    }

    [Fact]
    public void What_is_not_said_is_as_in_transformers()
    {
        const string Least = """{"model_type":"llama","vocab_size":8,"hidden_size":8,"intermediate_size":6,"num_hidden_layers":1,"num_attention_heads":2}""";
        DecoderConfig.Parse(Least).ShouldBe(new()
        {
            Family = DecoderFamily.Llama,
            VocabularySize = 8,
            HiddenSize = 8,
            IntermediateSize = 6,
            Layers = 1,
            Heads = 2,
            KeyValueHeads = 2,
            HeadSize = 4,
            MaxPositions = 2048,
            NormEpsilon = 1e-6,
            RopeTheta = 10000,
        });
        DecoderConfig.Parse(With(Least, "rope_scaling", """{"type":"linear","factor":2}""")).RopeScaling.ShouldBe(new LinearRopeScaling(2));
        DecoderConfig.Parse(With(Least, "rope_scaling", """{"rope_type":"default"}""")).RopeScaling.ShouldBeNull();
        DecoderConfig.Parse(With(Least, "attention_bias", "true")).AttentionOutputBias.ShouldBeTrue();
    }

    [Theory]
    [InlineData("architectures", """["MistralForCausalLM"]""", "architectures is [\"MistralForCausalLM\"], which is not supported: LlamaForCausalLM and Qwen2ForCausalLM are")]
    [InlineData("hidden_act", "\"gelu\"", "hidden_act is \"gelu\", which is not supported: silu is")]
    [InlineData("hidden_size", "0", "hidden_size is 0; a whole number from 1")]
    [InlineData("hidden_size", "\"64\"", "hidden_size is \"64\"; a whole number from 1")]
    [InlineData("hidden_size", "null", "hidden_size is missing")]
    [InlineData("vocab_size", "1e99", "vocab_size is 1e99; a whole number")]
    [InlineData("num_hidden_layers", "2000000000", "num_hidden_layers is 2000000000; a whole number from 1 to 10000")]
    [InlineData("num_key_value_heads", "3", "num_key_value_heads is 3, which does not divide num_attention_heads, 4")]
    [InlineData("num_key_value_heads", "8", "num_key_value_heads is 8; a whole number from 1 to 4")]
    [InlineData("head_dim", "7", "head_dim is 7; rotary positions need an even number")]
    [InlineData("rms_norm_eps", "-1", "rms_norm_eps is -1; a number above 0")]
    [InlineData("rms_norm_eps", "1e999", "rms_norm_eps is 1e999; a number above 0")]
    [InlineData("rope_theta", "10000.0", "rope_theta is 10000, and rope_parameters.rope_theta is 500000; they must agree")]
    [InlineData("rope_parameters", """{"rope_type":"yarn","factor":4.0}""", "rope_parameters.rope_type is \"yarn\", which is not supported: default, linear and llama3 are")]
    [InlineData("rope_parameters", """{"rope_type":"dynamic","factor":4.0}""", "which is not supported")]
    [InlineData("rope_parameters", """{"rope_type":"linear"}""", "rope_parameters.factor is missing")]
    [InlineData("rope_parameters", """{"rope_type":"default","partial_rotary_factor":0.5}""", "rope_parameters.partial_rotary_factor is 0.5, which is not supported")]
    [InlineData("rope_parameters", """{"full_attention":{"rope_type":"default"}}""", "rope_parameters.full_attention")]
    [InlineData("rope_parameters", """{"rope_type":"llama3","factor":8.0,"low_freq_factor":4.0,"high_freq_factor":4.0,"original_max_position_embeddings":32}""", "high_freq_factor is 4; it must be above low_freq_factor, 4")]
    [InlineData("rope_parameters", "[]", "rope_parameters is [], not an object")]
    [InlineData("tie_word_embeddings", "1", "tie_word_embeddings is 1; true or false is wanted")]
    [InlineData("quantization_config", """{"quant_method":"awq"}""", "quantization_config is")]
    [InlineData("layer_types", """["full_attention","sliding_attention"]""", "layer_types is")]
    public void What_is_not_supported_is_refused_by_key_and_value(string key, string value, string message)
    {
        string said = Should.Throw<CheckpointException>(() => DecoderConfig.Parse(With(Transformers5, key, value))).Message;
        said.ShouldStartWith("config.json: ");
        said.ShouldContain(message);
    }

    [Fact]
    public void Qwen_with_sliding_windows_is_refused() =>
        Should.Throw<CheckpointException>(() => DecoderConfig.Parse(With(Qwen25, "use_sliding_window", "true"))).Message
            .ShouldContain("use_sliding_window is true, which is not supported");

    [Theory]
    [InlineData("[]", "is not a JSON object")]
    [InlineData("{", "is not valid JSON")]
    [InlineData("""{"model_type":"llama","model_type":"qwen2"}""", "is not valid JSON")]
    [InlineData("""{"\ud800":1}""", "is not valid JSON")]
    [InlineData("{}", "architectures is missing, and so is model_type")]
    public void What_is_no_configuration_is_refused(string json, string message) =>
        Should.Throw<CheckpointException>(() => DecoderConfig.Parse(json)).Message.ShouldContain(message);

    [Fact]
    public void Every_configuration_comes_back_as_it_was_written()
    {
        var scaling = Gen.OneOf(
            Gen.Constant<RopeScaling?>(null),
            Gen.Choose(1, 100).Select(f => (RopeScaling?)new LinearRopeScaling(f / 4.0)),
            Gen.Choose(1, 100).Select(f => (RopeScaling?)new Llama3RopeScaling(f / 3.0, f, f + 0.1, f)));
        var configs =
            from llama in Gen.Elements(true, false)
            from size in Gen.Choose(1, 100).Four()
            from flags in Gen.Elements(true, false).Three()
            from rope in scaling
            select new DecoderConfig
            {
                Family = llama ? DecoderFamily.Llama : DecoderFamily.Qwen2,
                VocabularySize = size.Item1,
                HiddenSize = size.Item2,
                IntermediateSize = size.Item3,
                Layers = size.Item4,
                Heads = size.Item1 * 2,
                KeyValueHeads = size.Item1,
                HeadSize = size.Item3 * 2,
                MaxPositions = size.Item4,
                NormEpsilon = 1.0 / size.Item2,
                RopeTheta = size.Item1 * 1e5 / 7,
                RopeScaling = rope,
                QueryKeyValueBias = !llama || flags.Item1,
                AttentionOutputBias = llama && flags.Item1,
                FeedForwardBias = llama && flags.Item2,
                TiedEmbeddings = flags.Item3,
            };
        Prop.ForAll(configs.ToArbitrary(), config => DecoderConfig.Parse(config.ToJson()).ShouldBe(config)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Biases_that_the_file_cannot_express_are_refused() =>
        Should.Throw<CheckpointException>(() => (DecoderConfig.Parse(Llama32) with { QueryKeyValueBias = true }).ToJson()).Message.ShouldContain("can't express");

    [Fact]
    public void Flipped_bits_never_do_worse_than_a_refusal()
    {
        var random = new Random(2);
        byte[] whole = Encoding.UTF8.GetBytes(Transformers5);
        for (int i = 0; i < 3000; i++)
        {
            byte[] damaged = [.. whole];
            damaged[random.Next(whole.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                DecoderConfigReader.Read(JsonFile.Parse("config.json", damaged)).ShouldNotBeNull();
            }
            catch (CheckpointException)
            {
            }
        }
    }

    [Fact]
    public void The_tensors_of_Llama_are_named_as_in_its_checkpoints()
    {
        var tensors = DecoderConfig.Parse(Transformers5).ExpectedTensors().Where(t => !t.IsOptional).ToDictionary(t => t.Name, t => t.Shape);
        tensors.Count.ShouldBe(3 + 3 * 9);
        tensors["model.embed_tokens.weight"].ShouldBe([320, 64]);
        tensors["model.layers.2.self_attn.q_proj.weight"].ShouldBe([64, 64]);
        tensors["model.layers.2.self_attn.k_proj.weight"].ShouldBe([32, 64]);
        tensors["model.layers.2.self_attn.v_proj.weight"].ShouldBe([32, 64]);
        tensors["model.layers.2.self_attn.o_proj.weight"].ShouldBe([64, 64]);
        tensors["model.layers.0.mlp.gate_proj.weight"].ShouldBe([112, 64]);
        tensors["model.layers.0.mlp.up_proj.weight"].ShouldBe([112, 64]);
        tensors["model.layers.0.mlp.down_proj.weight"].ShouldBe([64, 112]);
        tensors["model.layers.0.input_layernorm.weight"].ShouldBe([64]);
        tensors["model.layers.0.post_attention_layernorm.weight"].ShouldBe([64]);
        tensors["model.norm.weight"].ShouldBe([64]);
        tensors["lm_head.weight"].ShouldBe([320, 64]);
    }

    [Fact]
    public void The_tensors_of_Qwen_have_biases_and_one_embedding()
    {
        var tensors = DecoderConfig.Parse(Qwen25).ExpectedTensors().ToDictionary(t => t.Name);
        tensors["model.layers.23.self_attn.q_proj.bias"].Shape.ShouldBe([896]);
        tensors["model.layers.23.self_attn.k_proj.bias"].Shape.ShouldBe([128]);
        tensors.ShouldNotContainKey("model.layers.23.self_attn.o_proj.bias");
        tensors["lm_head.weight"].IsOptional.ShouldBeTrue();
    }

    /// <summary>The object with one value replaced or added.</summary>
    private static string With(string json, string key, string value)
    {
        var node = System.Text.Json.Nodes.JsonNode.Parse(json)!;
        node[key] = System.Text.Json.Nodes.JsonNode.Parse(value);
        return node.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
