using Microsoft.Extensions.AI;

namespace Optimas.Providers.Tests;

/// <summary>Both ways of calling, for what holds for both.</summary>
internal static class Calls
{
    public static async Task<ChatResponse> AskAsync(
        this IChatClient client, bool streaming, string text, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        streaming
            ? await client.GetStreamingResponseAsync(text, options, cancellationToken).ToChatResponseAsync(cancellationToken)
            : await client.GetResponseAsync(text, options, cancellationToken);

    public static ChatOptions By(string caller) => new() { AdditionalProperties = new() { [ComponentScope.CallerProperty] = caller } };

    /// <summary>Answers a request as it was made: whole or streamed.</summary>
    public static Task AnswerAsync(this Microsoft.AspNetCore.Http.HttpContext context, ReceivedRequest request, string text) =>
        request.Body.TryGetProperty("stream", out var streams) && streams.GetBoolean()
            ? context.StreamAsync(Answers.TextChunk(text), Answers.Chunk(new { }, "stop"), Answers.UsageChunk(11, 5), Answers.Done)
            : context.AnswerAsync(Answers.Completion(text));

    public static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
            await Task.Delay(2, limit.Token);
    }
}
