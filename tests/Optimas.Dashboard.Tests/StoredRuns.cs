using Optimas.Storage;

namespace Optimas.Dashboard.Tests;

/// <summary>A store with two finished runs, which tests read only.</summary>
public sealed class StoredRuns : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string File => _folder.Store;

    public string First { get; private set; } = "";

    public string Second { get; private set; } = "";

    public RunReader Reader => new(File);

    public async Task InitializeAsync()
    {
        First = await RecordedRun.FinishAsync(File);
        Second = await RecordedRun.FinishAsync(File, seed: 6);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();
}
