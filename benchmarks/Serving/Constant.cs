using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace ServingBenchmarks;

/// <summary>A model that takes no time: what is left is the server and its client.</summary>
internal sealed class Constant : IChatClient
{
    private static readonly string[] s_words = [.. Enumerable.Range(0, 16).Select(i => $" word{i}")];

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, string.Concat(s_words)))
        {
            FinishReason = ChatFinishReason.Stop,
            Usage = new() { InputTokenCount = 32, OutputTokenCount = s_words.Length, TotalTokenCount = 32 + s_words.Length },
        });

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (string word in s_words)
        {
            await Task.Yield();
            yield return new(ChatRole.Assistant, word);
        }

        yield return new(ChatRole.Assistant, [new UsageContent(new() { InputTokenCount = 32, OutputTokenCount = s_words.Length })]) { FinishReason = ChatFinishReason.Stop };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
