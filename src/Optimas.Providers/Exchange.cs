using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Optimas.Providers;

/// <summary>A protocol method of one of the SDK's clients.</summary>
internal delegate Task<ClientResult> ProtocolMethod(BinaryContent body, RequestOptions options);

/// <summary>One request and its reply over the SDK's pipeline, which adds the key, retries and keeps time. The JSON is read here rather
/// than by the SDK's models, since those reject much that compatible servers send, and can't tell a cut stream from a finished one.</summary>
internal sealed class Exchange(ProtocolMethod method, Failures failures, CancellationToken cancellationToken)
{
    public async Task<T> AskAsync<T>(JsonObject request, Func<JsonElement, T> read)
    {
        using var response = await SendAsync(request, streamed: false).ConfigureAwait(false);
        return Read(response.Content.ToString(), read);
    }

    /// <summary>Yields the updates of a streamed reply as they come. A server that knows no streams and answers with plain JSON has that
    /// read by <paramref name="readWhole"/>.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        JsonObject request, StreamedReply reply, Func<JsonElement, IEnumerable<ChatResponseUpdate>> readWhole)
    {
        using var response = await SendAsync(request, streamed: true).ConfigureAwait(false);
        if (IsJsonOrPage(response))
        {
            var whole = await GuardAsync(() => response.BufferContentAsync(cancellationToken).AsTask()).ConfigureAwait(false);
            foreach (var update in Read(whole.ToString(), readWhole))
            {
                yield return update;
            }

            yield break;
        }

        var done = false;
        var events = SseParser.Create(response.ContentStream!).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var disposal = events.ConfigureAwait(false);
        while (!done && await GuardAsync(() => events.MoveNextAsync().AsTask()).ConfigureAwait(false))
        {
            var data = events.Current.Data;
            done = data.AsSpan().Trim() is "[DONE]";
            if (!done && !string.IsNullOrWhiteSpace(data))
            {
                yield return Read(data, reply.Read);
            }
        }

        // Some servers never say [DONE], but all say why the model stopped.
        if (!done && !reply.Finished)
        {
            throw failures.Interrupted();
        }

        if (Checked(reply.Rest, json: null) is { Contents.Count: > 0 } rest)
        {
            yield return rest;
        }
    }

    private async Task<PipelineResponse> SendAsync(JsonObject request, bool streamed)
    {
        using var body = BinaryContent.Create(Json.Bytes(request));
        var options = new RequestOptions
        {
            BufferResponse = !streamed,
            CancellationToken = cancellationToken,
            ErrorOptions = ClientErrorBehaviors.NoThrow,
        };
        var result = await GuardAsync(() => method(body, options)).ConfigureAwait(false);
        var response = result.GetRawResponse();
        if (!response.IsError)
        {
            return response;
        }

        using (response)
        {
            await GuardAsync(() => response.BufferContentAsync(cancellationToken).AsTask()).ConfigureAwait(false);
            throw failures.Refused(response);
        }
    }

    private static bool IsJsonOrPage(PipelineResponse response) =>
        response.Headers.TryGetValue("Content-Type", out var type)
        && (type!.StartsWith("application/json", StringComparison.OrdinalIgnoreCase)
            || type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase));

    private T Read<T>(string json, Func<JsonElement, T> read) => Checked(
        () =>
        {
            var reply = JsonElement.Parse(json);
            return reply.Member("error") is null ? read(reply) : throw failures.Refused(reply);
        },
        json);

    private T Checked<T>(Func<T> read, string? json)
    {
        try
        {
            return read();
        }
        catch (JsonException exception)
        {
            throw failures.Malformed("it is not valid JSON", json, exception);
        }
        catch (FormatException exception)
        {
            throw failures.Malformed(exception.Message, json, exception);
        }
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> step)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return await step().ConfigureAwait(false);
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested)
        {
            // Cancelling may surface as a disposed stream or a broken connection; the caller sees what the caller asked for.
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        catch (Exception exception) when (failures.From(exception) is { } failure)
        {
            throw failure;
        }
    }
}
