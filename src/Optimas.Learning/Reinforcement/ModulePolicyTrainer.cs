namespace Optimas.Learning;

/// <summary>
/// Trains a <see cref="DiscretePolicy"/> by proximal policy optimization on the local reward. An episode is what the policy decides within one
/// call of the component; its reward comes at the end. Not safe for concurrent use.
/// </summary>
/// <remarks>
/// Each round goes on from the weights in force, with their value estimate and the optimizer's moments; the result is a function of the
/// request's seed, whatever the parallelism. A component that fails has done worse than the worst of the same input's rollouts, by what it
/// decided before. A reward that is no finite number counts as a failure.
/// </remarks>
public sealed class ModulePolicyTrainer : IWeightTrainer
{
    private readonly DiscretePolicy _policy;
    private readonly PpoOptions _options;

    /// <summary>A trainer.</summary>
    /// <param name="policy">The policy that the component is given.</param>
    /// <param name="options">How it is trained; null for <see cref="PpoOptions.Module"/>.</param>
    public ModulePolicyTrainer(DiscretePolicy policy, PpoOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _policy = policy;
        _options = options ?? PpoOptions.Module;
    }

    /// <summary>Hears of every iteration; null for nobody.</summary>
    public IProgress<PpoReport>? Progress { get; init; }

    /// <inheritdoc/>
    public int InputsPerRound => _options.InputsPerRound;

    /// <inheritdoc/>
    public int RolloutsPerRound => _options.RolloutsPerRound;

    /// <inheritdoc/>
    /// <exception cref="CheckpointException">The weights in force are not there, damaged, or of another module.</exception>
    /// <exception cref="InvalidOperationException">The component does not decide by the trainer's policy.</exception>
    public async Task<TrainedWeights?> TrainAsync(WeightTrainingRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var training = new ModuleTraining(_policy.Shelf, request.Weights, _options);
        return await new PolicyRound<PolicyDecision>(request, training, _options, Progress).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DiscardAsync(string weights, CancellationToken cancellationToken)
    {
        _policy.Shelf.Discard(weights);
        return ValueTask.CompletedTask;
    }
}
