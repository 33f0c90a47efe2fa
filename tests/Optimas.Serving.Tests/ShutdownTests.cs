using System.Diagnostics;
using System.Net;

namespace Optimas.Serving.Tests;

/// <summary>A server that stops loses nothing that can still end in time.</summary>
public sealed class ShutdownTests
{
    [Fact]
    public async Task Running_and_waiting_requests_end_and_new_ones_are_refused()
    {
        using var echo = new EchoChat();
        var held = new TaskCompletionSource();
        echo.Hold = held.Task;
        await using var serving = await Serving.StartAsync(echo, options => options with { Slots = 2 });
        var inside = Enumerable.Range(0, 5).Select(i => serving.PostAsync(Serving.Chat($"{i}"))).ToList();
        await Serving.UntilAsync(() => echo.Running == 2);
        await UntilWaitingAsync(serving, 3);

        var stopping = serving.Server.StopAsync(CancellationToken.None);
        var refused = await serving.PostAsync(Serving.Chat("new"));
        var health = await serving.GetAsync("../health");
        stopping.IsCompleted.ShouldBeFalse();
        held.SetResult();

        refused.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        refused.Error.GetProperty("code").GetString().ShouldBe("server_stopping");
        refused.RetryAfter.ShouldNotBeNull();
        health.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await Task.WhenAll(inside)).Select(a => a.Content).ShouldBe(Enumerable.Range(0, 5).Select(i => $"echo {i}, seed none"));
        await stopping;
        await Should.ThrowAsync<HttpRequestException>(() => serving.GetAsync("models"));
    }

    [Fact]
    public async Task What_does_not_end_in_time_is_ended()
    {
        using var echo = new EchoChat { Hold = new TaskCompletionSource().Task };
        await using var serving = await Serving.StartAsync(echo, options => options with { ShutdownTimeout = TimeSpan.FromSeconds(0.3) });
        var running = serving.PostAsync(Serving.Chat("hello"));
        await Serving.UntilAsync(() => echo.Running == 1);
        long started = Stopwatch.GetTimestamp();

        await serving.Server.StopAsync(CancellationToken.None);

        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        (await running).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        echo.Cancelled.ShouldBe(1);
    }

    [Fact]
    public async Task Disposing_does_not_wait_for_a_stop_under_way()
    {
        using var echo = new EchoChat { Hold = new TaskCompletionSource().Task };
        await using var serving = await Serving.StartAsync(echo);
        var running = serving.PostAsync(Serving.Chat("hello"));
        await Serving.UntilAsync(() => echo.Running == 1);
        var stopping = serving.Server.StopAsync(CancellationToken.None);
        long started = Stopwatch.GetTimestamp();

        await serving.Server.DisposeAsync();

        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        await stopping;
        (await running).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    private static async Task UntilWaitingAsync(Serving serving, int waiting)
    {
        for (int i = 0; i < 500 && (await serving.GetAsync("../health")).Json.GetProperty("waiting").GetInt32() != waiting; i++)
            await Task.Delay(10);
    }
}
