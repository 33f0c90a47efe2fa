using System.Text;
using Microsoft.Extensions.AI;
using Optimas.Storage;

namespace Optimas.Hosting.Tests;

/// <summary>The options of the middleware around a program's chat client.</summary>
public sealed class ChatMiddlewareTests : DataFolder
{
    private const string Secret = "sk-not-to-be-seen-0815-0815";

    [Theory]
    [InlineData("--max-calls takes a whole number, 1 or larger, but is 0.", "--max-calls", "0")]
    [InlineData("--max-calls takes a whole number, 1 or larger, but is 1,5.", "--max-calls", "1,5")]
    [InlineData("--max-calls takes one number.", "--max-calls", "1", "2")]
    [InlineData("--max-tokens takes a whole number, 1 or larger, but is many.", "--max-tokens", "many")]
    [InlineData("--max-dollars takes a number larger than 0, as 300 or 0.5, but is 1,5.", "--max-dollars", "1,5")]
    [InlineData("--max-dollars needs the price of 'gpt': name a file with --prices that has it.", "--max-dollars", "1")]
    [InlineData("--max-seconds takes a number larger than 0, as 300 or 0.5, but is 0.", "--max-seconds", "0")]
    [InlineData("--retries takes a whole number, 0 or larger, but is -1.", "--retries=-1")]
    [InlineData("--requests-per-minute takes a whole number, 1 or larger, but is 0.5.", "--requests-per-minute", "0.5")]
    [InlineData("--record needs --cassette FILE: where to.", "--record")]
    [InlineData("--record and --cache don't go together: what the cache answers would be missing from the cassette.", "--record", "--cassette", "c", "--cache", "d")]
    public async Task Bad_values_are_told_in_a_line(string message, params string[] options)
    {
        var run = await Parrot.RunAsync(null, ["evaluate", "--data", Train, "--endpoint", "http://127.0.0.1:1/v1", "--model", "gpt", .. options]);

        run.Error.ShouldBe(message + "\n");
        run.ExitCode.ShouldBe(1);
    }

