namespace Optimas.Learning;

/// <summary>
/// Trains an adapter of a local language model for a prompted <see cref="TrainableAttribute">trainable</see> component, by proximal policy
/// optimization on the local reward (OPTIMAS, section 4.3 and appendix F). Not safe for concurrent use.
/// </summary>
/// <remarks>
/// <para>Rollouts go through the component itself, so the policy learns on the very prompts that it serves. The component's chat client must be
/// a <see cref="LocalChatClient"/> over the same model and adapter store; where its temperature is 0, it samples at 1 in rollouts.</para>
/// <para>The reward comes at the last token, relative to the mean over the same input's rollouts and in units of their deviation; a component
/// that fails has done worse than the worst, and what is no finite number is a failure. Advantages are per token, against a linear value
/// estimate on the final hidden states, which learns along but does not move the policy, and are whitened. The divergence from the base model
/// is part of the loss.</para>
/// <para>Each round goes on from the weights in force, with their value estimate and the optimizer's moments, which lie beside the adapter. The
/// result is a function of the request's seed; see <see cref="GenerationEngine"/> for what the batch can change.</para>
/// </remarks>
public sealed class LanguageModelPolicyTrainer : IWeightTrainer
{
    private readonly LanguageModel _model;
    private readonly AdapterStore _adapters;
    private readonly PpoOptions _options;
    private readonly AdapterConfig _adapter;

    /// <summary>A trainer.</summary>
    /// <param name="model">The model that the component's chat client writes with.</param>
    /// <param name="adapters">Where that client finds its weights.</param>
    /// <param name="options">How it is trained; null for <see cref="PpoOptions.LanguageModel"/>.</param>
    /// <param name="adapter">The shape of new adapters, whose dropout is not used; null for rank 8, alpha 16, all projections.</param>
    public LanguageModelPolicyTrainer(LanguageModel model, AdapterStore adapters, PpoOptions? options = null, AdapterConfig? adapter = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(adapters);
        _model = model;
        _adapters = adapters;
        _options = options ?? PpoOptions.LanguageModel;
        _adapter = adapter ?? new() { Rank = 8, Alpha = 16 };
    }

    /// <summary>Hears of every iteration; null for nobody.</summary>
    public IProgress<PpoReport>? Progress { get; init; }

    /// <inheritdoc/>
    public int InputsPerRound => _options.InputsPerRound;

    /// <inheritdoc/>
    public int RolloutsPerRound => _options.RolloutsPerRound;

    /// <inheritdoc/>
    /// <exception cref="CheckpointException">The weights in force are not there, damaged, or of another model.</exception>
    /// <exception cref="InvalidOperationException">The component does not write with a local model.</exception>
    public async Task<TrainedWeights?> TrainAsync(WeightTrainingRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var training = new AdapterTraining(_model.Network, _adapters, request.Weights, _adapter, _options, request.Seed);
        return await new PolicyRound<RecordedGeneration>(request, training, _options, Progress).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DiscardAsync(string weights, CancellationToken cancellationToken)
    {
        _adapters.Discard(weights);
        return ValueTask.CompletedTask;
    }
}
