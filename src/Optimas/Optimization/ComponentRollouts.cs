namespace Optimas;

/// <summary>
/// Rolls one component out, alone, for the training of its weights: on inputs x_k that the system gives it, under the configuration that
/// serves (the very prompt, values and model) with other weights in the trained place. Values chosen per input keep their own ones meanwhile.
/// Safe for concurrent use.
/// </summary>
/// <remarks>
/// The component runs in the caller's async context, so an <see cref="AsyncLocal{T}"/> that is set around a call of <see cref="RunAsync"/> tells
/// a chat client or a model inside the component which rollout its tokens or actions belong to. Where the configuration leaves its samples no
/// choice, by a temperature of 0 or a fixed seed, it is for the trainer's model to explore all the same: <see cref="ComponentScope.Seed"/>
/// differs from rollout to rollout.
/// </remarks>
public sealed class ComponentRollouts
{
    private readonly Func<int, string?, long, CancellationToken, Task<ComponentRollout?>> _run;
    private int _limit;
    private int _started;
    private int _failures;

    /// <summary>Rollouts by a function. The optimizer makes its own; this one is for trying out a trainer.</summary>
    /// <param name="inputs">The number of inputs; 1 or more.</param>
    /// <param name="limit">The largest number of rollouts.</param>
    /// <param name="parallelism">How many may run at once.</param>
    /// <param name="run">Rolls the component out on an input, by weights and seed; null where it failed.</param>
    public ComponentRollouts(
        int inputs, int limit, int parallelism, Func<int, string?, long, CancellationToken, Task<ComponentRollout?>> run)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(parallelism, 1);
        ArgumentNullException.ThrowIfNull(run);
        Inputs = inputs;
        Parallelism = parallelism;
        _limit = limit;
        _run = run;
    }

    /// <summary>The number of inputs.</summary>
    public int Inputs { get; }

    /// <summary>How many rollouts may run at once. It must change how long a round takes, never its result.</summary>
    public int Parallelism { get; }

    /// <summary>How many rollouts are left.</summary>
    public int Remaining => Math.Max(0, Volatile.Read(ref _limit) - Count);

    /// <summary>How many were started.</summary>
    public int Count => Volatile.Read(ref _started);

    /// <summary>How many of them failed.</summary>
    public int Failures => Volatile.Read(ref _failures);

    /// <summary>Runs the component once on an input, and scores what it did.</summary>
    /// <param name="input">Which input, from 0 to <see cref="Inputs"/> − 1.</param>
    /// <param name="weights">The weights to run with; null for the base model's own.</param>
    /// <param name="seed">The seed of its samples. Inputs with the same seed still sample independently.</param>
    /// <param name="cancellationToken">Ends the rollout.</param>
    /// <returns>What it did; null where the component failed, which is no better than the worst that it can do.</returns>
    /// <exception cref="InvalidOperationException">The round is over, or made as many rollouts as it may.</exception>
    public async Task<ComponentRollout?> RunAsync(int input, string? weights, long seed, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(input);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(input, Inputs);
        cancellationToken.ThrowIfCancellationRequested();
        if (Interlocked.Increment(ref _started) > Volatile.Read(ref _limit))
        {
            Interlocked.Decrement(ref _started);
            throw new InvalidOperationException("A round of training makes no more rollouts than the trainer declared, and none once it is over.");
        }

        var rollout = await _run(input, weights, seed, cancellationToken).ConfigureAwait(false);
        if (rollout is null)
            Interlocked.Increment(ref _failures);
        return rollout;
    }

    /// <summary>Ends the round: what is left of its rollouts is free for something else.</summary>
    internal void Close() => Volatile.Write(ref _limit, 0);
}

/// <summary>What a component did in one rollout.</summary>
/// <param name="Observation">(x_k, y_k).</param>
/// <param name="Reward">r_k(x_k, y_k): comparable among rollouts on the same input.</param>
public sealed record ComponentRollout(Observation Observation, double Reward);
