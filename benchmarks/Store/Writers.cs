using Optimas;

namespace StoreBenchmarks;

/// <summary>What is asked for.</summary>
public sealed record Topic(int Number, string Text);

/// <summary>Four components of about a millisecond each, with texts of some hundred letters, as a small system has them.</summary>
[CompoundSystem<Topic, string>(Output = nameof(Final))]
public sealed partial class Writers(Work work)
{
    [Component]
    private Task<string> Outline(string text, [Hyperparameter(1, 2, 4, 8)] int points = 1, CancellationToken ct = default) =>
        work.DoAsync($"outline of {points} points: {text}", ct);

    [Component]
    private Task<string> Facts(string text, [Hyperparameter(1, 3, 5, 10)] int count = 1, CancellationToken ct = default) =>
        work.DoAsync($"{count} facts: {text}", ct);

    [Component]
    private Task<string> Body(string outline, string facts, [Hyperparameter(Min = 0, Max = 1)] double detail = 0, CancellationToken ct = default) =>
        work.DoAsync($"body {detail:0.000} of {outline}, with {facts}", ct);

    [Component]
    private Task<string> Final(string body, [Hyperparameter("short", "long")] string style = "short", CancellationToken ct = default) =>
        work.DoAsync($"{style}: {body}", ct);
}

/// <summary>What a component does for about a millisecond.</summary>
public sealed class Work(bool computes)
{
    private const int Milliseconds = 1;

    public async Task<string> DoAsync(string output, CancellationToken cancellationToken)
    {
        if (computes)
        {
            await Task.Yield();
            long start = System.Diagnostics.Stopwatch.GetTimestamp();
            while (System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds < Milliseconds)
                cancellationToken.ThrowIfCancellationRequested();
        }
        else
        {
            await Task.Delay(Milliseconds, cancellationToken);
        }

        return output;
    }
}
