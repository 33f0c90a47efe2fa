using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Optimas.Providers.Tests;

/// <summary>A client of someone else's, to inject what a server can't be made to do.</summary>
internal sealed class ScriptedClient(Func<int, CancellationToken, Task<string>> answer) : IChatClient
{
    private int _calls;

    public int Calls => _calls;

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        new(new ChatMessage(ChatRole.Assistant, await answer(Interlocked.Increment(ref _calls), cancellationToken)));

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (string part in (await answer(Interlocked.Increment(ref _calls), cancellationToken)).Split(' '))
            yield return new(ChatRole.Assistant, part);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
