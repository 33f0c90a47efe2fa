using Optimas.Storage;
using Subject;

namespace Optimas.Cli.Tests;

/// <summary>A store with two finished runs of one system, by different seeds.</summary>
public sealed class StoredRuns : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("optimas-runs-").FullName;

    public string Store => Path.Combine(_folder, "runs.db");

    /// <summary>The ids, the older run's first.</summary>
    public IReadOnlyList<string> Ids { get; private set; } = [];

    internal IReadOnlyList<OptimizationResult<Pipeline.Configuration>> Results { get; private set; } = [];

    public async Task InitializeAsync()
    {
        var ids = new List<string>();
        var results = new List<OptimizationResult<Pipeline.Configuration>>();
        foreach (long seed in new long[] { 5, 6 })
        {
            await using var store = await RunStore.StartAsync(Store, default);
            results.Add(await Subject.Runs.OptimizeAsync(
                Subject.Runs.Options with { Seed = seed, Budget = new() { SystemRuns = 70 }, DecidingExamples = 10, Journal = store }, new(TimeSpan.Zero), null, default));
            ids.Add(store.RunId);
        }

        (Ids, Results) = (ids, results);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>A path beside the store.</summary>
    public string At(string name) => Path.Combine(_folder, name);
}
