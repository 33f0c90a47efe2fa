using Microsoft.Data.Sqlite;
using Microsoft.Extensions.AI;
using static Optimas.Providers.Tests.Answers;

namespace Optimas.Providers.Tests.Caching;

public sealed class ReplyCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("replies.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task What_was_asked_before_is_answered_from_the_file_however_it_was_and_is_asked(bool first, bool second)
    {
        await using var server = await ModelServer.StartAsync((context, request) => context.AnswerAsync(request, $"reply {request.Number}"));
        ChatResponse made, kept;
        using (var cache = new ReplyCache(Path))
        using (var client = new ReplyCacheChatClient(new OpenAICompatibleChatClient(server.Options), cache))
            made = await client.AskAsync(first, "hi");

        using (var cache = new ReplyCache(Path))
        using (var client = new ReplyCacheChatClient(new OpenAICompatibleChatClient(server.Options), cache))
        {
            kept = await client.AskAsync(second, "hi");
            cache.Statistics.ShouldBe(new(Hits: 1, Misses: 0, Bypassed: 0, Unkept: 0));
            cache.Count.ShouldBe(1);
        }

        server.Requests.Count.ShouldBe(1);
        kept.Text.ShouldBe("reply 1");
        kept.ModelId.ShouldBe(made.ModelId);
        kept.FinishReason.ShouldBe(ChatFinishReason.Stop);
        kept.Usage!.InputTokenCount.ShouldBe(11);
        kept.Usage.OutputTokenCount.ShouldBe(5);
        kept.ResponseId.ShouldBe("chatcmpl-1");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Changing_a_reply_does_not_change_the_kept_one(bool streaming)
    {
        await using var server = await ModelServer.StartAsync((context, request) => context.AnswerAsync(request, "as it was"));
        using var cache = new ReplyCache(Path);
        using var client = new ReplyCacheChatClient(new OpenAICompatibleChatClient(server.Options), cache);

        for (int i = 0; i < 3; i++)
        {
            if (streaming)
            {
                string text = "";
                await foreach (var update in client.GetStreamingResponseAsync("hi"))
                {
                    text += update.Text;
                    foreach (var content in update.Contents.OfType<TextContent>())
                        content.Text = "spoilt";
                    update.Contents.Add(new TextContent("more"));
                    update.ModelId = "spoilt";
                }

                text.ShouldBe("as it was");
            }
            else
            {
                var response = await client.GetResponseAsync("hi");
                response.Text.ShouldBe("as it was");
                response.ModelId.ShouldBe("test-model");
                response.Usage!.InputTokenCount.ShouldBe(11);
                ((TextContent)response.Messages[0].Contents[0]).Text = "spoilt";
                response.Messages.Add(new(ChatRole.User, "more"));
                response.ModelId = "spoilt";
                response.Usage.InputTokenCount = 0;
            }
        }

        server.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Requests_alike_at_the_same_time_make_one_call(bool streaming)
    {
        var go = new TaskCompletionSource();
        await using var server = await ModelServer.StartAsync(async (context, request) =>
        {
            await go.Task;
            await context.AnswerAsync(request, "once");
        });
        using var cache = new ReplyCache(Path);
        using var client = new ReplyCacheChatClient(new OpenAICompatibleChatClient(server.Options), cache);

        var calls = Enumerable.Range(0, 50).Select(_ => Task.Run(() => client.AskAsync(streaming, "hi"))).ToArray();
        await Calls.UntilAsync(() => server.Requests.Count > 0);
        await Task.Delay(50);
        go.SetResult();
        var replies = await Task.WhenAll(calls);

        server.Requests.Count.ShouldBe(1);
        replies.ShouldAllBe(reply => reply.Text == "once");
        replies.Distinct(ReferenceEqualityComparer.Instance).Count().ShouldBe(50);
        cache.Statistics.ShouldBe(new(Hits: 49, Misses: 1, Bypassed: 0, Unkept: 0));
    }

    [Fact]
    public async Task Different_requests_at_the_same_time_are_not_mixed_up()
    {
        await using var server = await ModelServer.StartAsync((context, request) => context.AnswerAsync(request, request.UserText));
        using var one = new ReplyCache(Path);
        using var other = new ReplyCache(Path);
        using var inner = new OpenAICompatibleChatClient(server.Options);
        IChatClient[] clients = [new ReplyCacheChatClient(inner, one), new ReplyCacheChatClient(inner, other)];

        await Parallel.ForEachAsync(Enumerable.Range(0, 400), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, ct) =>
            (await clients[i % 2].AskAsync(i % 3 == 0, $"question {i % 40}", cancellationToken: ct)).Text.ShouldBe($"question {i % 40}"));

        one.Count.ShouldBe(40);
        server.Requests.Count.ShouldBeInRange(40, 80);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Failures_are_shared_by_those_who_wait_and_never_kept(bool streaming)
    {
        var go = new TaskCompletionSource();
        await using var server = await ModelServer.StartAsync(async (context, request) =>
        {
            await go.Task;
            await (request.Number == 1 ? context.AnswerAsync(Error("Down."), 500) : context.AnswerAsync(request, "up"));
        });
        using var cache = new ReplyCache(Path);
        using var client = new ReplyCacheChatClient(new OpenAICompatibleChatClient(server.Options with { MaxRetries = 0 }), cache);

        var calls = Enumerable.Range(0, 5).Select(_ => Task.Run(() => client.AskAsync(streaming, "hi"))).ToArray();
        await Calls.UntilAsync(() => server.Requests.Count > 0);
        await Task.Delay(50);
        go.SetResult();

        foreach (var call in calls)
            (await Should.ThrowAsync<ProviderException>(() => call)).IsTransient.ShouldBeTrue();
        cache.Count.ShouldBe(0);
        (await client.AskAsync(streaming, "hi")).Text.ShouldBe("up");
        server.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_waits_makes_the_call_when_the_one_who_made_it_cancels(bool streaming)
    {
        await using var server = await ModelServer.StartAsync((context, request) =>
            request.Number == 1 ? Task.Delay(-1, context.RequestAborted) : context.AnswerAsync(request, "second"));
        using var cache = new ReplyCache(Path);
        using var client = new ReplyCacheChatClient(new OpenAICompatibleChatClient(server.Options), cache);
        using var cancelling = new CancellationTokenSource();

        var first = client.AskAsync(streaming, "hi", cancellationToken: cancelling.Token);
        await Calls.UntilAsync(() => server.Requests.Count == 1);
        var second = client.AskAsync(streaming, "hi");
        await cancelling.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => first);
        (await second).Text.ShouldBe("second");
        cache.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Cancelling_one_who_waits_leaves_the_call_alone()
    {
        var go = new TaskCompletionSource();
        await using var server = await ModelServer.StartAsync(async (context, request) =>
        {
            await go.Task;
            await context.AnswerAsync(request, "hi");
        });
        using var cache = new ReplyCache(Path);
        using var client = new ReplyCacheChatClient(new OpenAICompatibleChatClient(server.Options), cache);
        using var cancelling = new CancellationTokenSource();

        var first = client.GetResponseAsync("hi");
        var second = client.GetResponseAsync("hi", cancellationToken: cancelling.Token);
        await cancelling.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => second);
        go.SetResult();
        (await first).Text.ShouldBe("hi");
    }

    [Fact]
    public async Task A_stream_that_is_left_is_not_kept()
    {
        await using var server = await ModelServer.StartAsync((context, _) =>
            context.StreamAsync(TextChunk("one"), TextChunk("two"), Chunk(new { }, "stop"), Done));
        using var cache = new ReplyCache(Path);
        using var client = new ReplyCacheChatClient(new OpenAICompatibleChatClient(server.Options), cache);

        await foreach (var _ in client.GetStreamingResponseAsync("hi"))
            break;
        cache.Count.ShouldBe(0);
        (await client.AskAsync(streaming: true, "hi")).Text.ShouldBe("onetwo");

        cache.Count.ShouldBe(1);
        server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Samples_stay_distinct_by_seed_or_by_number_and_callers_share()
    {
        await using var server = await ModelServer.StartAsync((context, request) => context.AnswerAsync(request, $"sample {request.Number}"));
        using var cache = new ReplyCache(Path);
        using var client = new ReplyCacheChatClient(new OpenAICompatibleChatClient(server.Options), cache);
        ChatOptions[] samples =
        [
            .. Enumerable.Range(0, 4).Select(i => new ChatOptions { Seed = i }),
            .. Enumerable.Range(0, 4).Select(i => new ChatOptions { AdditionalProperties = new() { [ReplyCache.SampleProperty] = i } }),
        ];

        string[] first = [.. await AskAllAsync()];
        string[] again = [.. await AskAllAsync()];

        first.Distinct().Count().ShouldBe(8);
        again.ShouldBe(first);
        await client.GetResponseAsync("hi", Calls.By("writer"));
        await client.GetResponseAsync("hi", Calls.By("reader"));
        server.Requests.Count.ShouldBe(9);

        async Task<List<string>> AskAllAsync()
        {
            List<string> texts = [];
            foreach (var options in samples)
                texts.Add((await client.GetResponseAsync("hi", options)).Text);
            return texts;
        }
    }

    [Fact]
    public async Task Servers_and_identities_do_not_answer_for_each_other()
    {
        await using var one = await ModelServer.StartAsync(Completion("one"));
        await using var other = await ModelServer.StartAsync(Completion("other"));
        using var cache = new ReplyCache(Path);
        using var first = new ReplyCacheChatClient(new OpenAICompatibleChatClient(one.Options), cache);
        using var second = new ReplyCacheChatClient(new OpenAICompatibleChatClient(other.Options), cache);
        using var tuned = new ReplyCacheChatClient(new OpenAICompatibleChatClient(one.Options), cache, new() { Identity = "tuned" });

        (await first.GetResponseAsync("hi")).Text.ShouldBe("one");
        (await second.GetResponseAsync("hi")).Text.ShouldBe("other");
        await tuned.GetResponseAsync("hi");

        cache.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Tool_calls_and_raw_bytes_survive()
    {
        await using var server = await ModelServer.StartAsync(Completion(
            new
            {
                role = "assistant",
                content = (string?)null,
                tool_calls = new[] { new { id = "call-1", type = "function", function = new { name = "weather", arguments = """{"city":"Oslo"}""" } } },
            },
            "tool_calls"));
        using var cache = new ReplyCache(Path);
        using var client = new ReplyCacheChatClient(new OpenAICompatibleChatClient(server.Options), cache);
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create((string city) => city, "weather")] };

        for (int i = 0; i < 2; i++)
        {
            var call = (await client.GetResponseAsync("hi", options)).Messages[0].Contents.OfType<FunctionCallContent>().ShouldHaveSingleItem();
            call.CallId.ShouldBe("call-1");
            call.Arguments!["city"]!.ToString().ShouldBe("Oslo");
        }

        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_no_key_can_stand_for_is_passed_on_and_counted()
    {
        await using var server = await ModelServer.StartAsync(Completion("hi"));
        using var cache = new ReplyCache(Path);
        using var client = new ReplyCacheChatClient(new OpenAICompatibleChatClient(server.Options), cache);

        for (int i = 0; i < 2; i++)
            await client.GetResponseAsync("hi", new() { RawRepresentationFactory = _ => null });
        await client.GetResponseAsync("hi", new() { Tools = [new HostedWebSearchTool()] });

        cache.Statistics.ShouldBe(new(Hits: 0, Misses: 0, Bypassed: 3, Unkept: 0));
        server.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_reply_outlives_a_cache_that_was_closed_meanwhile()
    {
        using var cache = new ReplyCache(Path);
        using var inner = new ScriptedClient((_, _) =>
        {
            cache.Dispose();
            return Task.FromResult("paid for");
        });
        using var client = new ReplyCacheChatClient(inner, cache);

        (await client.GetResponseAsync("hi")).Text.ShouldBe("paid for");
        await Should.ThrowAsync<ObjectDisposedException>(() => client.GetResponseAsync("hi"));
    }

    [Fact]
    public async Task A_locked_file_costs_no_reply()
    {
        using var cache = new ReplyCache(Path);
        using var client = new ReplyCacheChatClient(new ScriptedClient((_, _) => Task.FromResult("paid for")), cache);
        using var other = new SqliteConnection($"Data Source={Path};Pooling=False");
        other.Open();
        Execute(other, "BEGIN IMMEDIATE");

        var unlocking = Task.Run(async () =>
        {
            await Task.Delay(200);
            Execute(other, "ROLLBACK");
        });

        (await client.GetResponseAsync("hi")).Text.ShouldBe("paid for");
        await unlocking;
        cache.Count.ShouldBe(1);
    }

    [Fact]
    public void Files_that_are_something_else_are_refused_and_left_alone()
    {
        File.WriteAllText(Path, new string('x', 4096));
        Should.Throw<InvalidDataException>(() => new ReplyCache(Path)).Message.ShouldContain("is not a reply cache");
        File.ReadAllText(Path).ShouldBe(new string('x', 4096));
        File.Delete(Path);

        using (var other = new SqliteConnection($"Data Source={Path};Pooling=False"))
        {
            other.Open();
            Execute(other, "CREATE TABLE notes (text TEXT)");
        }

        Should.Throw<InvalidDataException>(() => new ReplyCache(Path)).Message.ShouldContain("is a database, but not a reply cache");
        File.Delete(Path);

        new ReplyCache(Path).Dispose();
        using (var newer = new SqliteConnection($"Data Source={Path};Pooling=False"))
        {
            newer.Open();
            Execute(newer, "PRAGMA user_version = 7");
        }

        Should.Throw<InvalidDataException>(() => new ReplyCache(Path)).Message.ShouldContain("has schema 7, made by a newer version");
        Should.Throw<IOException>(() => new ReplyCache(System.IO.Path.GetTempPath())).Message.ShouldContain("can't be opened");
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
