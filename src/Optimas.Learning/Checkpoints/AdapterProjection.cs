namespace Optimas.Learning;

/// <summary>One projection that an adapter can change: what it is called, and how large it is.</summary>
internal sealed record AdapterProjection(AdapterTargets Target, string Block, string Name)
{
    /// <summary>In the order in which a block uses them.</summary>
    public static IReadOnlyList<AdapterProjection> All { get; } =
    [
        new(AdapterTargets.Query, "self_attn", "q_proj"),
        new(AdapterTargets.Key, "self_attn", "k_proj"),
        new(AdapterTargets.Value, "self_attn", "v_proj"),
        new(AdapterTargets.AttentionOutput, "self_attn", "o_proj"),
        new(AdapterTargets.Gate, "mlp", "gate_proj"),
        new(AdapterTargets.Up, "mlp", "up_proj"),
        new(AdapterTargets.Down, "mlp", "down_proj"),
    ];

    public (long Outputs, long Inputs) Size(DecoderConfig config) => Target switch
    {
        AdapterTargets.Query => ((long)config.Heads * config.HeadSize, config.HiddenSize),
        AdapterTargets.Key or AdapterTargets.Value => ((long)config.KeyValueHeads * config.HeadSize, config.HiddenSize),
        AdapterTargets.AttentionOutput => (config.HiddenSize, (long)config.Heads * config.HeadSize),
        AdapterTargets.Down => (config.HiddenSize, config.IntermediateSize),
        _ => (config.IntermediateSize, config.HiddenSize),
    };
}
