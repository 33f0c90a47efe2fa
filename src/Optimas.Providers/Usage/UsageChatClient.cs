using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Optimas.Providers;

/// <summary>
/// Enters every call in a <see cref="UsageLedger"/>, and tells the running component what the call cost. Inside a reply cache it counts
/// what is paid for; around one, what is asked for.
/// </summary>
public sealed class UsageChatClient : DelegatingChatClient
{
    private static readonly Counter<decimal> s_cost = Instrumentation.Meter.CreateCounter<decimal>(
        "optimas.client.cost", "USD", "What model calls cost, where their price is known.");

    private readonly UsageLedger _ledger;
    private readonly string? _defaultModel;

    /// <summary>Counts the calls of a client.</summary>
    public UsageChatClient(IChatClient innerClient, UsageLedger ledger)
        : base(innerClient)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        _ledger = ledger;
        _defaultModel = innerClient.GetService<ChatClientMetadata>()?.DefaultModelId;
    }

    /// <inheritdoc />
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> asked = [.. messages];
        var meter = new CallMeter(asked);
        try
        {
            var response = await InnerClient.GetResponseAsync(asked, options, cancellationToken).ConfigureAwait(false);
            meter.Add(response);
            Enter(options, meter);
            return response;
        }
        catch
        {
            _ledger.EnterFailure(Caller.Of(options), options?.ModelId ?? _defaultModel);
            throw;
        }
    }

    /// <inheritdoc />
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> asked = [.. messages];
        return StreamAsync(asked, options, cancellationToken);
    }

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        IReadOnlyList<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var meter = new CallMeter(messages);
        bool hasBegun = false;
        var updates = ObservedStream.Of(
            () => InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken),
            update =>
            {
                hasBegun = true;
                meter.Add(update);
            },
            end =>
            {
                // A stream that breaks off, or is left, has cost what it gave until then.
                if (hasBegun || end.IsComplete)
                    Enter(options, meter);
                else
                    _ledger.EnterFailure(Caller.Of(options), options?.ModelId ?? _defaultModel);
            },
            cancellationToken);
        await foreach (var update in updates.ConfigureAwait(false))
            yield return update;
    }

    private void Enter(ChatOptions? options, CallMeter meter)
    {
        string caller = Caller.Of(options);
        string? model = options?.ModelId ?? _defaultModel;
        if (_ledger.Enter(caller, model, meter.ModelId, meter.Tokens()) is not { } cost)
            return;
        s_cost.Add(cost, new("gen_ai.request.model", model ?? meter.ModelId), new(Instrumentation.CallerTag, caller));
        Instrumentation.CurrentSpan?.SetTag("optimas.cost", (double)cost);
        // The component counts tokens itself, but knows no prices.
        if (cost > 0)
            ComponentScope.Current?.Report(new(Calls: 0, InputTokens: 0, OutputTokens: 0, cost));
    }
}
