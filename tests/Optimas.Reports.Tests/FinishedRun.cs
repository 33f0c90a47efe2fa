using Optimas.Storage;

namespace Optimas.Reports.Tests;

/// <summary>A finished run with its page, for tests that change neither.</summary>
public sealed class FinishedRun : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal RunReader Reader { get; private set; } = null!;

    internal string Page => _folder.Page;

    public async Task InitializeAsync()
    {
        Reader = await RecordedRun.FinishAsync(_folder.Store);
        await RunReport.WriteAsync(Reader, Reader.Runs(default).Single().Id, Page, default);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();
}
