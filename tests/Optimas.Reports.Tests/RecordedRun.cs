using Microsoft.Data.Sqlite;
using Optimas.Storage;
using Subject;

namespace Optimas.Reports.Tests;

/// <summary>Small optimizations, with prompts, hyperparameters, models, weights, failures, pairs and local rewards.</summary>
internal static class RecordedRun
{
    public static OptimizationOptions Options { get; } = Runs.Options with { Budget = new() { SystemRuns = 150 }, DecidingExamples = 10 };

    public static async Task<RunReader> FinishAsync(string file, OptimizationOptions? options = null)
    {
        await using (var store = await RunStore.StartAsync(file, default))
        {
            store.Facts = store.Facts.Add("--model", "pocket").Add("--note", "it's ours");
            await Runs.OptimizeAsync((options ?? Options) with { Journal = store }, new(TimeSpan.Zero), null, default);
        }

        return new(file);
    }

    /// <summary>Cancels a run after some component executions.</summary>
    public static async Task<RunReader> InterruptAsync(string file, int executions)
    {
        using var cancelling = new CancellationTokenSource();
        await using (var store = await RunStore.StartAsync(file, default))
        {
            var waiting = new Waiting(TimeSpan.Zero, n =>
            {
                if (n == executions)
                    cancelling.Cancel();
            });
            await Should.ThrowAsync<OperationCanceledException>(
                () => Runs.OptimizeAsync(Options with { Journal = store }, waiting, null, cancelling.Token));
        }

        return new(file);
    }

    /// <summary>Changes what was stored, to what a run of this size would not come to.</summary>
    public static void Change(string file, string statement)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery().ShouldBeGreaterThan(0, statement);
    }
}
