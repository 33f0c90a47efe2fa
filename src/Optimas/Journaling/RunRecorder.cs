using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Optimas.Journaling;

/// <summary>What everything that records one run shares: its journal, its clock, the turn, and the numbers that entries get.</summary>
internal sealed class RunRecorder(IRunJournal journal, JournalProgress before)
{
    private readonly ConcurrentDictionary<UInt128, int> _occurrences = new();
    private readonly ConcurrentDictionary<UInt128, bool> _written = new();
    private readonly ConditionalWeakTable<SystemConfiguration, StrongBox<UInt128>> _hashes = [];
    private long _executions = before.Executions;
    private long _pairs;
    private long _rewards;
    private volatile Turn _turn = new(0, null);

    public IRunJournal Journal { get; } = journal;

    public RunClock Clock { get; } = new(before.Elapsed);

    /// <summary>The turn that runs; set between turns.</summary>
    public Turn Turn
    {
        get => _turn;
        set => _turn = value;
    }

    public long NextExecution() => Interlocked.Increment(ref _executions) - 1;

    /// <summary>The key of the next effect with a hash.</summary>
    public EffectKey Key(UInt128 hash) => new(hash, _occurrences.AddOrUpdate(hash, 0, (_, n) => n + 1));

    /// <summary>A configuration's hash. The journal gets the configuration first.</summary>
    public UInt128 Hash(SystemConfiguration configuration)
    {
        if (_hashes.TryGetValue(configuration, out var known))
            return known.Value;
        var recorded = Recorded(configuration);
        if (_written.TryAdd(recorded.Hash, true))
            Journal.Write(recorded);
        _hashes.AddOrUpdate(configuration, new(recorded.Hash));
        return recorded.Hash;
    }

    public static RecordedConfiguration Recorded(SystemConfiguration configuration)
    {
        string json = configuration.ToJson();
        return new(ContentHash.Of(json), json);
    }

    /// <summary>A local reward was trained on these pairs, among others.</summary>
    public void Learned(string component, ComponentFit fit, ILocalReward? reward, IReadOnlyList<PreferencePair> fresh, double systemRuns)
    {
        if (fresh.Count > 0)
            Journal.Write(new RecordedPairs(_pairs, Turn.Step, component, fresh));
        _pairs += fresh.Count;
        Journal.Write(new RecordedReward(_rewards++, Turn.Step, component, fit, reward, systemRuns));
    }
}

/// <summary>A turn of the optimization.</summary>
/// <param name="Step">Its number, from 1; 0 before the first one.</param>
/// <param name="Component">Whose turn: a component, or the system; null before the first one.</param>
internal sealed record Turn(int Step, string? Component);
