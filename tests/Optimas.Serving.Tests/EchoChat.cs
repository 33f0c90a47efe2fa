using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Optimas.Serving.Tests;

/// <summary>Replies to a text with <c>echo TEXT, seed SEED</c>, and keeps what it was asked. A test can hold it, or have it fail.</summary>
internal sealed class EchoChat : IChatClient
{
    private int _running, _holding, _cancelled;

    public ConcurrentQueue<(IReadOnlyList<ChatMessage> Messages, ChatOptions Options)> Asked { get; } = [];

    /// <summary>What a reply waits for before its last piece.</summary>
    public Task Hold { get; set; } = Task.CompletedTask;

    /// <summary>What goes wrong at the start.</summary>
    public Exception? Failure { get; init; }

    /// <summary>What goes wrong in a stream once a piece is out.</summary>
    public Exception? LateFailure { get; init; }

    /// <summary>The pieces of a reply; of its words without it.</summary>
    public IReadOnlyList<string>? Pieces { get; init; }

    public int Running => Volatile.Read(ref _running);

    /// <summary>How many have come to <see cref="Hold"/>: nothing but their last piece is left.</summary>
    public int Holding => Volatile.Read(ref _holding);

    public int Cancelled => Volatile.Read(ref _cancelled);

    public static string ReplyTo(string text, long? seed) => $"echo {text}, seed {seed?.ToString() ?? "none"}";

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Asked.Enqueue(([.. messages], options!));
        if (Failure is not null)
            throw Failure;
        Interlocked.Increment(ref _running);
        try
        {
            string text = messages.Last().Text;
            var pieces = Pieces ?? ReplyTo(text, options!.Seed).Split(' ').Select((word, i) => i == 0 ? word : " " + word).ToList();
            foreach (string piece in pieces.SkipLast(1))
            {
                await Task.Yield();
                yield return new(ChatRole.Assistant, piece);
            }

            await WaitAsync(cancellationToken);
            if (LateFailure is not null)
                throw LateFailure;
            yield return new(ChatRole.Assistant, pieces[^1]);
            yield return new(ChatRole.Assistant, [new UsageContent(new() { InputTokenCount = text.Length, OutputTokenCount = pieces.Count, TotalTokenCount = text.Length + pieces.Count })])
            {
                FinishReason = options!.MaxOutputTokens == 1 ? ChatFinishReason.Length : ChatFinishReason.Stop,
            };
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _holding);
        try
        {
            await Hold.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref _cancelled);
            throw;
        }
    }
}
