using System.Collections.Immutable;

namespace Optimas.Learning;

/// <summary>Notes what one policy, under whatever weights, decides on behalf of the current async context.</summary>
internal sealed class DecisionRecorder : IDisposable
{
    private static readonly AsyncLocal<DecisionRecorder?> s_current = new();

    private readonly DecisionRecorder? _outer = s_current.Value;
    private readonly PolicyShelf _policy;
    private readonly Lock _lock = new();
    private ImmutableArray<PolicyDecision> _decisions = [];

    /// <param name="policy">The policy.</param>
    /// <param name="seed">The seed of its decisions, where the component's call has none.</param>
    public DecisionRecorder(PolicyShelf policy, long seed)
    {
        _policy = policy;
        Seed = seed;
        s_current.Value = this;
    }

    public long Seed { get; }

    /// <summary>What was decided so far.</summary>
    public ImmutableArray<PolicyDecision> Decisions
    {
        get
        {
            lock (_lock)
                return _decisions;
        }
    }

    /// <summary>The recorder of a policy; null where nobody records it.</summary>
    public static DecisionRecorder? Of(PolicyShelf policy)
    {
        var recorder = s_current.Value;
        while (recorder is not null && recorder._policy != policy)
            recorder = recorder._outer;
        return recorder;
    }

    public void Add(PolicyDecision decision)
    {
        lock (_lock)
            _decisions = _decisions.Add(decision);
    }

    public void Dispose() => s_current.Value = _outer;
}

/// <summary>A decision.</summary>
/// <param name="Observation">What was seen.</param>
/// <param name="Action">What was done.</param>
internal sealed record PolicyDecision(float[] Observation, int Action);
