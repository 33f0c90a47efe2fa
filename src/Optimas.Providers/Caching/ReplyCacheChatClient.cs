using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Optimas.Providers;

/// <summary>
/// Answers from a <see cref="ReplyCache"/> what was asked before, streamed or not. Requests are the same if messages, model, every option,
/// tools, additional properties and the client's identity are; who calls does not matter. Each reader gets a copy of its own. Requests
/// alike at the same time make one call. Failures are never kept.
/// </summary>
public sealed class ReplyCacheChatClient : DelegatingChatClient
{
    private readonly ReplyCache _cache;
    private readonly Redactor _redactor;
    private readonly string _identity;
    private readonly string? _defaultModel;

    /// <summary>Puts a cache before a client. The cache stays its owner's to dispose.</summary>
    public ReplyCacheChatClient(IChatClient innerClient, ReplyCache cache)
        : this(innerClient, cache, new())
    {
    }

    /// <summary>Puts a cache before a client. The cache stays its owner's to dispose.</summary>
    public ReplyCacheChatClient(IChatClient innerClient, ReplyCache cache, ReplyCacheOptions options)
        : base(innerClient)
    {
        ArgumentNullException.ThrowIfNull(cache);
        ArgumentNullException.ThrowIfNull(options);
        _cache = cache;
        _redactor = Redactor.For(innerClient, options.Secrets);
        var metadata = innerClient.GetService<ChatClientMetadata>();
        _defaultModel = metadata?.DefaultModelId;
        _identity = options.Identity
            ?? (metadata is null ? innerClient.GetType().FullName! : $"{metadata.ProviderName} {metadata.ProviderUri}");
    }

    /// <inheritdoc />
    /// <exception cref="IOException">The file can't be read.</exception>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> asked = [.. messages];
        if (Key(asked, options) is not { } key)
            return await InnerClient.GetResponseAsync(asked, options, cancellationToken).ConfigureAwait(false);
        var (known, flight) = await FindOrBeginAsync(key, cancellationToken).ConfigureAwait(false);
        if (known is not null)
            return ReplyJson.Read(known);
        try
        {
            var response = await InnerClient.GetResponseAsync(asked, options, cancellationToken).ConfigureAwait(false);
            byte[]? reply = Keep(key, response);
            flight!.End(reply);
            return reply is null ? response : ReplyJson.Read(reply);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            flight!.Fail(failure);
            throw;
        }
        finally
        {
            flight!.End(reply: null);
        }
    }

    /// <inheritdoc />
    /// <remarks>A kept reply comes in few pieces. A stream that its reader leaves is not kept.</remarks>
    /// <exception cref="IOException">The file can't be read.</exception>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> asked = [.. messages];
        byte[]? key = Key(asked, options);
        var (known, flight) = key is null ? default : await FindOrBeginAsync(key, cancellationToken).ConfigureAwait(false);
        if (known is not null)
        {
            foreach (var update in ReplyJson.Read(known).ToChatResponseUpdates())
                yield return update;
            yield break;
        }

        IAsyncEnumerable<ChatResponseUpdate> Call() => InnerClient.GetStreamingResponseAsync(asked, options, cancellationToken);
        var collector = new ReplyCollector();
        var updates = flight is null
            ? Call()
            : ObservedStream.Of(
                Call, collector.Add, end => End(flight, key!, end, collector, cancellationToken), cancellationToken);
        await foreach (var update in updates.ConfigureAwait(false))
            yield return update;
    }

    private byte[]? Key(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        try
        {
            return CanonicalRequest.Of(messages, options, _defaultModel).Hash(_identity);
        }
        catch (UnkeyableRequestException)
        {
            _cache.CountBypassed();
            return null;
        }
    }

    // Either a reply, or a call to make.
    private async Task<(byte[]? Known, ReplyFlight? Mine)> FindOrBeginAsync(byte[] key, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_cache.TryBegin(key, out var flight))
            {
                // Looked up only now: a call that has just ended has left its reply.
                byte[]? known = FindOrEnd(key, flight);
                if (known is null)
                {
                    _cache.CountMiss();
                    return (null, flight);
                }

                flight.End(known);
                return (Hit(known), null);
            }

            if (await flight.Reply.WaitAsync(cancellationToken).ConfigureAwait(false) is { } shared)
            {
                return (Hit(shared), null);
            }
        }
    }

    private byte[] Hit(byte[] reply)
    {
        _cache.CountHit();
        Instrumentation.CurrentSpan?.SetTag("optimas.cache.hit", true);
        return reply;
    }

    private byte[]? FindOrEnd(byte[] key, ReplyFlight flight)
    {
        try
        {
            return _cache.Find(key) is { } known && IsReply(known) ? known : null;
        }
        catch (Exception failure)
        {
            flight.Fail(failure);
            throw;
        }
    }

    // Bytes that a damaged file gives are no reply: the call is made again.
    private static bool IsReply(byte[] json)
    {
        try
        {
            ReplyJson.Read(json);
            return true;
        }
        catch (Exception problem) when (problem is JsonException or NotSupportedException)
        {
            return false;
        }
    }

    private byte[]? Keep(byte[] key, ChatResponse? response)
    {
        if (response is null || ReplyJson.TryWrite(response) is not { } reply)
        {
            _cache.CountUnkept();
            return null;
        }

        if (_redactor.Finds(Encoding.UTF8.GetString(reply)))
            _cache.CountUnkept();
        else
            _cache.Add(key, reply, response.ModelId);
        return reply;
    }

    private void End(ReplyFlight flight, byte[] key, StreamEnd end, ReplyCollector collector, CancellationToken cancellationToken)
    {
        if (end.Failure is { } failure && !cancellationToken.IsCancellationRequested)
            flight.Fail(failure);
        else
            flight.End(end.IsComplete ? Keep(key, collector.Reply()) : null);
    }
}
