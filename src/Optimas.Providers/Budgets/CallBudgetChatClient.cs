using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Optimas.Providers;

/// <summary>
/// Refuses calls once a <see cref="CallBudget"/> is spent. Calls in progress end as they would, except that the end of the time cancels
/// them. A limit of tokens or dollars may be passed by what the last calls use beyond their estimates.
/// </summary>
public sealed class CallBudgetChatClient : DelegatingChatClient
{
    private static readonly TimeSpan s_longestTimer = TimeSpan.FromDays(40);

    private readonly CallBudget _budget;
    private readonly string? _defaultModel;

    /// <summary>Puts a budget on a client.</summary>
    public CallBudgetChatClient(IChatClient innerClient, CallBudget budget)
        : base(innerClient)
    {
        ArgumentNullException.ThrowIfNull(budget);
        _budget = budget;
        _defaultModel = innerClient.GetService<ChatClientMetadata>()?.DefaultModelId;
    }

    /// <inheritdoc />
    /// <exception cref="CallBudgetException">The budget is spent.</exception>
    /// <exception cref="InvalidOperationException">Dollars are limited, and the model has no price.</exception>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<ChatMessage> asked = [.. messages];
        var meter = new CallMeter(asked);
        var reservation = Begin(options, meter);
        CallTokens? used = null;
        using var ending = Ending(reservation, cancellationToken);
        try
        {
            var response = await InnerClient.GetResponseAsync(asked, options, ending.Token).ConfigureAwait(false);
            meter.Add(response);
            used = meter.Tokens();
            return response;
        }
        catch (Exception) when (ending.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw _budget.TimeIsUp(reservation);
        }
        finally
        {
            _budget.End(reservation, meter.ModelId, used);
        }
    }

    /// <inheritdoc />
    /// <exception cref="CallBudgetException">The budget is spent.</exception>
    /// <exception cref="InvalidOperationException">Dollars are limited, and the model has no price.</exception>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<ChatMessage> asked = [.. messages];
        var meter = new CallMeter(asked);
        var reservation = Begin(options, meter);
        using var ending = Ending(reservation, cancellationToken);
        bool hasBegun = false;
        var updates = ObservedStream.Of(
            () => InnerClient.GetStreamingResponseAsync(asked, options, ending.Token),
            update =>
            {
                hasBegun = true;
                meter.Add(update);
            },
            end => _budget.End(reservation, meter.ModelId, hasBegun || end.IsComplete ? meter.Tokens() : null),
            ending.Token).GetAsyncEnumerator(ending.Token);
        await using (updates.ConfigureAwait(false))
        {
            while (true)
            {
                try
                {
                    if (!await updates.MoveNextAsync().ConfigureAwait(false))
                        break;
                }
                catch (Exception) when (ending.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
                {
                    throw _budget.TimeIsUp(reservation);
                }

                yield return updates.Current;
            }
        }
    }

    private Reservation Begin(ChatOptions? options, CallMeter meter) =>
        _budget.Begin(Caller.Of(options), options?.ModelId ?? _defaultModel, meter.EstimatedInput, options?.MaxOutputTokens);

    private static CancellationTokenSource Ending(Reservation reservation, CancellationToken cancellationToken)
    {
        var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (reservation.TimeLeft is { } left && left < s_longestTimer)
            ending.CancelAfter(left);
        return ending;
    }
}
