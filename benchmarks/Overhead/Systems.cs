using Optimas;

namespace Overhead;

/// <summary>Five components that complete synchronously, in a chain, and the same calls by hand.</summary>
[CompoundSystem<long, long>(Output = nameof(E))]
public sealed partial class Synchronous(int work)
{
    [Component]
    private long A(long input, [Hyperparameter(1, 2)] int step = 1) => Work.Do(input + step, work);

    [Component]
    private long B(long a, [Hyperparameter(1, 2)] int step = 1) => Work.Do(a + step, work);

    [Component]
    private long C(long b, [Hyperparameter(1, 2)] int step = 1) => Work.Do(b + step, work);

    [Component]
    private long D(long c, [Hyperparameter(1, 2)] int step = 1) => Work.Do(c + step, work);

    [Component]
    private long E(long d, [Hyperparameter(1, 2)] int step = 1) => Work.Do(d + step, work);

    public Task<long> ByHandAsync(long input, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(E(D(C(B(A(input))))));
    }
}

/// <summary>Five components that return tasks which have completed already, as those of a cache do.</summary>
[CompoundSystem<long, long>(Output = nameof(E))]
public sealed partial class Completed(int work)
{
    [Component]
    private ValueTask<long> A(long input, [Hyperparameter(1, 2)] int step = 1, CancellationToken ct = default) => Work.Completed(input + step, work, ct);

    [Component]
    private ValueTask<long> B(long a, [Hyperparameter(1, 2)] int step = 1, CancellationToken ct = default) => Work.Completed(a + step, work, ct);

    [Component]
    private ValueTask<long> C(long b, [Hyperparameter(1, 2)] int step = 1, CancellationToken ct = default) => Work.Completed(b + step, work, ct);

    [Component]
    private ValueTask<long> D(long c, [Hyperparameter(1, 2)] int step = 1, CancellationToken ct = default) => Work.Completed(c + step, work, ct);

    [Component]
    private ValueTask<long> E(long d, [Hyperparameter(1, 2)] int step = 1, CancellationToken ct = default) => Work.Completed(d + step, work, ct);

    public async Task<long> ByHandAsync(long input, CancellationToken ct = default)
    {
        long a = await A(input, ct: ct).ConfigureAwait(false);
        long b = await B(a, ct: ct).ConfigureAwait(false);
        long c = await C(b, ct: ct).ConfigureAwait(false);
        long d = await D(c, ct: ct).ConfigureAwait(false);
        return await E(d, ct: ct).ConfigureAwait(false);
    }
}

/// <summary>Five components that complete later, on the thread pool.</summary>
[CompoundSystem<long, long>(Output = nameof(E))]
public sealed partial class Asynchronous(int work)
{
    [Component]
    private Task<long> A(long input, [Hyperparameter(1, 2)] int step = 1, CancellationToken ct = default) => Work.LaterAsync(input + step, work, ct);

    [Component]
    private Task<long> B(long a, [Hyperparameter(1, 2)] int step = 1, CancellationToken ct = default) => Work.LaterAsync(a + step, work, ct);

    [Component]
    private Task<long> C(long b, [Hyperparameter(1, 2)] int step = 1, CancellationToken ct = default) => Work.LaterAsync(b + step, work, ct);

    [Component]
    private Task<long> D(long c, [Hyperparameter(1, 2)] int step = 1, CancellationToken ct = default) => Work.LaterAsync(c + step, work, ct);

    [Component]
    private Task<long> E(long d, [Hyperparameter(1, 2)] int step = 1, CancellationToken ct = default) => Work.LaterAsync(d + step, work, ct);

    public async Task<long> ByHandAsync(long input, CancellationToken ct = default)
    {
        long a = await A(input, ct: ct).ConfigureAwait(false);
        long b = await B(a, ct: ct).ConfigureAwait(false);
        long c = await C(b, ct: ct).ConfigureAwait(false);
        long d = await D(c, ct: ct).ConfigureAwait(false);
        return await E(d, ct: ct).ConfigureAwait(false);
    }
}

/// <summary>Two independent components that complete later, and one that joins them.</summary>
[CompoundSystem<long, long>(Output = nameof(Both))]
public sealed partial class Overlapping(int work)
{
    [Component]
    private Task<long> Left(long input, [Hyperparameter(1, 2)] int step = 1, CancellationToken ct = default) => Work.LaterAsync(input + step, work, ct);

    [Component]
    private Task<long> Right(long input, [Hyperparameter(1, 2)] int step = 1, CancellationToken ct = default) => Work.LaterAsync(input + step, work, ct);

    [Component]
    private long Both(long left, long right) => left + right;

    public async Task<long> ByHandAsync(long input, CancellationToken ct = default)
    {
        // What a careful author writes, so that a failure of one ends the other.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var left = Left(input, ct: ending.Token);
        var right = Right(input, ct: ending.Token);
        await Task.WhenAll(left, right).ConfigureAwait(false);
        return Both(await left.ConfigureAwait(false), await right.ConfigureAwait(false));
    }
}

/// <summary>One component that takes 50 ms, as a call to a language model does at best.</summary>
[CompoundSystem<int, int>(Output = nameof(Slow))]
public sealed partial class Waiting
{
    public const int Milliseconds = 50;

    [Component]
    private async Task<int> Slow(int input, [Hyperparameter(1, 2)] int step = 1, CancellationToken ct = default)
    {
        await Task.Delay(Milliseconds, ct).ConfigureAwait(false);
        return input + step;
    }

    public Task<int> ByHandAsync(int input, CancellationToken ct = default) => Slow(input, ct: ct);
}

/// <summary>What a component does: a chain of multiplications that can't be optimized away.</summary>
internal static class Work
{
    public static long Do(long value, int rounds)
    {
        for (int i = 0; i < rounds; i++)
            value = (value ^ (value >>> 31)) * 0x2545F4914F6CDD1D;
        return value;
    }

    public static ValueTask<long> Completed(long value, int rounds, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<long>(cancellationToken) : new(Do(value, rounds));

    public static async Task<long> LaterAsync(long value, int rounds, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        return Do(value, rounds);
    }
}
