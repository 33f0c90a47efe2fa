using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>
/// A policy while it is trained on rollouts: what it says now, and what the frozen base says, of the choices that were made. All rows are
/// those of the given rollouts' steps, one rollout after the other.
/// </summary>
internal abstract class TrainedPolicy
{
    /// <summary>How many rollouts there are.</summary>
    public abstract int Count { get; }

    /// <summary>How many choices were made in a rollout; 1 or more.</summary>
    public abstract int StepsOf(int rollout);

    /// <summary>How many rows of a forward pass a rollout takes at most.</summary>
    public abstract int RowsOf(int rollout);

    /// <summary>Rollouts that are cheaper to compute together have the same number.</summary>
    public abstract int GroupOf(int rollout);

    /// <summary>What was chosen.</summary>
    public abstract IEnumerable<long> ActionsOf(int rollout);

    /// <summary>The logits, steps × choices, and the value estimates, null where there are none, with their gradients.</summary>
    public abstract (Tensor Logits, Tensor? Values) Evaluate(IReadOnlyList<int> rollouts);

    /// <summary>The base's logits.</summary>
    public abstract Tensor EvaluateBase(IReadOnlyList<int> rollouts);

    /// <summary>Where tensors are.</summary>
    public abstract Device Device { get; }
}
