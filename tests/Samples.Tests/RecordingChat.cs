using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace Samples.Tests;

/// <summary>A chat client that replies by a function and keeps what it was asked.</summary>
internal sealed class RecordingChat(Func<string, string, string> reply) : IChatClient
{
    public ConcurrentQueue<(string Instruction, string Input, string? Model)> Asked { get; } = [];

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var list = messages.ToList();
        Asked.Enqueue((list[0].Text, list[1].Text, options?.ModelId));
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, reply(list[0].Text, list[1].Text))));
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
