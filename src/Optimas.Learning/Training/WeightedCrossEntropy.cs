using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>
/// The next-token loss of packed texts. Logits are made for the predictions that weigh something alone, and for as many at a time as memory
/// for a large vocabulary allows.
/// </summary>
internal sealed class WeightedCrossEntropy
{
    // float32 logits of 256 MiB, and their gradient again.
    private const long MaxElements = 1L << 26;

    private readonly IReadOnlyList<int>[] _inputs;
    private readonly List<long> _rows = [], _targets = [];
    private readonly List<float> _weights = [];

    /// <summary>The predictions of some texts.</summary>
    public WeightedCrossEntropy(IReadOnlyList<TokenSequence> sequences)
    {
        _inputs = new IReadOnlyList<int>[sequences.Count];
        for (int i = 0; i < _inputs.Length; i++)
            _inputs[i] = Add(sequences[i]);
        _inputs = [.. _inputs.Where(t => t.Count > 0)];
    }

    /// <summary>The sum of the weights.</summary>
    public double Weight { get; private set; }

    /// <summary>The tokens that the model reads.</summary>
    public int Tokens { get; private set; }

    /// <summary>The loss, Σ weight · −log p(token | those before), divided by <paramref name="share"/>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="adapter">The adapter in force; null for none.</param>
    /// <param name="share">What it is divided by.</param>
    public double Loss(DecoderModel model, LoraAdapter? adapter, double share)
    {
        if (_inputs.Length == 0)
            return 0;
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var hidden = model.Hidden(PackedBatch.Of(_inputs, model.Device), adapter);
        return Parts(model).Sum(part => Loss(model, hidden, part).item<float>()) / share;
    }

    /// <summary>The same; adds its gradient to that of the weights and the adapter.</summary>
    public double Backward(DecoderModel model, LoraAdapter? adapter, double share, bool checkpointing)
    {
        if (_inputs.Length == 0)
            return 0;
        using var scope = NewDisposeScope();
        var pass = TrainingPass.Run(model, PackedBatch.Of(_inputs, model.Device), adapter, lastOnly: false, checkpointing);
        double sum = 0;
        foreach (var part in Parts(model))
        {
            using var inner = NewDisposeScope();
            var loss = Loss(model, pass.Hidden, part) / share;
            loss.backward();
            sum += loss.item<float>();
        }

        pass.Backward();
        return sum;
    }

    // What comes after the last prediction that weighs something changes nothing.
    private IReadOnlyList<int> Add(TokenSequence sequence)
    {
        int last = sequence.Tokens.Count - 1;
        while (last > 0 && sequence.WeightOf(last) == 0)
            last--;
        for (int i = 1; i <= last; i++)
        {
            if (sequence.WeightOf(i) is var weight and > 0)
            {
                _rows.Add(Tokens + i - 1);
                _targets.Add(sequence.Tokens[i]);
                _weights.Add(weight);
                Weight += weight;
            }
        }

        Tokens += last;
        return [.. sequence.Tokens.Take(last)];
    }

    private IEnumerable<Range> Parts(DecoderModel model)
    {
        int step = (int)Math.Clamp(MaxElements / model.Config.VocabularySize, 1, int.MaxValue);
        for (int start = 0, count; start < _rows.Count; start += count)
        {
            count = Math.Min(step, _rows.Count - start);
            yield return start..(start + count);
        }
    }

    private Tensor Loss(DecoderModel model, Tensor hidden, Range part)
    {
        Tensor rows = tensor(_rows[part].ToArray(), device: model.Device), targets = tensor(_targets[part].ToArray(), device: model.Device);
        var weights = tensor(_weights[part].ToArray(), device: model.Device);
        var logits = model.Logits(hidden.index_select(0, rows)).to(ScalarType.Float32);
        return (nn.functional.cross_entropy(logits, targets, reduction: nn.Reduction.None) * weights).sum();
    }
}
