namespace Optimas;

/// <summary>Runs work on many items at once and keeps the results in the order of the items.</summary>
internal static class OrderedParallel
{
    public static async Task<TResult[]> SelectAsync<T, TResult>(
        IReadOnlyList<T> items, int parallelism, Func<T, int, CancellationToken, Task<TResult>> select, CancellationToken cancellationToken)
    {
        var results = new TResult[items.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken };
        await Parallel.ForAsync(
            0, items.Count, options, async (i, ct) => results[i] = await select(items[i], i, ct).ConfigureAwait(false)).ConfigureAwait(false);
        return results;
    }
}
