using Microsoft.Extensions.AI;

namespace Optimas;

/// <summary>Heads over the embeddings of any provider, with the typed features beside them. Only the heads are trained.</summary>
/// <param name="generator">The embedding model.</param>
/// <param name="training">How the heads are trained; null for the defaults.</param>
public sealed class EmbeddingRewardModel(IEmbeddingGenerator<string, Embedding<float>> generator, RewardTraining? training = null)
    : LinearRewardModel(training ?? new(), width: 0)
{
    private readonly ObservationEmbedder _embedder = new(generator);

    private protected override int FeatureCount => _embedder.FeatureCount;

    private protected override string Description => $"embeddings of {_embedder.ModelId}, features of version {HashedReward.Version}";

    private protected override async ValueTask<IReadOnlyDictionary<Observation, SparseVector>> FeaturesAsync(
        IReadOnlyCollection<Observation> observations, CancellationToken cancellationToken) =>
        await _embedder.EmbedAsync(observations, cancellationToken).ConfigureAwait(false);

    private protected override ILocalReward Freeze(float[] weights) => new EmbeddingReward(_embedder, weights);
}
