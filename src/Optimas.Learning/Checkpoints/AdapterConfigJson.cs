using System.Text.Json;

namespace Optimas.Learning;

/// <summary>Between <see cref="AdapterConfig"/> and PEFT's <c>adapter_config.json</c>.</summary>
internal static class AdapterConfigJson
{
    private const string AllLinear = "all-linear";

    /// <summary>Each would make the adapter compute something else; null, false and empty are as good as absent.</summary>
    private static readonly (string Key, string Supported)[] s_refused =
    [
        ("use_dora", "LoRA without weight decomposition is"),
        ("rank_pattern", "one rank for all projections is"),
        ("alpha_pattern", "one alpha for all projections is"),
        ("modules_to_save", "adapters that change projections alone are"),
        ("trainable_token_indices", "adapters that change projections alone are"),
        ("target_parameters", "adapters that change projections alone are"),
        ("exclude_modules", "naming the projections in target_modules is"),
        ("layers_to_transform", "the same projections in every layer are"),
        ("layers_pattern", "the same projections in every layer are"),
        ("layer_replication", "the base model's own layers are"),
        ("fan_in_fan_out", "false is, weights are [out, in]"),
        ("lora_bias", "false is"),
        ("use_qalora", "false is"),
        ("use_bdlora", "plain LoRA is"),
        ("alora_invocation_tokens", "an adapter that acts on every token is"),
        ("arrow_config", "plain LoRA is"),
        ("kasa_config", "plain LoRA is"),
        ("monteclora_config", "plain LoRA is"),
        ("megatron_config", "plain LoRA is"),
    ];

    /// <summary>These initializations change the base weights, so the adapter fits only a base that is changed the same way.</summary>
    private static readonly string[] s_changingBase = ["pissa", "olora", "corda", "loftq", "lora_ga"];

    public static AdapterConfig Read(JsonFile file)
    {
        if (file.Text("peft_type") is { } type && type != "LORA")
            throw file.Unsupported("peft_type", "LORA is");
        if ((file.Text("bias") ?? "none") != "none")
            throw file.Unsupported("bias", "none is");
        foreach (var (key, supported) in s_refused)
        {
            if (file.IsSet(key))
                throw file.Unsupported(key, supported);
        }

        if (file.IsText("init_lora_weights") && file.Text("init_lora_weights") is { } initialization
            && s_changingBase.Any(i => initialization.StartsWith(i, StringComparison.OrdinalIgnoreCase)))
        {
            throw file.Unsupported(
                "init_lora_weights", "one that leaves the base weights as they are is; PEFT's save_pretrained can convert the adapter");
        }

        double dropout = file.Number("lora_dropout", 0, zeroToo: true);
        if (dropout >= 1)
            throw file.Wrong("lora_dropout", $"is {file.Raw("lora_dropout")}; a number from 0 up to, but not, 1 is wanted");
        return new()
        {
            Rank = file.Integer("r", 8, 1, 1 << 16),
            Alpha = file.Number("lora_alpha", 8),
            Dropout = dropout,
            Targets = ReadTargets(file),
            RankStabilized = file.Flag("use_rslora", false),
            TaskType = file.Text("task_type"),
            BaseModel = file.Text("base_model_name_or_path"),
        };
    }

    public static void Write(Utf8JsonWriter writer, AdapterConfig config)
    {
        writer.WriteStartObject();
        writer.WriteString("peft_type", "LORA");
        writer.WriteString("task_type", config.TaskType);
        writer.WriteString("base_model_name_or_path", config.BaseModel);
        writer.WriteBoolean("inference_mode", true);
        writer.WriteNumber("r", config.Rank);
        writer.WriteNumber("lora_alpha", config.Alpha);
        writer.WriteNumber("lora_dropout", config.Dropout);
        writer.WriteStartArray("target_modules");
        foreach (var projection in AdapterProjection.All.Where(p => config.Targets.HasFlag(p.Target)))
            writer.WriteStringValue(projection.Name);
        writer.WriteEndArray();
        writer.WriteBoolean("use_rslora", config.RankStabilized);
        writer.WriteString("bias", "none");
        writer.WriteBoolean("fan_in_fan_out", false);
        writer.WriteBoolean("init_lora_weights", true);
        writer.WriteEndObject();
    }

    private static AdapterTargets ReadTargets(JsonFile file)
    {
        const string Key = "target_modules";
        string supported = $"a list of {string.Join(", ", AdapterProjection.All.Select(p => p.Name))}, or \"{AllLinear}\", is";
        if (!file.Has(Key))
            throw file.Wrong(Key, $"is missing; {supported} wanted");
        if (file.IsText(Key))
            return file.Text(Key) == AllLinear ? AdapterTargets.All : throw file.Unsupported(Key, supported);
        var targets = AdapterTargets.None;
        foreach (string name in file.Texts(Key)!)
        {
            targets |= AdapterProjection.All.FirstOrDefault(p => p.Name == name)?.Target
                ?? throw file.Wrong(Key, $"has \"{name}\", which is not supported: {supported}");
        }

        return targets != AdapterTargets.None ? targets : throw file.Wrong(Key, $"is empty; {supported} wanted");
    }
}
