namespace Optimas.Pocket.Tests;

/// <summary>The shipped model, loaded once for all tests of a class.</summary>
public sealed class PocketModel : IAsyncLifetime
{
    /// <summary>The client.</summary>
    public PocketChatClient Chat { get; } = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => Chat.DisposeAsync().AsTask();
}
