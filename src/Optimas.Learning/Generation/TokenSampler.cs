using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>
/// Draws the next token of each text. A draw is a function of the logits and one number u from [0, 1): the first token at which the cumulated
/// probability exceeds u, in the vocabulary's order, or from the most likely one down where top-k or top-p filter.
/// </summary>
internal static class TokenSampler
{
    /// <summary>Draws a token for every row.</summary>
    /// <param name="logits">texts × vocabulary.</param>
    /// <param name="options">Of each text.</param>
    /// <param name="noise">u of each text.</param>
    /// <returns>The tokens, and the logarithms of their probabilities at temperature 1 without a filter.</returns>
    public static (int[] Tokens, float[] LogProbabilities) Sample(Tensor logits, IReadOnlyList<SamplingOptions> options, IReadOnlyList<double> noise)
    {
        using var scope = NewDisposeScope();
        int vocabulary = (int)logits.shape[1];
        logits = logits.to(ScalarType.Float32);
        var logProbabilities = logits.log_softmax(-1);
        Tensor? chosen = null;
        foreach (var kind in Enumerable.Range(0, options.Count).GroupBy(i => KindOf(options[i], vocabulary)).OrderBy(g => g.Key))
        {
            int[] rows = [.. kind];
            bool all = rows.Length == options.Count;
            var index = all ? null : tensor(rows.Select(r => (long)r).ToArray(), device: logits.device);
            var own = index is null ? logits : logits.index_select(0, index);
            var drawn = kind.Key == Kind.Greedy
                ? own.argmax(-1)
                : Draw(own, [.. rows.Select(r => options[r])], [.. rows.Select(r => noise[r])], kind.Key == Kind.Filtered);
            if (index is null)
                chosen = drawn;
            else
                (chosen ??= zeros([options.Count], ScalarType.Int64, logits.device)).index_copy_(0, index, drawn);
        }

        var picked = logProbabilities.gather(1, chosen!.unsqueeze(1));
        // One transfer for both.
        double[] result = cat([chosen!.unsqueeze(1).to(ScalarType.Float64), picked.to(ScalarType.Float64)], 1).cpu().data<double>().ToArray();
        int[] tokens = new int[options.Count];
        float[] probabilities = new float[options.Count];
        for (int i = 0; i < tokens.Length; i++)
        {
            tokens[i] = (int)result[2 * i];
            probabilities[i] = (float)result[(2 * i) + 1];
        }

        return (tokens, probabilities);
    }

    private enum Kind
    {
        Greedy,
        Plain,
        Filtered,
    }

    private static Kind KindOf(SamplingOptions options, int vocabulary) =>
        options.Temperature == 0 ? Kind.Greedy : options.TopP < 1 || options.TopK < vocabulary ? Kind.Filtered : Kind.Plain;

    private static Tensor Draw(Tensor logits, SamplingOptions[] options, double[] noise, bool filters)
    {
        var device = logits.device;
        logits = logits / tensor(options.Select(o => (float)o.Temperature).ToArray(), device: device).unsqueeze(1);
        var u = tensor(noise, device: device).unsqueeze(1);
        if (!filters)
            return First(logits.softmax(-1).to(ScalarType.Float64), u);

        int width = (int)logits.shape[1], most = options.All(o => o.TopK is not null) ? Math.Min(width, options.Max(o => o.TopK!.Value)) : width;
        var (values, order) = most < width ? logits.topk(most) : logits.sort(-1, descending: true, stable: true);
        var rank = arange(0, most, ScalarType.Int64, device).unsqueeze(0);
        var keep = tensor(options.Select(o => (long)(o.TopK ?? width)).ToArray(), device: device).unsqueeze(1);
        var p = values.masked_fill(rank.ge(keep), double.NegativeInfinity).softmax(-1).to(ScalarType.Float64);
        // A token stays while those before it have not reached the probability yet.
        var reached = p.cumsum(-1) - p;
        p = p.masked_fill(reached.ge(tensor(options.Select(o => o.TopP).ToArray(), device: device).unsqueeze(1)), 0);
        return order.gather(1, First(p, u).unsqueeze(1)).select(1, 0);
    }

    // The first position at which the cumulated weight exceeds u of the total; a zero weight is never chosen.
    private static Tensor First(Tensor weights, Tensor u)
    {
        var cumulated = weights.cumsum(-1);
        var target = u * cumulated.narrow(1, cumulated.shape[1] - 1, 1);
        return cumulated.le(target).to(ScalarType.Int64).sum(-1).clamp(max: cumulated.shape[1] - 1);
    }
}
