namespace Optimas.Learning.Tests.Checkpoints;

public sealed class AdapterTests : IDisposable
{
    /// <summary>As peft 0.20 saves it.</summary>
    private const string Peft = """
        {
          "alora_invocation_tokens": null, "alpha_pattern": {}, "arrow_config": null, "auto_mapping": null, "base_model_name_or_path": "meta/llama",
          "bias": "none", "corda_config": null, "ensure_weight_tying": false, "eva_config": null, "exclude_modules": null, "fan_in_fan_out": false,
          "inference_mode": true, "init_lora_weights": true, "kasa_config": null, "layer_replication": null, "layers_pattern": null,
          "layers_to_transform": null, "loftq_config": {}, "lora_alpha": 16, "lora_bias": false, "lora_dropout": 0.0, "megatron_config": null,
          "megatron_core": "megatron.core", "modules_to_save": null, "monteclora_config": null, "peft_type": "LORA", "peft_version": "0.20.0",
          "qalora_group_size": 16, "r": 8, "rank_pattern": {}, "revision": null,
          "target_modules": ["v_proj", "gate_proj", "o_proj", "q_proj", "up_proj", "k_proj", "down_proj"], "target_parameters": null,
          "task_type": "CAUSAL_LM", "trainable_token_indices": null, "use_bdlora": null, "use_dora": false, "use_qalora": false, "use_rslora": false, "velora_config": null
        }
        """;

    private static readonly DecoderConfig s_model = new()
    {
        Family = DecoderFamily.Llama,
        VocabularySize = 320,
        HiddenSize = 64,
        IntermediateSize = 112,
        Layers = 3,
        Heads = 4,
        KeyValueHeads = 2,
        HeadSize = 8,
        MaxPositions = 256,
    };

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_adapter_of_peft_is_read()
    {
        var config = AdapterConfig.Parse(Peft);
        config.ShouldBe(new() { Rank = 8, Alpha = 16, Targets = AdapterTargets.All, TaskType = "CAUSAL_LM", BaseModel = "meta/llama" });
        config.Scale.ShouldBe(2);
        (config with { RankStabilized = true }).Scale.ShouldBe(16 / Math.Sqrt(8), 1e-12);
        AdapterConfig.Parse(Peft.Replace("\"use_rslora\": false", "\"use_rslora\": true", StringComparison.Ordinal)).RankStabilized.ShouldBeTrue();
        AdapterConfig.Parse("""{"target_modules":"all-linear"}""").ShouldBe(new() { Rank = 8, Alpha = 8, TaskType = null });
    }

    [Fact]
    public void Every_adapter_comes_back_as_it_was_written()
    {
        for (int targets = 1; targets <= (int)AdapterTargets.All; targets++)
        {
            var config = new AdapterConfig
            {
                Rank = targets,
                Alpha = targets / 4.0,
                Dropout = targets % 10 / 10.0,
                Targets = (AdapterTargets)targets,
                RankStabilized = targets % 2 == 0,
                TaskType = targets % 3 == 0 ? null : "CAUSAL_LM",
                BaseModel = targets % 5 == 0 ? null : "näme \"x\"",
            };
            AdapterConfig.Parse(config.ToJson()).ShouldBe(config);
        }
    }

    [Theory]
    [InlineData("peft_type", "\"IA3\"", "peft_type is \"IA3\", which is not supported: LORA is")]
    [InlineData("bias", "\"lora_only\"", "bias is \"lora_only\", which is not supported: none is")]
    [InlineData("use_dora", "true", "use_dora is true, which is not supported")]
    [InlineData("rank_pattern", """{"q_proj":4}""", "rank_pattern is {\"q_proj\":4}, which is not supported: one rank for all projections is")]
    [InlineData("alpha_pattern", """{"q_proj":4}""", "alpha_pattern is")]
    [InlineData("modules_to_save", """["lm_head"]""", "modules_to_save is")]
    [InlineData("layers_to_transform", "[0]", "layers_to_transform is")]
    [InlineData("layers_to_transform", "0", "layers_to_transform is")]
    [InlineData("lora_bias", "true", "lora_bias is")]
    [InlineData("alora_invocation_tokens", "[1]", "alora_invocation_tokens is")]
    [InlineData("init_lora_weights", "\"pissa_niter_4\"", "init_lora_weights is")]
    [InlineData("target_modules", "\".*_proj\"", "target_modules is \".*_proj\", which is not supported: a list of q_proj, k_proj")]
    [InlineData("target_modules", """["q_proj","lm_head"]""", "target_modules has \"lm_head\", which is not supported")]
    [InlineData("target_modules", "[]", "target_modules is empty")]
    [InlineData("target_modules", "null", "target_modules is missing")]
    [InlineData("r", "0", "r is 0; a whole number from 1")]
    [InlineData("lora_alpha", "0", "lora_alpha is 0; a number above 0")]
    [InlineData("lora_dropout", "1.0", "lora_dropout is 1.0; a number from 0 up to, but not, 1")]
    public void What_is_not_supported_is_refused_by_key_and_value(string key, string value, string message)
    {
        var node = System.Text.Json.Nodes.JsonNode.Parse(Peft)!;
        node[key] = System.Text.Json.Nodes.JsonNode.Parse(value);
        string json = node.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Should.Throw<CheckpointException>(() => AdapterConfig.Parse(json)).Message.ShouldContain(message);
    }

