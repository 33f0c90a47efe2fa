using Microsoft.Data.Sqlite;
using Optimas.Storage;
using Subject;

namespace Optimas.Dashboard.Tests;

/// <summary>Small optimizations, with prompts, hyperparameters, models, weights, failures, pairs and local rewards.</summary>
internal static class RecordedRun
{
    public static OptimizationOptions Options { get; } = Runs.Options with { Budget = new() { SystemRuns = 150 }, DecidingExamples = 10 };

    public static Task<string> FinishAsync(string file, long seed = 5) => RunAsync(file, Options with { Seed = seed }, new(TimeSpan.Zero));

    /// <summary>Runs to the end.</summary>
    /// <returns>The run's id.</returns>
    public static async Task<string> RunAsync(string file, OptimizationOptions options, Waiting waiting)
    {
        await using var store = await RunStore.StartAsync(file, default);
        await Runs.OptimizeAsync(options with { Journal = store }, waiting, null, default);
        return store.RunId;
    }

    /// <summary>Changes what was stored, to what a run of this size would not come to.</summary>
    public static void Change(string file, string statement)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }
}
