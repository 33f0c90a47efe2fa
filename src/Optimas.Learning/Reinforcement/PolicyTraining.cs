using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>What a round of training needs to know of a kind of policy: how its choices are recorded, learned from, and stored.</summary>
/// <typeparam name="TChoice">What is recorded.</typeparam>
internal abstract class PolicyTraining<TChoice> : IDisposable
{
    /// <summary>The policy's optimizer.</summary>
    public abstract PolicyOptimizer PolicyOptimizer { get; }

    /// <summary>The value estimate's; null without one.</summary>
    public abstract PolicyOptimizer? ValueOptimizer { get; }

    /// <summary>What says which weights these are.</summary>
    public abstract IEnumerable<(string Name, Tensor Value)> Weights { get; }

    /// <summary>Why a component that ran may have recorded nothing, for the one who wired it.</summary>
    public abstract string NothingRecorded { get; }

    /// <summary>Both optimizers, in the order in which they are stored.</summary>
    protected IReadOnlyList<PolicyOptimizer> Optimizers => ValueOptimizer is { } value ? [PolicyOptimizer, value] : [PolicyOptimizer];

    /// <summary>Runs something and gives what the policy chose meanwhile.</summary>
    /// <param name="run">What to run.</param>
    /// <param name="seed">The seed of the choices, where the run doesn't have one.</param>
    public abstract Task<(ImmutableArray<TChoice> Choices, T Result)> RecordAsync<T>(Func<Task<T>> run, long seed);

    /// <summary>The policy on rollouts to learn from.</summary>
    public abstract TrainedPolicy On(IReadOnlyList<ImmutableArray<TChoice>> rollouts);

    /// <summary>Whether there are weights of a name.</summary>
    public abstract bool IsStored(string name);

    /// <summary>Stores the weights and what the next round goes on from.</summary>
    public abstract Task SaveAsync(string name, CancellationToken cancellationToken);

    /// <summary>Deletes them; nothing happens where there are none of that name.</summary>
    public abstract void Discard(string name);

    public abstract void Dispose();
}
