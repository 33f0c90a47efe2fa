namespace Optimas.Learning;

/// <summary>The projections of every block that an adapter changes.</summary>
[Flags]
public enum AdapterTargets
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><c>self_attn.q_proj</c>.</summary>
    Query = 1,

    /// <summary><c>self_attn.k_proj</c>.</summary>
    Key = 2,

    /// <summary><c>self_attn.v_proj</c>.</summary>
    Value = 4,

    /// <summary><c>self_attn.o_proj</c>.</summary>
    AttentionOutput = 8,

    /// <summary><c>mlp.gate_proj</c>.</summary>
    Gate = 16,

    /// <summary><c>mlp.up_proj</c>.</summary>
    Up = 32,

    /// <summary><c>mlp.down_proj</c>.</summary>
    Down = 64,

    /// <summary>The four projections of the attention.</summary>
    Attention = Query | Key | Value | AttentionOutput,

    /// <summary>The three projections of the feed-forward block.</summary>
    FeedForward = Gate | Up | Down,

    /// <summary>Every projection of a block, as PEFT's <c>all-linear</c>.</summary>
    All = Attention | FeedForward,
}
