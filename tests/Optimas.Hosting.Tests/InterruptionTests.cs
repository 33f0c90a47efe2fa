using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Optimas.Hosting.Tests;

/// <summary>Signals reach every run of this process, so that no other test runs meanwhile.</summary>
[CollectionDefinition(nameof(InterruptionTests), DisableParallelization = true)]
[Collection(nameof(InterruptionTests))]
public sealed class InterruptionTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(PosixSignal.SIGINT, "INT", 130)]
    [InlineData(PosixSignal.SIGTERM, "TERM", 143)]
    public async Task The_first_signal_cancels_and_the_second_one_is_let_through(PosixSignal signal, string name, int exitCode)
    {
        // Heard beside the interruption, so that the second signal does not end the tests.
        using var survivor = PosixSignalRegistration.Create(signal, context => context.Cancel = true);
        var end = new TaskCompletionSource();
        using var interruption = new Interruption(end.SetResult, default);
        var cancelled = new TaskCompletionSource();
        interruption.Token.Register(cancelled.SetResult);

        await SendAsync(name);
        await cancelled.Task.WaitAsync(s_limit);
        interruption.ExitCode.ShouldBe(exitCode);
        end.Task.IsCompleted.ShouldBeFalse();

        await SendAsync(name);
        await end.Task.WaitAsync(s_limit);
    }

    private static async Task SendAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{Environment.ProcessId}"]);
        await kill.WaitForExitAsync();
        kill.ExitCode.ShouldBe(0);
    }
}
