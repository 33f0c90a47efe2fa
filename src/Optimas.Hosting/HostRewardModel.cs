namespace Optimas.Hosting;

/// <summary>A backbone for local rewards that <c>--lrf</c> can name.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Description">What it is, for the help page.</param>
/// <param name="Create">Makes a model that has learned nothing yet, given the command line and the seed of the run.</param>
public sealed record HostRewardModel(
    string Name, string Description, Func<HostArguments, long, CancellationToken, ValueTask<ILocalRewardModel>> Create)
{
    /// <summary>Hashed n-grams and typed features in managed code: the default, known to every program.</summary>
    public static HostRewardModel Hashed { get; } = new(
        "hashed",
        "hashed n-grams and typed features",
        (_, seed, _) => ValueTask.FromResult<ILocalRewardModel>(new HashedRewardModel(new() { Seed = seed })));
}
