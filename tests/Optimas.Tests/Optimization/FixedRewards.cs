using System.Text.Json;

namespace Optimas.Tests.Optimization;

/// <summary>Learns as the hashed model does, and scores every component's outputs by a function.</summary>
internal sealed class FixedRewards(Func<Observation, double> score) : ILocalRewardModel
{
    private readonly HashedRewardModel _learned = new(new() { Seed = 1 });

    public Task<RewardFit> FitAsync(
        IReadOnlyList<PreferencePair> pairs, IReadOnlyList<PointwiseTarget> targets, CancellationToken cancellationToken) =>
        _learned.FitAsync(pairs, targets, cancellationToken);

    public Task<ComponentFit> AdaptAsync(
        int component,
        IReadOnlyList<PreferencePair> fresh,
        IReadOnlyList<PreferencePair> replayed,
        IReadOnlyList<PointwiseTarget> targets,
        CancellationToken cancellationToken) =>
        _learned.AdaptAsync(component, fresh, replayed, targets, cancellationToken);

    public ILocalReward? Reward(int component) => new Fixed(score);

    public Task SaveAsync(Stream destination, CancellationToken cancellationToken) => _learned.SaveAsync(destination, cancellationToken);

    public Task LoadAsync(Stream source, CancellationToken cancellationToken) => _learned.LoadAsync(source, cancellationToken);

    private sealed class Fixed(Func<Observation, double> score) : ILocalReward
    {
        public ValueTask<double> ScoreAsync(Observation observation, CancellationToken cancellationToken) => ValueTask.FromResult(score(observation));

        public void Write(Utf8JsonWriter writer) => writer.WriteNullValue();
    }
}
