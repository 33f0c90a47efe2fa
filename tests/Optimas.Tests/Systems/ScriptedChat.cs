using Microsoft.Extensions.AI;

namespace Optimas.Tests.Systems;

/// <summary>A chat client that answers by a function of what it is asked, and keeps what it was asked.</summary>
internal sealed class ScriptedChat(Func<IReadOnlyList<ChatMessage>, ChatOptions?, string> answer) : IChatClient
{
    private readonly Lock _lock = new();
    private readonly List<(IReadOnlyList<ChatMessage> Messages, ChatOptions? Options)> _asked = [];

    /// <summary>Replies one after the other; the last one repeats.</summary>
    public static ScriptedChat Replies(params string[] replies)
    {
        int next = 0;
        return new((_, _) => replies[Math.Min(Interlocked.Increment(ref next), replies.Length) - 1]);
    }

    public IReadOnlyList<(IReadOnlyList<ChatMessage> Messages, ChatOptions? Options)> Asked
    {
        get
        {
            lock (_lock)
                return [.. _asked];
        }
    }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ChatMessage[] copy = [.. messages];
        lock (_lock)
            _asked.Add((copy, options?.Clone()));
        var usage = new UsageDetails { InputTokenCount = 10, OutputTokenCount = 5 };
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, answer(copy, options))) { Usage = usage });
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Nothing here streams.");

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
