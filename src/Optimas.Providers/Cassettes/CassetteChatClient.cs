using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Optimas.Providers;

/// <summary>
/// Records a client's calls on a <see cref="Cassette"/>, or replays them from it without calling the client. Requests are the same if
/// everything is that changes their replies, secrets apart; the client's address does not count. Failures are not recorded.
/// </summary>
public sealed class CassetteChatClient : DelegatingChatClient
{
    private readonly Cassette _cassette;
    private readonly Redactor _redactor;
    private readonly string? _defaultModel;

    /// <summary>Records or replays a client's calls. The cassette stays its owner's to dispose.</summary>
    /// <param name="innerClient">The client; when replaying, only its default model is asked for.</param>
    /// <param name="cassette">The cassette.</param>
    /// <param name="secrets">Texts that are masked in the file, beside the API key of the client and what looks like one.</param>
    public CassetteChatClient(IChatClient innerClient, Cassette cassette, params IReadOnlyList<string> secrets)
        : base(innerClient)
    {
        ArgumentNullException.ThrowIfNull(cassette);
        _cassette = cassette;
        _redactor = Redactor.For(innerClient, secrets);
        _defaultModel = innerClient.GetService<ChatClientMetadata>()?.DefaultModelId;
    }

    /// <inheritdoc />
    /// <exception cref="MissingRecordingException">The call is not recorded.</exception>
    /// <exception cref="ArgumentException">The request can't be written down.</exception>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<ChatMessage> asked = [.. messages];
        var (request, key, number) = Place(asked, options);
        if (!_cassette.IsRecording)
            return ReplyJson.Read(_cassette.Find(key, number, request));
        var response = await InnerClient.GetResponseAsync(asked, options, cancellationToken).ConfigureAwait(false);
        Record(request, key, number, response, options);
        return response;
    }

    /// <inheritdoc />
    /// <remarks>A replayed reply comes in few pieces. A stream that its reader leaves is not recorded.</remarks>
    /// <exception cref="MissingRecordingException">The call is not recorded.</exception>
    /// <exception cref="ArgumentException">The request can't be written down.</exception>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<ChatMessage> asked = [.. messages];
        var (request, key, number) = Place(asked, options);
        if (!_cassette.IsRecording)
        {
            foreach (var update in ReplyJson.Read(_cassette.Find(key, number, request)).ToChatResponseUpdates())
                yield return update;
            yield break;
        }

        var collector = new ReplyCollector();
        var updates = InnerClient.GetStreamingResponseAsync(asked, options, cancellationToken);
        await foreach (var update in updates.ConfigureAwait(false))
        {
            collector.Add(update);
            yield return update;
        }

        Record(request, key, number, collector.Reply(), options);
    }

    private (JsonObject Request, string Key, int Number) Place(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        try
        {
            var request = CanonicalRequest.Of(messages, options, _defaultModel).Redacted(_redactor.With(options));
            string key = Convert.ToHexStringLower(request.Hash(scope: ""));
            return (request.Json, key, _cassette.Number(key));
        }
        catch (UnkeyableRequestException problem)
        {
            throw new ArgumentException($"A cassette can't hold this request: {problem.Message}.", nameof(options));
        }
    }

    private void Record(JsonObject request, string key, int number, ChatResponse? response, ChatOptions? options)
    {
        if (response is null || ReplyJson.TryWrite(response) is not { } reply)
            throw new InvalidOperationException("A cassette can't hold this reply: it has a content that can't be written as JSON.");
        _cassette.Add(new(key, number, request, _redactor.With(options).Redact(JsonNode.Parse(reply))!));
    }
}
