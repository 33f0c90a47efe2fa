using System.Collections.Immutable;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>
/// A language model under training on texts that it wrote. A step is a token of a reply. Replies to one prompt share its rows, and logits are
/// computed for what predicts a reply's token alone, at the temperature that it was sampled at. Top-k and top-p are left out of both the
/// probabilities before and after.
/// </summary>
internal sealed class WrittenTexts : TrainedPolicy
{
    private readonly DecoderModel _model;
    private readonly LoraAdapter _adapter;
    private readonly ValueHead _head;
    private readonly IReadOnlyList<ImmutableArray<RecordedGeneration>> _rollouts;
    private readonly Dictionary<ImmutableArray<int>, int> _prompts = new(new SameTokens());

    public WrittenTexts(DecoderModel model, LoraAdapter adapter, ValueHead head, IReadOnlyList<ImmutableArray<RecordedGeneration>> rollouts)
    {
        _model = model;
        _adapter = adapter;
        _head = head;
        _rollouts = rollouts;
        foreach (var generation in rollouts.SelectMany(r => r))
            _prompts.TryAdd(generation.Request.Prompt, _prompts.Count);
    }

    public override int Count => _rollouts.Count;

    public override Device Device => _model.Device;

    public override int StepsOf(int rollout) => _rollouts[rollout].Sum(g => g.Tokens.Length);

    public override int RowsOf(int rollout) => _rollouts[rollout].Sum(g => g.Request.Prompt.Length + g.Tokens.Length);

    public override int GroupOf(int rollout) => _prompts[_rollouts[rollout][0].Request.Prompt];

    public override IEnumerable<long> ActionsOf(int rollout) => _rollouts[rollout].SelectMany(g => g.Tokens).Select(t => (long)t);

    public override (Tensor Logits, Tensor? Values) Evaluate(IReadOnlyList<int> rollouts)
    {
        var generations = Generations(rollouts);
        var hidden = Hidden(generations, _adapter);
        return (Logits(hidden, generations), _head.Of(hidden));
    }

    public override Tensor EvaluateBase(IReadOnlyList<int> rollouts)
    {
        var generations = Generations(rollouts);
        return Logits(Hidden(generations, adapter: null), generations);
    }

    private RecordedGeneration[] Generations(IReadOnlyList<int> rollouts) => [.. rollouts.SelectMany(r => _rollouts[r])];

    // The hidden states from which the replies' tokens are predicted, reply after reply.
    private Tensor Hidden(RecordedGeneration[] generations, LoraAdapter? adapter)
    {
        var contexts = new List<Branching>();
        long[] starts = new long[generations.Length];
        long row = 0;
        foreach (var replies in Enumerable.Range(0, generations.Length).GroupBy(i => _prompts[generations[i].Request.Prompt]))
        {
            // The prompt's last token goes with each reply, whose first token it predicts; a reply's last token predicts nothing.
            var prompt = generations[replies.First()].Request.Prompt;
            contexts.Add(new(prompt[..^1], [.. replies.Select(i => (int[])[prompt[^1], .. generations[i].Tokens[..^1]])]));
            row += prompt.Length - 1;
            foreach (int i in replies)
            {
                starts[i] = row;
                row += generations[i].Tokens.Length;
            }
        }

        long[] rows = [.. generations.SelectMany((g, i) => Enumerable.Range(0, g.Tokens.Length).Select(t => starts[i] + t))];
        return _model.Hidden(PackedBatch.Of(contexts, _model.Device), adapter).index_select(0, tensor(rows, device: _model.Device));
    }

    private Tensor Logits(Tensor hidden, RecordedGeneration[] generations)
    {
        var logits = _model.Logits(hidden).to(ScalarType.Float32);
        if (Array.TrueForAll(generations, g => g.Request.Sampling.Temperature == 1))
            return logits;
        float[] temperatures = [.. generations.SelectMany(g => Enumerable.Repeat((float)g.Request.Sampling.Temperature, g.Tokens.Length))];
        return logits / tensor(temperatures, device: _model.Device).unsqueeze(1);
    }

    private sealed class SameTokens : IEqualityComparer<ImmutableArray<int>>
    {
        public bool Equals(ImmutableArray<int> x, ImmutableArray<int> y) => x.AsSpan().SequenceEqual(y.AsSpan());

        public int GetHashCode(ImmutableArray<int> tokens)
        {
            HashCode hash = default;
            hash.AddBytes(MemoryMarshal.AsBytes(tokens.AsSpan()));
            return hash.ToHashCode();
        }
    }
}
