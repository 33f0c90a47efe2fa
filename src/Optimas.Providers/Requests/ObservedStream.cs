using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Optimas.Providers;

/// <summary>A streamed reply that someone watches.</summary>
internal static class ObservedStream
{
    /// <summary>Hands the pieces on, each after it was seen.</summary>
    /// <param name="begin">Begins the stream.</param>
    /// <param name="seen">Gets each piece.</param>
    /// <param name="ended">Called once: when all pieces were handed on, when one failed to come, or when the reader left.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async IAsyncEnumerable<ChatResponseUpdate> Of(
        Func<IAsyncEnumerable<ChatResponseUpdate>> begin,
        Action<ChatResponseUpdate> seen,
        Action<StreamEnd> ended,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool complete = false;
        Exception? failure = null;
        try
        {
            var enumerator = Begin(begin, cancellationToken, ref failure);
            await using (enumerator.ConfigureAwait(false))
            {
                while (true)
                {
                    try
                    {
                        if (!await enumerator.MoveNextAsync().ConfigureAwait(false))
                            break;
                        seen(enumerator.Current);
                    }
                    catch (Exception e)
                    {
                        failure = e;
                        throw;
                    }

                    yield return enumerator.Current;
                }
            }

            complete = true;
        }
        finally
        {
            ended(new(complete, failure));
        }
    }

    private static IAsyncEnumerator<ChatResponseUpdate> Begin(
        Func<IAsyncEnumerable<ChatResponseUpdate>> begin, CancellationToken cancellationToken, ref Exception? failure)
    {
        try
        {
            return begin().GetAsyncEnumerator(cancellationToken);
        }
        catch (Exception e)
        {
            failure = e;
            throw;
        }
    }
}

/// <summary>How a streamed reply ended: complete, with a failure, or, with neither, left by its reader.</summary>
internal readonly record struct StreamEnd(bool IsComplete, Exception? Failure);
