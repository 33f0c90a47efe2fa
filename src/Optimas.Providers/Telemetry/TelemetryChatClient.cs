using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Optimas.Providers;

/// <summary>
/// Records model calls by OpenTelemetry's semantic conventions for generative AI: a span <c>chat MODEL</c> for each, and the metrics
/// <c>gen_ai.client.operation.duration</c> and <c>gen_ai.client.token.usage</c>, all from the source and meter
/// <see cref="SourceName"/>. Spans also carry who called (<c>optimas.caller</c>). Secrets are masked, and content is left out unless asked for.
/// </summary>
public sealed class TelemetryChatClient : DelegatingChatClient
{
    private readonly Recorder _recorder;

    /// <summary>Records the calls of a client, without their content.</summary>
    public TelemetryChatClient(IChatClient innerClient)
        : this(innerClient, new())
    {
    }

    /// <summary>Records the calls of a client.</summary>
    public TelemetryChatClient(IChatClient innerClient, ChatTelemetryOptions options)
        : this(innerClient, options, new Recorder(innerClient, Checked(options)))
    {
    }

    private TelemetryChatClient(IChatClient innerClient, ChatTelemetryOptions options, Recorder recorder)
        : base(new OpenTelemetryChatClient(new Inside(innerClient, options, recorder), logger: null, SourceName)
        {
            EnableSensitiveData = options.RecordContent,
        }) => _recorder = recorder;

    /// <summary>The name of the activity source and the meter to listen to.</summary>
    public static string SourceName => Instrumentation.Name;

    /// <inheritdoc />
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var call = _recorder.Call([.. messages], options);
        var recorded = await InnerClient.GetResponseAsync(_recorder.Messages(call), call, cancellationToken).ConfigureAwait(false);
        return call.Response ?? recorded;
    }

    /// <inheritdoc />
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var call = _recorder.Call([.. messages], options);
        var updates = InnerClient.GetStreamingResponseAsync(_recorder.Messages(call), call, cancellationToken);
        await foreach (var _ in updates.ConfigureAwait(false))
        {
            // What is recorded of the whole comes last, and is no piece of the reply.
            if (call.Updates.TryDequeue(out var update))
                yield return update;
        }
    }

    private static ChatTelemetryOptions Checked(ChatTelemetryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options;
    }

    /// <summary>Inside what records: takes the call as it is, and shows of the reply what may be recorded.</summary>
    private sealed class Inside(IChatClient innerClient, ChatTelemetryOptions options, Recorder recorder)
        : DelegatingChatClient(new RedactingChatClient(innerClient, options.Secrets))
    {
        public override async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var call = (RecordedCall)options!;
            Instrumentation.CurrentSpan?.SetTag(Instrumentation.CallerTag, Caller.Of(call.Options));
            call.Response = await InnerClient.GetResponseAsync(call.Messages, call.Options, cancellationToken).ConfigureAwait(false);
            return recorder.Shown(call.Response, call);
        }

        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            var call = (RecordedCall)options!;
            Instrumentation.CurrentSpan?.SetTag(Instrumentation.CallerTag, Caller.Of(call.Options));
            var collector = new ReplyCollector();
            await foreach (var update in InnerClient.GetStreamingResponseAsync(call.Messages, call.Options, cancellationToken).ConfigureAwait(false))
            {
                collector.Add(update);
                call.Updates.Enqueue(update);
                yield return Recorder.WithoutContent(update);
            }

            // A secret may be spread over pieces, so that only the whole is searched for it.
            foreach (var whole in recorder.Shown(collector, call))
                yield return whole;
        }
    }
}
