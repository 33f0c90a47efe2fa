using System.Runtime.InteropServices;

namespace Optimas.Hosting;

/// <summary>Turns the first Ctrl-C or request to end into a cancellation; a second one ends the program at once.</summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>The exit code of a verb that was cancelled.</summary>
    public const int Cancelled = 130;

    private const int SignalBase = 128, Interrupt = 2, Terminate = 15;

    private readonly CancellationTokenSource _source;
    private readonly Action _beforeEnd;
    private readonly PosixSignalRegistration[] _signals;
    private volatile int _signal = Interrupt;

    /// <param name="beforeEnd">Called before the program ends at once.</param>
    /// <param name="cancellationToken">Cancels as well.</param>
    public Interruption(Action beforeEnd, CancellationToken cancellationToken)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _beforeEnd = beforeEnd;
        _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)];
    }

    public CancellationToken Token => _source.Token;

    /// <summary>The exit code of a program that was cancelled: 130 after Ctrl-C, 143 after SIGTERM.</summary>
    public int ExitCode => SignalBase + _signal;

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        if (_source.IsCancellationRequested)
        {
            _beforeEnd();
            return;
        }

        _signal = context.Signal == PosixSignal.SIGTERM ? Terminate : Interrupt;
        context.Cancel = true;
        // Not on the thread of signals, which a second one needs.
        Task.Run(_source.Cancel);
    }
}
