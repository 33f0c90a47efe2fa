namespace Optimas.Learning;

/// <summary>
/// Passes over a list, each in another random order: an endless sequence that is a function of (list, seed, position) alone.
/// </summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="items">The list, not empty.</param>
/// <param name="seed">The seed of the orders.</param>
public sealed class ShuffledEpochs<T>(IReadOnlyList<T> items, long seed)
{
    private readonly IReadOnlyList<T> _items =
        items is { Count: > 0 } ? items : throw new ArgumentException("There is nothing to pass over.", nameof(items));

    private readonly Lock _lock = new();
    private (long Epoch, int[] Order) _current = (-1, []);

    /// <summary>What is at a position, from 0 on. Safe for concurrent use.</summary>
    public T this[long position]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(position);
            var (epoch, index) = Math.DivRem(position, _items.Count);
            lock (_lock)
            {
                if (_current.Epoch != epoch)
                    _current = (epoch, new SeededRandom(seed, "epoch", epoch).Shuffle(Enumerable.Range(0, _items.Count)));
                return _items[_current.Order[index]];
            }
        }
    }
}
