using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Optimas.Serving.Protocol;

namespace Optimas.Serving;

/// <summary>Answers a request for <c>/v1/chat/completions</c>.</summary>
internal sealed class ChatCompletions(Exchange exchange, ChatRequest request, IChatClient client)
{
    private readonly string _id = $"chatcmpl-{Guid.NewGuid():N}";
    private readonly long _created = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    public Task AnswerAsync(CancellationToken cancellationToken) => request.Streams ? StreamAsync(cancellationToken) : ReplyAsync(cancellationToken);

    private async Task ReplyAsync(CancellationToken cancellationToken)
    {
        var replies = await AllAsync(cancellationToken).ConfigureAwait(false);
        foreach (var reply in replies)
            Count(reply.Usage, isFirst: reply == replies[0]);
        await exchange.ReplyAsync(
            StatusCodes.Status200OK,
            writer =>
            {
                Begin(writer, "chat.completion");
                for (int i = 0; i < replies.Length; i++)
                {
                    writer.WriteStartObject();
                    writer.WriteNumber("index", i);
                    writer.WriteStartObject("message");
                    writer.WriteString("role", "assistant");
                    writer.WriteString("content", replies[i].Text);
                    writer.WriteNull("refusal");
                    writer.WriteEndObject();
                    writer.WriteNull("logprobs");
                    writer.WriteString("finish_reason", ReasonOf(replies[i].FinishReason));
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                if (exchange.Usage.TotalTokenCount is not null)
                    WriteUsage(writer);
                writer.WriteEndObject();
            },
            cancellationToken).ConfigureAwait(false);
    }

    // The first failure ends the others, since nobody would hear of them.
    private async Task<ChatResponse[]> AllAsync(CancellationToken cancellationToken)
    {
        if (request.Choices == 1)
            return [await client.GetResponseAsync(request.Messages, request.OptionsOf(0), cancellationToken).ConfigureAwait(false)];
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var tasks = Enumerable.Range(0, request.Choices).Select(i => OneAsync(i, ending)).ToList();
        return await FirstFailureOrAllAsync(tasks).ConfigureAwait(false);

        async Task<ChatResponse> OneAsync(int choice, CancellationTokenSource all)
        {
            try
            {
                return await client.GetResponseAsync(request.Messages, request.OptionsOf(choice), all.Token).ConfigureAwait(false);
            }
            catch
            {
                await all.CancelAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    private static async Task<ChatResponse[]> FirstFailureOrAllAsync(List<Task<ChatResponse>> tasks)
    {
        Task<ChatResponse[]> all = Task.WhenAll(tasks);
        try
        {
            return await all.ConfigureAwait(false);
        }
        catch
        {
            // A failure rather than the cancellation of the others that it brought about.
            if (tasks.FirstOrDefault(t => t.IsFaulted) is { } failed)
                await failed.ConfigureAwait(false);
            throw;
        }
    }

    private async Task StreamAsync(CancellationToken cancellationToken)
    {
        var updates = UpdatesAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var disposal = updates.ConfigureAwait(false);
        var choices = Enumerable.Range(0, request.Choices).Select(_ => new StreamedChoice()).ToArray();
        // What is refused is refused here, while there can still be another status than 200.
        bool isThere = await updates.MoveNextAsync().ConfigureAwait(false);
        exchange.BeginEvents();
        for (int i = 0; i < choices.Length; i++)
            await SendAsync(i, writer => WriteDelta(writer, isFirst: true, ""), reason: null, cancellationToken).ConfigureAwait(false);
        for (; isThere; isThere = await updates.MoveNextAsync().ConfigureAwait(false))
        {
            var (index, update) = updates.Current;
            string text = choices[index].Take(update);
            if (text.Length > 0)
                await SendAsync(index, writer => WriteDelta(writer, isFirst: false, text), reason: null, cancellationToken).ConfigureAwait(false);
        }

        for (int i = 0; i < choices.Length; i++)
        {
            string rest = choices[i].Rest;
            if (rest.Length > 0)
                await SendAsync(i, writer => WriteDelta(writer, isFirst: false, rest), reason: null, cancellationToken).ConfigureAwait(false);
            await SendAsync(i, writer => { }, ReasonOf(choices[i].FinishReason), cancellationToken).ConfigureAwait(false);
            Count(choices[i].Usage, isFirst: i == 0);
        }

        if (request.IncludesUsage)
        {
            await exchange.SendAsync(
                writer =>
                {
                    Begin(writer, "chat.completion.chunk");
                    writer.WriteEndArray();
                    WriteUsage(writer);
                    writer.WriteEndObject();
                },
                cancellationToken).ConfigureAwait(false);
        }

        await exchange.SendDoneAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The pieces of all replies, each reply's in their order.</summary>
    private async IAsyncEnumerable<(int Index, ChatResponseUpdate Update)> UpdatesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (request.Choices == 1)
        {
            await foreach (var update in client.GetStreamingResponseAsync(request.Messages, request.OptionsOf(0), cancellationToken).ConfigureAwait(false))
                yield return (0, update);
            yield break;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var merged = Channel.CreateBounded<(int, ChatResponseUpdate)>(new BoundedChannelOptions(64) { SingleReader = true });
        var pumps = Enumerable.Range(0, request.Choices).Select(i => PumpAsync(i, merged.Writer, ending.Token)).ToList();
        var all = CompleteAsync(pumps, merged.Writer);
        try
        {
            await foreach (var update in merged.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                yield return update;
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await all.ConfigureAwait(false);
        }
    }

    private async Task PumpAsync(int choice, ChannelWriter<(int Index, ChatResponseUpdate Update)> merged, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var update in client.GetStreamingResponseAsync(request.Messages, request.OptionsOf(choice), cancellationToken).ConfigureAwait(false))
                await merged.WriteAsync((choice, update), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (merged.TryComplete(e))
        {
            // Whoever reads the pieces gets it.
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            // Another reply has failed, or nobody reads any more.
        }
    }

    private static async Task CompleteAsync(List<Task> pumps, ChannelWriter<(int Index, ChatResponseUpdate Update)> merged)
    {
        await Task.WhenAll(pumps).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        merged.TryComplete();
    }

    private Task SendAsync(int index, Action<Utf8JsonWriter> delta, string? reason, CancellationToken cancellationToken) => exchange.SendAsync(
        writer =>
        {
            Begin(writer, "chat.completion.chunk");
            writer.WriteStartObject();
            writer.WriteNumber("index", index);
            writer.WriteStartObject("delta");
            delta(writer);
            writer.WriteEndObject();
            writer.WriteNull("logprobs");
            writer.WriteString("finish_reason", reason);
            writer.WriteEndObject();
            writer.WriteEndArray();
            if (request.IncludesUsage)
                writer.WriteNull("usage");
            writer.WriteEndObject();
        },
        cancellationToken);

    private static void WriteDelta(Utf8JsonWriter writer, bool isFirst, string text)
    {
        if (isFirst)
            writer.WriteString("role", "assistant");
        writer.WriteString("content", text);
    }

    private void Begin(Utf8JsonWriter writer, string kind)
    {
        writer.WriteStartObject();
        writer.WriteString("id", _id);
        writer.WriteString("object", kind);
        writer.WriteNumber("created", _created);
        writer.WriteString("model", request.Model);
        writer.WriteStartArray("choices");
    }

    // The prompt of several replies counts once, as it does at OpenAI.
    private void Count(UsageDetails? usage, bool isFirst)
    {
        if (usage is null)
            return;
        var total = exchange.Usage;
        if (isFirst)
        {
            total.InputTokenCount = usage.InputTokenCount ?? 0;
            total.CachedInputTokenCount = usage.CachedInputTokenCount;
        }

        total.OutputTokenCount = (total.OutputTokenCount ?? 0) + (usage.OutputTokenCount ?? 0);
        total.TotalTokenCount = (total.InputTokenCount ?? 0) + total.OutputTokenCount;
    }

    private void WriteUsage(Utf8JsonWriter writer)
    {
        var usage = exchange.Usage;
        writer.WriteStartObject("usage");
        writer.WriteNumber("prompt_tokens", usage.InputTokenCount ?? 0);
        writer.WriteNumber("completion_tokens", usage.OutputTokenCount ?? 0);
        writer.WriteNumber("total_tokens", usage.TotalTokenCount ?? 0);
        if (usage.CachedInputTokenCount is { } cached)
        {
            writer.WriteStartObject("prompt_tokens_details");
            writer.WriteNumber("cached_tokens", cached);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static string ReasonOf(ChatFinishReason? reason) =>
        reason == ChatFinishReason.Length ? "length" : reason == ChatFinishReason.ContentFilter ? "content_filter" : "stop";

    /// <summary>What is known of a reply that is under way.</summary>
    private sealed class StreamedChoice
    {
        private readonly StringBuilder _kept = new();

        public ChatFinishReason? FinishReason { get; private set; }

        public UsageDetails? Usage { get; private set; }

        /// <summary>What is left at the end.</summary>
        public string Rest => _kept.ToString();

        /// <summary>Takes a piece up, and gives what can go out: a half of a surrogate pair waits for its other half.</summary>
        public string Take(ChatResponseUpdate update)
        {
            FinishReason = update.FinishReason ?? FinishReason;
            foreach (var usage in update.Contents.OfType<UsageContent>())
                (Usage ??= new()).Add(usage.Details);
            string text = update.Text;
            if (text.Length == 0)
                return text;
            text = _kept + text;
            _kept.Clear();
            if (char.IsHighSurrogate(text[^1]))
            {
                _kept.Append(text[^1]);
                text = text[..^1];
            }

            return text;
        }
    }
}
