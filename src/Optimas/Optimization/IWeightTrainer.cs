namespace Optimas;

/// <summary>
/// Trains the weights of <see cref="TrainableAttribute">trainable</see> components with the local reward (PPOTRAIN of OPTIMAS, algorithm 1).
/// A round is one call: a small, fixed number of update steps from the weights in force. What it gives is a candidate, accepted only if the
/// global reward improves; the next round starts from whatever is in force then.
/// </summary>
public interface IWeightTrainer
{
    /// <summary>On how many training inputs a round may roll the component out at most; 1 or more. Runs of what lies before it are paid for.</summary>
    int InputsPerRound { get; }

    /// <summary>How many rollouts a round makes at most; 1 or more. A plan sets them aside before anything runs.</summary>
    int RolloutsPerRound { get; }

    /// <summary>Runs one round.</summary>
    /// <param name="request">What to train, from where, and how to roll it out.</param>
    /// <param name="cancellationToken">Ends the training.</param>
    /// <returns>The new weights, under a name that was never used before; null where there is nothing to learn.</returns>
    Task<TrainedWeights?> TrainAsync(WeightTrainingRequest request, CancellationToken cancellationToken);

    /// <summary>Hears that weights it returned were not accepted: nothing will name them any more, so they can be deleted.</summary>
    /// <param name="weights">The name it gave them.</param>
    /// <param name="cancellationToken">Ends the deletion.</param>
    ValueTask DiscardAsync(string weights, CancellationToken cancellationToken);
}

/// <summary>A request for a round of training.</summary>
/// <param name="Component">The component.</param>
/// <param name="Parameter">The weights to train.</param>
/// <param name="Weights">The weights in force, from which the round goes on; null for the base model's own.</param>
/// <param name="Rollouts">Runs the component and scores it.</param>
/// <param name="Seed">The seed of every random choice of the round.</param>
public sealed record WeightTrainingRequest(
    ComponentInfo Component, WeightsParameter Parameter, string? Weights, ComponentRollouts Rollouts, long Seed);

/// <summary>What a round of training gave.</summary>
/// <param name="Weights">What the configuration will hold: a name under which the model finds the new weights.</param>
/// <param name="RewardBefore">The mean local reward of the round's first rollouts, under the weights that it started from.</param>
/// <param name="RewardAfter">The mean local reward of its last ones.</param>
public sealed record TrainedWeights(string Weights, double RewardBefore, double RewardAfter);