    [Fact]
    public void Tensors_are_named_as_peft_names_them()
    {
        AdapterConfig.TensorNames(2, AdapterTargets.Down).ShouldBe((
            "base_model.model.model.layers.2.mlp.down_proj.lora_A.weight", "base_model.model.model.layers.2.mlp.down_proj.lora_B.weight"));
        Should.Throw<ArgumentException>(() => AdapterConfig.TensorNames(0, AdapterTargets.Attention));
        var shapes = AdapterConfig.Parse(Peft).ExpectedTensors(s_model).ToDictionary(t => t.Name, t => t.Shape);
        shapes.Count.ShouldBe(3 * 7 * 2);
        const string Attention = "base_model.model.model.layers.0.self_attn.", FeedForward = "base_model.model.model.layers.0.mlp.";
        shapes[Attention + "q_proj.lora_A.weight"].ShouldBe([8, 64]);
        shapes[Attention + "q_proj.lora_B.weight"].ShouldBe([32, 8]);
        shapes[Attention + "v_proj.lora_B.weight"].ShouldBe([16, 8]);
        shapes[Attention + "o_proj.lora_A.weight"].ShouldBe([8, 32]);
        shapes[Attention + "o_proj.lora_B.weight"].ShouldBe([64, 8]);
        shapes[FeedForward + "gate_proj.lora_B.weight"].ShouldBe([112, 8]);
        shapes[FeedForward + "up_proj.lora_A.weight"].ShouldBe([8, 64]);
        shapes[FeedForward + "down_proj.lora_A.weight"].ShouldBe([8, 112]);
        shapes[FeedForward + "down_proj.lora_B.weight"].ShouldBe([64, 8]);
    }

    [Fact]
    public async Task An_adapter_s_folder_is_verified_against_its_model()
    {
        var config = new AdapterConfig { Rank = 2, Alpha = 4, Targets = AdapterTargets.Query | AdapterTargets.Value };
        Should.Throw<CheckpointException>(() => AdapterFolder.Open(_folder.Path)).Message.ShouldContain("has no adapter_config.json");
        config.Write(_folder["adapter_config.json"]);
        Should.Throw<CheckpointException>(() => AdapterFolder.Open(_folder.Path)).Message.ShouldContain("has no adapter_model.safetensors");
        _folder.Write("adapter_model.bin", "");
        Should.Throw<CheckpointException>(() => AdapterFolder.Open(_folder.Path)).Message.ShouldContain("pickle");
        var writer = new SafetensorsWriter();
        foreach (var tensor in config.ExpectedTensors(s_model))
            writer.Add(tensor.Name, ElementType.F32, tensor.Shape, new byte[tensor.Shape.ElementCount * 4]);
        await writer.WriteAsync(_folder["adapter_model.safetensors"]);

        var folder = AdapterFolder.Open(_folder.Path);
        folder.Config.ShouldBe(config);
        using (var weights = folder.OpenWeights(s_model))
            weights.Tensors.Count.ShouldBe(12);
        Should.Throw<CheckpointException>(() => folder.OpenWeights(s_model with { HiddenSize = 32 })).Message
            .ShouldContain("layers.0.self_attn.q_proj.lora_A.weight is [2, 64], and [2, 32] is expected");
    }
}
