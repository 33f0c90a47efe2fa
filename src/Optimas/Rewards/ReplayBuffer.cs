namespace Optimas;

/// <summary>
/// Earlier preference pairs for stage 2. Each component keeps a uniform sample of its pairs up to a capacity (reservoir sampling: Vitter
/// 1985). What is kept is a function of the seed and of what was added, in its order.
/// </summary>
/// <param name="capacity">The largest number of pairs kept for one component.</param>
/// <param name="seed">The seed of the choice.</param>
public sealed class ReplayBuffer(int capacity, long seed)
{
    private readonly int _capacity = capacity >= 1
        ? capacity
        : throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "A replay buffer holds at least one pair.");

    private readonly SortedDictionary<int, (List<PreferencePair> Kept, long Seen)> _components = [];

    /// <summary>The number of pairs kept, over all components.</summary>
    public int Count => _components.Values.Sum(c => c.Kept.Count);

    /// <summary>The pairs kept for a component.</summary>
    public IReadOnlyList<PreferencePair> Pairs(int component) => _components.TryGetValue(component, out var entry) ? [.. entry.Kept] : [];

    /// <summary>Adds pairs, of any components.</summary>
    public void Add(IEnumerable<PreferencePair> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        foreach (var pair in pairs)
        {
            var (kept, seen) = _components.TryGetValue(pair.Component, out var entry) ? entry : ([], 0);
            if (kept.Count < _capacity)
            {
                kept.Add(pair);
            }
            else
            {
                var random = new SeededRandom(SeededRandom.Derive(seed, "replay buffer", pair.Component), "pair", seen);
                long position = (long)(random.NextDouble() * (seen + 1));
                if (position < _capacity)
                    kept[(int)position] = pair;
            }

            _components[pair.Component] = (kept, seen + 1);
        }
    }
}
