using Spectre.Console;
using Spectre.Console.Rendering;

namespace Optimas.Hosting.Live;

/// <summary>
/// Shows an optimization in a region of the terminal that is drawn anew a few times a second. However the optimization ends, the region stays with
/// its last state, and the cursor is shown again.
/// </summary>
internal sealed class LiveProgress(IAnsiConsole console, SystemGraph graph, SpendingMeter meter, SpendingLimits limits)
{
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(200);

    private readonly ProgressState _state = new(graph);
    private readonly SpendingRate _rate = new();
    private readonly ProgressView _view = new(limits);

    /// <summary>Runs an optimization.</summary>
    /// <param name="optimize">Begins it, given who hears of its events.</param>
    /// <param name="cancellationToken">What cancels the optimization: the region tells that it is about to end.</param>
    /// <returns>What it gives; its failure is this task's.</returns>
    public Task<T> RunAsync<T>(Func<IProgress<OptimizationEvent>, Task<T>> optimize, CancellationToken cancellationToken) => console
        .Live(Draw(isStopping: false))
        .AutoClear(false)
        .Overflow(VerticalOverflow.Crop)
        .Cropping(VerticalOverflowCropping.Bottom)
        .StartAsync(async region =>
        {
            // On a thread of its own, since it may compute for long before it first waits for something.
            var running = Task.Run(() => optimize(_state), CancellationToken.None);
            while (await Task.WhenAny(running, Task.Delay(s_between, CancellationToken.None)).ConfigureAwait(false) != running)
                region.UpdateTarget(Draw(cancellationToken.IsCancellationRequested));
            region.UpdateTarget(Draw(isStopping: false));
            return await running.ConfigureAwait(false);
        });

    private IRenderable Draw(bool isStopping)
    {
        var (picture, spent) = (_state.Picture, meter.Spent);
        _rate.Add(spent);
        return _view.Draw(isStopping ? picture with { Doing = "stopping; Ctrl-C again ends at once" } : picture, spent, _rate, console);
    }
}
