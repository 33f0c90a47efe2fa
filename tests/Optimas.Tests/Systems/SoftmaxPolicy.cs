using System.Collections.Concurrent;

namespace Optimas.Tests.Systems;

/// <summary>A user's own trainable model: a softmax over actions. Weights are its logits, kept in memory by name.</summary>
internal sealed class SoftmaxPolicy : ITrainable<SoftmaxPolicy>
{
    private static readonly AsyncLocal<List<int>?> s_recorder = new();

    private readonly ConcurrentDictionary<string, double[]> _store;
    private readonly double[] _logits;

    public SoftmaxPolicy(int actions)
        : this(new(), new double[actions])
    {
    }

    private SoftmaxPolicy(ConcurrentDictionary<string, double[]> store, double[] logits)
    {
        _store = store;
        _logits = logits;
    }

    public IEnumerable<string> Stored => _store.Keys.Order(StringComparer.Ordinal);

    public double[] Probabilities
    {
        get
        {
            double[] weights = [.. _logits.Select(l => Math.Exp(l - _logits.Max()))];
            return [.. weights.Select(w => w / weights.Sum())];
        }
    }

    /// <summary>Records the actions of every policy that is asked in the caller's async context, until the next call.</summary>
    public static List<int> Record() => s_recorder.Value = [];

    public SoftmaxPolicy WithWeights(string weights) => new(_store, _store[weights]);

    public SoftmaxPolicy Named(string? weights) => weights is null ? this : WithWeights(weights);

    public void Save(string name, double[] logits) => _store.TryAdd(name, logits).ShouldBeTrue($"{name} was given before");

    public void Delete(string name) => _store.TryRemove(name, out _).ShouldBeTrue($"{name} is not there");

    public double[] Logits() => [.. _logits];

    public int Act(SeededRandom random)
    {
        int action = random.NextIndex(Probabilities);
        s_recorder.Value?.Add(action);
        return action;
    }
}