    [Theory]
    [InlineData("--cache", "x")]
    [InlineData("--cassette", "x")]
    [InlineData("--retries", "1")]
    [InlineData("--max-dollars", "1")]
    public async Task What_is_for_servers_needs_one(string option, string value)
    {
        using var own = new OwnModel();
        var run = await Parrot.RunAsync(own, "evaluate", "--data", Train, option, value);

        run.Error.ShouldBe($"{option} is for a server's model, but --endpoint is missing.\n");
        run.ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task Files_that_are_something_else_are_told()
    {
        string text = Write("text.txt", "no such thing\n");
        (await FailAsync("--cache", text)).ShouldContain("is not a reply cache");
        (await FailAsync("--cassette", At("none"))).ShouldContain("There is no cassette");
        (await FailAsync("--cassette", text)).ShouldContain("text.txt");
        (await FailAsync("--prices", text)).ShouldContain("is not a price table");

        async Task<string> FailAsync(params string[] options)
        {
            var run = await Parrot.RunAsync(null, ["evaluate", "--data", Train, "--endpoint", "http://127.0.0.1:1/v1", "--model", "gpt", .. options]);
            run.ExitCode.ShouldBe(1, run.Output);
            return run.Error.TrimEnd('\n').ShouldBeOneLine();
        }
    }

    [Fact]
    public async Task A_cache_answers_what_was_asked_before()
    {
        using var server = new LoopbackServer { Reply = Parrot.Reply };
        var first = await EvaluateAsync(server, "--cache", At("cache.db"));
        int asked = server.Models.Count;
        asked.ShouldBeGreaterThan(0);

        (await EvaluateAsync(server, "--cache", At("cache.db"))).Output.ShouldBe(first.Output);
        server.Models.Count.ShouldBe(asked);
    }

    [Fact]
    public async Task A_cassette_replays_without_a_server_what_was_recorded()
    {
        string cassette = At("calls.jsonl");
        HostRun recorded;
        string endpoint;
        using (var server = new LoopbackServer { Reply = Parrot.Reply })
        {
            endpoint = server.Endpoint;
            recorded = await EvaluateAsync(server, "--cassette", cassette, "--record");
        }

        string[] replay = ["evaluate", "--data", Train, "--endpoint", endpoint, "--model", "gpt", "--cassette", cassette];
        (await Parrot.RunAsync(null, replay)).Output.ShouldBe(recorded.Output);

        replay[2] = Write("other.jsonl", Example("o", "kiwi,melon", "MELON MELON"));
        var missing = await Parrot.RunAsync(null, replay);
        missing.ExitCode.ShouldBe(1, missing.Output);
        missing.Error.ShouldContain("does not hold the request");

        // A recording that never began leaves the old one alone.
        string before = await File.ReadAllTextAsync(cassette);
        var failed = await Parrot.RunAsync(null, "evaluate", "--data", At("none.jsonl"), "--endpoint", endpoint, "--model", "gpt", "--cassette", cassette, "--record");
        failed.ExitCode.ShouldBe(1);
        (await File.ReadAllTextAsync(cassette)).ShouldBe(before);
        File.Exists(cassette + ".recording").ShouldBeFalse();
    }

    [Fact]
    public async Task Failures_that_may_pass_are_tried_again_as_often_as_asked()
    {
        using var server = new LoopbackServer { Reply = Parrot.Reply, Unavailable = 1 };
        (await EvaluateAsync(server)).Output.ShouldContain("0 failed");

        server.Unavailable = 1;
        (await EvaluateAsync(server, "--retries", "0")).Output.ShouldContain(", 1 failed");
    }

    [Fact]
    public async Task A_budget_of_dollars_goes_by_the_prices_named()
    {
        string prices = Write("prices.json", """{ "gpt": { "input": 1000, "output": 1000 } }""");
        using var server = new LoopbackServer { Reply = Parrot.Reply };

        // 15 tokens are 1.5 cents.
        var run = await Parrot.RunAsync(
            null, "evaluate", "--data", Train, "--endpoint", server.Endpoint, "--model", "gpt", "--prices", prices, "--max-dollars", "0.05");

        run.ExitCode.ShouldBe(1, run.Output);
        run.Error.ShouldContain("The budget of $0.05 is spent");
        run.Error.ShouldContain("Word (");
        server.Models.Count.ShouldBeLessThan(6);
    }

    [Fact]
    public async Task A_key_reaches_neither_store_nor_cassette_nor_output()
    {
        string? before = Environment.GetEnvironmentVariable(ChatEndpoint.KeyVariable);
        Environment.SetEnvironmentVariable(ChatEndpoint.KeyVariable, Secret);
        try
        {
            // A server that gives the key away where it refuses.
            using var server = new LoopbackServer
            {
                Reply = asked => asked.StartsWith("upper|3", StringComparison.Ordinal) ? $"!not with the key {Secret}" : Parrot.Reply(asked),
            };
            var run = await Parrot.RunAsync(null, [.. Optimize(server, "out"), "--cassette", At("calls.jsonl"), "--record"]);
            run.ExitCode.ShouldBe(0, run.Error);
            server.Authorizations.ShouldContain($"Bearer {Secret}");
            (run.Output + run.Error).ShouldNotContain(Secret);
            (await File.ReadAllTextAsync(At("calls.jsonl"))).ShouldNotContain(Secret);
            var reader = new RunReader(At("out/runs.db"));
            var failed = reader.Trajectories(reader.Runs(default)[0].Id, new() { Failed = true }, 0, 10, default);
            failed.Items.ShouldNotBeEmpty();
            failed.Items[0].Failure.ShouldNotBeNull().ShouldContain("not with the key");
            Encoding.Latin1.GetString(await File.ReadAllBytesAsync(At("out/runs.db"))).ShouldNotContain(Secret);
        }
        finally
        {
            Environment.SetEnvironmentVariable(ChatEndpoint.KeyVariable, before);
        }
    }

    [Theory]
    [InlineData("Racing", 150)]
    [InlineData("Racing", 260)]
    [InlineData("Paper", 400)]
    public async Task An_optimization_whose_calls_are_spent_keeps_the_best_and_goes_on_with_more(string engine, int calls)
    {
        using var server = new LoopbackServer { Reply = Parrot.Reply };
        string[] never = [.. Optimize(server, "never"), "--engine", engine];
        (await Parrot.RunAsync(null, never)).ExitCode.ShouldBe(0);
        server.Models.Count.ShouldBeGreaterThan(calls);

        server.Models.Clear();
        string[] command = [.. Optimize(server, "out"), "--engine", engine];
        var spent = await Parrot.RunAsync(null, [.. command, "--json", "--max-calls", $"{calls}"]);
        spent.ExitCode.ShouldBe(0, spent.Error);
        server.Models.Count.ShouldBe(calls);
        spent.Json.GetProperty("reason").GetString().ShouldBe("Calls");
        spent.Json.GetProperty("explanation").GetString().ShouldStartWith($"The budget of {calls} calls is spent: ");
        spent.Output.ShouldContain("(budget of calls spent)");
        spent.Error.ShouldContain("to go on with it with a larger --max-calls: ");
        var reader = new RunReader(At("out/runs.db"));
        var run = reader.Runs(default).ShouldHaveSingleItem();
        run.Status.ShouldBe(RunStatus.Interrupted);
        run.Facts.Keys.ShouldNotContain("--max-calls");

        // What was written is the incumbent at that point of the run: no candidate that was under way.
        (await SavedConfiguration.ValuesAsync(At("out/configuration.json"))).ShouldBe(SavedConfiguration.Values(reader.Configuration(run.Id, run.Best, default)));
        var whole = new RunReader(At("never/runs.db"));
        var all = whole.Runs(default).ShouldHaveSingleItem();
        string[] accepted = [all.Start, .. whole.Candidates(all.Id, default).Where(c => c.Accepted).Select(c => c.Configuration)];
        accepted.ShouldContain(run.Best);

        // The same budget is spent already, a larger one goes on to the end of a run that was never stopped.
        var again = await Parrot.RunAsync(null, [.. command, "--resume", "--json", "--max-calls", $"{calls}"]);
        again.ExitCode.ShouldBe(0, again.Error);
        again.Json.GetProperty("reason").GetString().ShouldBe("Calls");
        server.Models.Count.ShouldBe(calls);
        var resumed = await Parrot.RunAsync(null, [.. command, "--resume", "--max-calls", "1000000"]);
        resumed.ExitCode.ShouldBe(0, resumed.Error);
        resumed.Error.ShouldBeEmpty();
        reader.Run(run.Id, default).Status.ShouldBe(RunStatus.Finished);
        (await SavedConfiguration.ValuesAsync(At("out/configuration.json"))).ShouldBe(await SavedConfiguration.ValuesAsync(At("never/configuration.json")));
    }

    [Fact]
    public async Task An_optimization_whose_time_is_spent_keeps_the_best_and_goes_on_with_more()
    {
        // The start is quick; what comes after would take minutes.
        int answered = 0;
        bool isSlow = true;
        using var server = new LoopbackServer
        {
            Reply = asked =>
            {
                if (isSlow && Interlocked.Increment(ref answered) > 150)
                    Thread.Sleep(300);
                return Parrot.Reply(asked);
            },
        };
        var spent = await Parrot.RunAsync(null, [.. Optimize(server, "out"), "--json", "--max-seconds", "15"]);
        spent.ExitCode.ShouldBe(0, spent.Error);
        spent.Json.GetProperty("reason").GetString().ShouldBe("Time");
        spent.Json.GetProperty("explanation").GetString().ShouldStartWith("The budget of 00:00:15 is spent: ");
        spent.Error.ShouldContain("to go on with it with a larger --max-seconds: ");

        isSlow = false;
        var resumed = await Parrot.RunAsync(null, [.. Optimize(server, "out"), "--resume", "--max-seconds", "100000"]);
        resumed.ExitCode.ShouldBe(0, resumed.Error);
        (await Parrot.RunAsync(null, Optimize(server, "never"))).ExitCode.ShouldBe(0);
        (await SavedConfiguration.ValuesAsync(At("out/configuration.json"))).ShouldBe(await SavedConfiguration.ValuesAsync(At("never/configuration.json")));
    }

    [Fact]
    public async Task A_budget_that_does_not_pay_for_the_start_is_an_error_and_can_be_resumed()
    {
        using var server = new LoopbackServer { Reply = Parrot.Reply };
        var spent = await Parrot.RunAsync(null, [.. Optimize(server, "out"), "--max-tokens", "100"]);
        spent.ExitCode.ShouldBe(1, spent.Output);
        spent.Error.ShouldContain("The budget of 100 tokens is spent");
        spent.Error.ShouldContain("--resume");
        File.Exists(At("out/configuration.json")).ShouldBeFalse();

        (await Parrot.RunAsync(null, [.. Optimize(server, "out"), "--resume"])).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task The_programs_own_model_has_a_budget_too()
    {
        using var own = new OwnModel();
        var run = await Parrot.RunAsync(
            own, "optimize", "--train", Train, "--validation", Validation, "--test", Validation, "--runs", "200", "--json", "--max-calls", "200");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Json.GetProperty("reason").GetString().ShouldBe("Calls");
        run.Output.ShouldContain("held out: not scored. The budget of 200 calls is spent");
        own.Calls.ShouldBe(200);
    }

    [Fact]
    public async Task A_recording_does_not_go_on()
    {
        var run = await Parrot.RunAsync(
            null, "optimize", "--train", Train, "--validation", Validation, "--out", At("out"), "--resume", "--endpoint", "http://127.0.0.1:1/v1", "--model", "gpt",
            "--cassette", At("c"), "--record");
        run.Error.ShouldStartWith("--record can't go on with a recording");
    }

    private string[] Optimize(LoopbackServer server, string folder) =>
    [
        "optimize", "--train", Train, "--validation", Validation, "--runs", "250", "--seed", "3", "--out", At(folder),
        "--endpoint", server.Endpoint, "--model", "gpt",
    ];

    private async Task<HostRun> EvaluateAsync(LoopbackServer server, params string[] options)
    {
        var run = await Parrot.RunAsync(null, ["evaluate", "--data", Train, "--endpoint", server.Endpoint, "--model", "gpt", .. options]);
        run.Error.ShouldBeEmpty();
        run.ExitCode.ShouldBe(0);
        return run;
    }

    /// <summary>A parrot in the program itself.</summary>
    private sealed class OwnModel : IChatClient
    {
        private int _calls;

        public int Calls => _calls;

        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _calls);
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, Parrot.Reply(messages.Last().Text))));
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
