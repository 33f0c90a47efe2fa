using Optimas.Storage;

namespace Optimas.Hosting;

/// <summary>Where a run that has begun does not finish, says how to go on with it, once its failure leaves the scope.</summary>
internal sealed class ResumeAdvice(RunStore? store, Func<string> command, TextWriter error) : IDisposable
{
    private bool _finished;
    private string _toRaise = "";

    /// <summary>The run has its result.</summary>
    public void Finish() => _finished = true;

    /// <summary>A budget ended the run, which an option raises.</summary>
    public void Stop(string? option) => _toRaise = option is null ? " under a larger budget" : $" with a larger {option}";

    public void Dispose()
    {
        if (!_finished && store?.HasBegun == true)
            error.WriteLine($"{store.RunId} is kept as far as it came; to go on with it{_toRaise}: {command()}");
    }
}
