using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Optimas.Serving.Tests;

/// <summary>What the server does not take on.</summary>
public sealed class LimitTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task A_body_that_is_too_long_is_refused(bool isChunked)
    {
        using var echo = new EchoChat();
        await using var serving = await Serving.StartAsync(echo, options => options with { MaxBodyBytes = 1000 });
        using var request = new HttpRequestMessage(HttpMethod.Post, "chat/completions") { Content = Serving.Json(Serving.Chat(new string('x', 1000))) };
        request.Headers.TransferEncodingChunked = isChunked;

        using var response = await serving.Http.SendAsync(request);
        var answer = await Answer.OfAsync(response);

        answer.Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        answer.ErrorMessage.ShouldBe("The request's body is larger than 1000 bytes, the most that this server takes.");
        (await serving.PostAsync(Serving.Chat(new string('x', 900)))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_full_server_says_so_and_when_to_come_back()
    {
        using var echo = new EchoChat();
        var held = new TaskCompletionSource();
        echo.Hold = held.Task;
        await using var serving = await Serving.StartAsync(echo, options => options with { Slots = 2, MaxQueue = 3 });
        var inside = new List<Task<Answer>>();
        for (int i = 0; i < 5; i++)
        {
            inside.Add(serving.PostAsync(Serving.Chat($"{i}")));
            int count = i + 1;
            await UntilInsideAsync(serving, Math.Min(2, count), Math.Max(0, count - 2));
        }

        var refused = await serving.PostAsync(Serving.Chat("late"));
        echo.Running.ShouldBe(2);
        held.SetResult();
        var answers = await Task.WhenAll(inside);

        refused.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.RetryAfter.ShouldBe(TimeSpan.FromSeconds(1));
        refused.Error.GetProperty("type").GetString().ShouldBe("rate_limit_error");
        refused.ErrorMessage.ShouldBe("The server is busy: it works on 2 requests at once and lets 3 more wait. Try again later.");
        answers.Select(a => a.Content).ShouldBe(Enumerable.Range(0, 5).Select(i => $"echo {i}, seed none"));
        (await serving.PostAsync(Serving.Chat("later"))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_comes_first_is_served_first()
    {
        using var gate = new RequestGate(slots: 1, queue: 20);
        var held = new TaskCompletionSource();
        var served = new List<int>();

        var all = Enumerable.Range(0, 20).Select(i => gate.WorkAsync(1, async () =>
        {
            served.Add(i);
            await held.Task;
        }, CancellationToken.None)).ToList();
        held.SetResult();
        await Task.WhenAll(all);

        served.ShouldBe(Enumerable.Range(0, 20));
    }

    [Fact]
    public async Task Several_replies_take_several_places()
    {
        using var echo = new EchoChat();
        var held = new TaskCompletionSource();
        echo.Hold = held.Task;
        await using var serving = await Serving.StartAsync(echo, options => options with { Slots = 3 });
        var three = serving.PostAsync(Serving.Chat("three", """, "n": 3"""));
        await Serving.UntilAsync(() => echo.Running == 3);

        var one = serving.PostAsync(Serving.Chat("one"));
        await UntilInsideAsync(serving, 1, 1);
        echo.Running.ShouldBe(3);
        held.SetResult();

        (await three).Status.ShouldBe(HttpStatusCode.OK);
        (await one).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_takes_too_long_is_ended()
    {
        using var echo = new EchoChat { Hold = new TaskCompletionSource().Task };
        await using var serving = await Serving.StartAsync(echo, options => options with { Timeout = TimeSpan.FromSeconds(1), Slots = 1 });
        var running = serving.PostAsync(Serving.Chat("running"));
        await Serving.UntilAsync(() => echo.Running == 1);

        var waiting = serving.PostAsync(Serving.Chat("waiting"));

        foreach (var answer in new[] { await running, await waiting })
        {
            answer.Status.ShouldBe(HttpStatusCode.GatewayTimeout);
            answer.ErrorMessage.ShouldBe("The reply was not finished within 1 seconds, the most that a request may take on this server.");
        }

        await Serving.UntilAsync(() => echo is { Running: 0, Cancelled: > 0 });
    }

    [Fact]
    public async Task A_stream_that_takes_too_long_breaks_off()
    {
        using var echo = new EchoChat { Hold = new TaskCompletionSource().Task };
        await using var serving = await Serving.StartAsync(echo, options => options with { Timeout = TimeSpan.FromSeconds(0.5) });

        await Should.ThrowAsync<HttpRequestException>(() => serving.PostAsync(Serving.Chat("hello", """, "stream": true""")));

        await Serving.UntilAsync(() => echo is { Running: 0, Cancelled: 1 });
    }

    [Fact]
    public async Task A_body_that_does_not_come_is_not_waited_for_long()
    {
        using var echo = new EchoChat();
        await using var serving = await Serving.StartAsync(echo, options => options with { Timeout = TimeSpan.FromSeconds(1), Slots = 1, MaxQueue = 0 });
        using var slow = new TcpClient();
        await slow.ConnectAsync(IPAddress.Loopback, serving.Server.Endpoint.Port);
        await slow.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"));
        long started = Stopwatch.GetTimestamp();

        using var reader = new StreamReader(slow.GetStream());
        string status = (await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)))!;

        status.ShouldContain("408");
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        (await serving.PostAsync(Serving.Chat("hello"))).Status.ShouldBe(HttpStatusCode.OK, "its place is free again");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_client_that_goes_away_ends_its_generation(bool streams)
    {
        using var echo = new EchoChat { Hold = new TaskCompletionSource().Task };
        await using var serving = await Serving.StartAsync(echo, options => options with { Slots = 1 });
        using CancellationTokenSource first = new(), second = new();
        var running = serving.PostAsync(Serving.Chat("running", $$""", "stream": {{(streams ? "true" : "false")}}"""), cancellationToken: first.Token);
        await Serving.UntilAsync(() => echo.Running == 1);
        var waiting = serving.PostAsync(Serving.Chat("waiting"), cancellationToken: second.Token);
        await UntilInsideAsync(serving, 1, 1);

        // The one that waits leaves first: it would rightly begin if the other's slot came free before the server saw it go.
        await second.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        await UntilInsideAsync(serving, 1, 0);
        await first.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);
        await Serving.UntilAsync(() => echo is { Running: 0, Cancelled: 1 });
        await UntilInsideAsync(serving, 0, 0);
        echo.Asked.ShouldHaveSingleItem();
    }

    private static async Task UntilInsideAsync(Serving serving, int running, int waiting)
    {
        string wanted = $$"""{"status":"ok","running":{{running}},"waiting":{{waiting}}}""", last = "";
        for (int i = 0; i < 500; i++)
        {
            last = await serving.Http.GetStringAsync(new Uri(serving.Root, "health"));
            if (last == wanted)
                return;
            await Task.Delay(10);
        }

        last.ShouldBe(wanted);
    }
}
