using System.Numerics;

namespace Optimas;

/// <summary>
/// The backbone of the core package: hashed n-grams and typed features, in managed code. A few thousand pairs take seconds, the result is a
/// function of the evidence and the seed, and rewards go into a configuration's JSON whole.
/// </summary>
public sealed class HashedRewardModel : LinearRewardModel
{
    private const int MaxCached = 8192;

    // Replayed evidence comes back every round.
    private readonly Dictionary<Observation, SparseVector> _cache = [];
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
            if (!_cache.TryGetValue(observation, out var hashed))
                hashed = FeatureHasher.Hash(observation, _buckets);
            features[observation] = hashed;
        }

        if (_cache.Count + features.Count > MaxCached)
            _cache.Clear();
        foreach (var (observation, hashed) in features.Take(MaxCached))
            _cache[observation] = hashed;
        return new(features);
    }

    private protected override ILocalReward Freeze(float[] weights) => new HashedReward(weights);
}
