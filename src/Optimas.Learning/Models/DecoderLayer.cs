using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>One block: grouped-query attention and a gated feed-forward, each behind an RMS norm and added to the residual stream.</summary>
internal sealed class DecoderLayer(
    DecoderConfig config,
    Tensor inputNorm,
    Projection query,
    Projection key,
    Projection value,
    JoinedProjection queryKeyValue,
    Projection output,
    Tensor feedForwardNorm,
    Projection gate,
    Projection up,
    JoinedProjection gateUp,
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
        // A pass that records nothing and changes nothing can take projections of the same input at once.
        bool joined = pass.Adapters is null && !is_grad_enabled();
        using var scope = NewDisposeScope();
        x = Attend(x, pass, cache, lastOnly, joined);
        return scope.MoveToOuter(FeedForward(x, lastOnly ? pass.LastAdapters : pass.Adapters, joined));
    }

    // Each half has a scope of its own: without it, what a backward pass has no need of would live as long as the block.
    private Tensor Attend(Tensor x, DecoderPass pass, LayerCache? cache, bool lastOnly, bool joined)
    {
        using var scope = NewDisposeScope();
        var batch = pass.Batch;
        var normal = DecoderOperations.RmsNorm(x, inputNorm, config.NormEpsilon);
        Tensor? q = null;
        Tensor k, v;
        if (joined && !lastOnly)
        {
            int rotatedHeads = config.Heads + config.KeyValueHeads;
            var all = Heads(queryKeyValue.Forward(normal), rotatedHeads + config.KeyValueHeads);
            var rotated = DecoderOperations.Rotary(all.narrow(1, 0, rotatedHeads), pass.Cos, pass.Sin);
            q = rotated.narrow(1, 0, config.Heads);
            k = rotated.narrow(1, config.Heads, config.KeyValueHeads);
            v = all.narrow(1, rotatedHeads, config.KeyValueHeads);
        }
        else
        {
            k = DecoderOperations.Rotary(Heads(key.Forward(normal, pass.Adapters), config.KeyValueHeads), pass.Cos, pass.Sin);
            v = Heads(value.Forward(normal, pass.Adapters), config.KeyValueHeads);
        }

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

        q ??= DecoderOperations.Rotary(Heads(query.Forward(normal, adapters), config.Heads), cos, sin);
        var attended = lastOnly
            ? DecoderOperations.Attention(q, k, v, batch.LastLayout, batch.DeviceLastLayout, _scale)
            : DecoderOperations.Attention(q, k, v, batch.Layout, batch.DeviceLayout, _scale);
        return scope.MoveToOuter(x + output.Forward(attended.view(-1, (long)config.Heads * config.HeadSize), adapters));
    }

    private Tensor FeedForward(Tensor x, AdapterRouting? adapters, bool joined)
    {
        using var scope = NewDisposeScope();
        var normal = DecoderOperations.RmsNorm(x, feedForwardNorm, config.NormEpsilon);
        Tensor inner;
        if (joined)
        {
            using var both = gateUp.Forward(normal);
            inner = DecoderOperations.SwiGlu(both.narrow(1, 0, config.IntermediateSize), both.narrow(1, config.IntermediateSize, config.IntermediateSize));
        }
        else
        {
            using Tensor opened = gate.Forward(normal, adapters), passed = up.Forward(normal, adapters);
            inner = DecoderOperations.SwiGlu(opened, passed);
        }

        return scope.MoveToOuter(x + down.Forward(inner, adapters));
    }

    private Tensor Heads(Tensor x, int heads) => x.view(-1, heads, config.HeadSize);
}
