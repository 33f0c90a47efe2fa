using Optimas.Storage;

namespace Optimas.Hosting;

/// <summary>Where a run that has begun does not finish, says how to go on with it, once its failure leaves the scope.</summary>
internal sealed class ResumeAdvice(RunStore? store, Func<string> command, TextWriter error) : IDisposable
{
    private bool _finished;

    /// <summary>The run has its result.</summary>
    public void Finish() => _finished = true;

    public void Dispose()
    {
        if (!_finished && store?.HasBegun == true)
            error.WriteLine($"{store.RunId} is kept as far as it came; to go on with it: {command()}");
    }
}
