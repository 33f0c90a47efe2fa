namespace Optimas.Providers;

/// <summary>A call under way, whose reply others with the same request wait for.</summary>
internal sealed class ReplyFlight(Action<ReplyFlight> ended)
{
    private readonly TaskCompletionSource<byte[]?> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The reply; null where the call was given up, so that someone else has to make it. It fails as the call does.</summary>
    public Task<byte[]?> Reply => _reply.Task;

    /// <summary>Ends the call with its reply, or null where it was given up. Only the first end counts.</summary>
    public void End(byte[]? reply)
    {
        ended(this);
        _reply.TrySetResult(reply);
    }

    /// <summary>Ends the call with its failure.</summary>
    public void Fail(Exception failure)
    {
        ended(this);
        _reply.TrySetException(failure);
        // Often nobody waits.
        _ = _reply.Task.Exception;
    }
}
