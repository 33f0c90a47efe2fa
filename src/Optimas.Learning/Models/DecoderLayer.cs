using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>One block: grouped-query attention and a gated feed-forward, each behind an RMS norm and added to the residual stream.</summary>
internal sealed class DecoderLayer(
    DecoderConfig config,
    Tensor inputNorm,
    Projection query,
    Projection key,
    Projection value,
    Projection output,
    Tensor feedForwardNorm,
    Projection gate,
    Projection up,
    Projection down)
{
    private readonly double _scale = 1 / Math.Sqrt(config.HeadSize);

    /// <summary>Runs the block.</summary>
    /// <param name="x">rows × width.</param>
    /// <param name="pass">What belongs to all layers of this pass.</param>
    /// <param name="cache">Where keys and values are kept, if they are.</param>
    /// <param name="lastOnly">Whether only the sequences' last rows are wanted: the result has a row per sequence.</param>
    public Tensor Forward(Tensor x, DecoderPass pass, LayerCache? cache, bool lastOnly)
    {
        // Without a scope of its own, what a backward pass has no need of would live as long as the whole pass.
        using var scope = NewDisposeScope();
        var batch = pass.Batch;
        var normal = DecoderOperations.RmsNorm(x, inputNorm, config.NormEpsilon);
        var k = DecoderOperations.Rotary(Heads(key.Forward(normal, pass.Adapters), config.KeyValueHeads), pass.Cos, pass.Sin);
        var v = Heads(value.Forward(normal, pass.Adapters), config.KeyValueHeads);
        if (cache is not null)
        {
            (k, v) = cache.Store(pass.CacheRows!, k, v);
        }
        else if (batch.KeyRows is { } rows)
        {
            k = k.index_select(0, rows);
            v = v.index_select(0, rows);
        }

        var (cos, sin, adapters) = (pass.Cos, pass.Sin, pass.Adapters);
        if (lastOnly)
        {
            x = x.index_select(0, batch.LastRows);
            normal = normal.index_select(0, batch.LastRows);
            cos = cos.index_select(0, batch.LastRows);
            sin = sin.index_select(0, batch.LastRows);
            adapters = pass.LastAdapters;
        }

        var q = DecoderOperations.Rotary(Heads(query.Forward(normal, adapters), config.Heads), cos, sin);
        var attended = lastOnly
            ? DecoderOperations.Attention(q, k, v, batch.LastLayout, batch.DeviceLastLayout, _scale)
            : DecoderOperations.Attention(q, k, v, batch.Layout, batch.DeviceLayout, _scale);
        x = x + output.Forward(attended.view(-1, (long)config.Heads * config.HeadSize), adapters);
        normal = DecoderOperations.RmsNorm(x, feedForwardNorm, config.NormEpsilon);
        var inner = DecoderOperations.SwiGlu(gate.Forward(normal, adapters), up.Forward(normal, adapters));
        return scope.MoveToOuter(x + down.Forward(inner, adapters));
    }

    private Tensor Heads(Tensor x, int heads) => x.view(-1, heads, config.HeadSize);
}
