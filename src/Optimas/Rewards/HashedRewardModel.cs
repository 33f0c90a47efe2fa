using System.Numerics;

namespace Optimas;

/// <summary>
/// The backbone of the core package: hashed n-grams and typed features, in managed code. A few thousand pairs take seconds, the result is a
/// function of the evidence and the seed, and rewards go into a configuration's JSON whole.
/// </summary>
public sealed class HashedRewardModel : LinearRewardModel
{
    private readonly int _buckets;

    /// <summary>A model that has learned nothing yet.</summary>
    /// <param name="training">How it is trained; null for the defaults.</param>
    /// <param name="buckets">The number of hashed features: a power of two from 16 to 65,536.</param>
    /// <param name="width">
    /// The dimensions of the projection that all heads share. It is trained in stage 1 and fixed in stage 2, where a head then learns little
    /// that stage 1 did not show. 0 for none: each head weighs the features themselves.
    /// </param>
    public HashedRewardModel(RewardTraining? training = null, int buckets = 8192, int width = 0)
        : base(training ?? new(), width)
    {
        if (buckets is < 16 or > FeatureHasher.MaxBuckets || !BitOperations.IsPow2(buckets))
            throw new ArgumentOutOfRangeException(nameof(buckets), buckets, $"Must be a power of two from 16 to {FeatureHasher.MaxBuckets}.");
        _buckets = buckets;
    }

    private protected override int FeatureCount => _buckets;

    private protected override string Description => $"hashed features of version {HashedReward.Version}, {_buckets} buckets";

    private protected override ValueTask<IReadOnlyDictionary<Observation, SparseVector>> FeaturesAsync(
        IReadOnlyCollection<Observation> observations, CancellationToken cancellationToken)
    {
        var features = new Dictionary<Observation, SparseVector>();
        foreach (var observation in observations)
        {
            cancellationToken.ThrowIfCancellationRequested();
            features[observation] = FeatureHasher.Hash(observation, _buckets);
        }

        return new(features);
    }

    private protected override ILocalReward Freeze(float[] weights) => new HashedReward(weights);
}
