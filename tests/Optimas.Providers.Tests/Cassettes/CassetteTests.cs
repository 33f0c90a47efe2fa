using System.Text.Json;
using Microsoft.Extensions.AI;
using static Optimas.Providers.Tests.Answers;

namespace Optimas.Providers.Tests.Cassettes;

public sealed class CassetteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("calls.jsonl");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task What_was_recorded_is_replayed_without_the_server(bool recorded, bool replayed)
    {
        Uri address;
        await using (var server = await ModelServer.StartAsync((context, request) => context.AnswerAsync(request, $"reply to {request.UserText}")))
        {
            address = server.Address;
            await using var cassette = Cassette.Record(Path);
            using var client = new CassetteChatClient(new OpenAICompatibleChatClient(server.Options), cassette);
            foreach (string text in new[] { "one", "two" })
                (await client.AskAsync(recorded, text, new() { Temperature = 0.5f })).Text.ShouldBe($"reply to {text}");
        }

        await using var replay = await Cassette.ReplayAsync(Path);
        using var dead = new CassetteChatClient(new OpenAICompatibleChatClient(new() { Model = "test-model", Endpoint = address }), replay);
        replay.Count.ShouldBe(2);
        foreach (string text in new[] { "two", "one" })
        {
            var reply = await dead.AskAsync(replayed, text, new() { Temperature = 0.5f });
            reply.Text.ShouldBe($"reply to {text}");
            reply.Usage!.OutputTokenCount.ShouldBe(5);
            reply.FinishReason.ShouldBe(ChatFinishReason.Stop);
        }
    }

    [Fact]
    public async Task A_request_made_again_gets_its_replies_in_order_and_once_each()
    {
        await RecordAsync(["hi", "hi", "hi"]);
        await using var replay = await Cassette.ReplayAsync(Path);
        using var client = new CassetteChatClient(Never(), replay);

        List<string> texts = [];
        for (int i = 0; i < 3; i++)
            texts.Add((await client.GetResponseAsync("hi")).Text);

        texts.ShouldBe(["1: hi", "2: hi", "3: hi"]);
        (await Should.ThrowAsync<MissingRecordingException>(() => client.GetResponseAsync("hi"))).Message
            .ShouldContain("holds this request 3 times, and it was made once more, as number 4");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_that_is_not_recorded_is_an_error_that_names_the_nearest(bool streaming)
    {
        await RecordAsync(["What is the capital of France?", "How tall is Everest?", "Name a colour."]);
        await using var replay = await Cassette.ReplayAsync(Path);
        using var client = new CassetteChatClient(Never(), replay);

        var missing = await Should.ThrowAsync<MissingRecordingException>(
            () => client.AskAsync(streaming, "What is the capital of Spain?", new() { Temperature = 0.25f }));

        missing.Message.ShouldContain("does not hold the request");
        missing.Message.ShouldContain("What is the capital of Spain?");
        missing.Message.ShouldContain("The nearest that it holds is");
        missing.Message.ShouldContain("What is the capital of France?");
        missing.Message.ShouldContain("temperature is 0.25, recorded was absent");
        missing.Message.ShouldNotContain("Everest");
    }

    [Fact]
    public async Task The_file_does_not_depend_on_the_order_of_the_calls()
    {
        string[] questions = [.. Enumerable.Range(0, 60).Select(i => $"question {i}")];
        await RecordAllAtOnceAsync(questions);
        string first = await File.ReadAllTextAsync(Path);
        await RecordAllAtOnceAsync([.. questions.Reverse()]);

        (await File.ReadAllTextAsync(Path)).ShouldBe(first);
        string[] lines = first.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(60);
        lines.Select(line => JsonElement.Parse(line).GetProperty("key").GetString()).ShouldBeInOrder();
        lines.ShouldContain(line => line.Contains("""{"$type":"text","text":"question 7"}"""));
        _folder.Files.Select(f => f.Name).ShouldBe(["calls.jsonl"]);

        async Task RecordAllAtOnceAsync(string[] texts)
        {
            await using var server = await ModelServer.StartAsync((context, request) => context.AnswerAsync(request, $"to {request.UserText}"));
            await using var cassette = Cassette.Record(Path);
            using var client = new CassetteChatClient(new OpenAICompatibleChatClient(server.Options), cassette);
            await Task.WhenAll(texts.Select(text => Task.Run(() => client.GetResponseAsync(text))));
        }
    }

    [Fact]
    public async Task Failed_and_unfinished_calls_are_not_recorded()
    {
        await using var server = await ModelServer.StartAsync((context, request) => request.Number switch
        {
            1 => context.AnswerAsync(Error("No."), 400),
            2 => context.StreamAsync(TextChunk("a"), TextChunk("b"), Chunk(new { }, "stop"), Done),
            _ => context.AnswerAsync(Completion("yes")),
        });
        await using (var cassette = Cassette.Record(Path))
        {
            using var client = new CassetteChatClient(new OpenAICompatibleChatClient(server.Options), cassette);
            await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("hi"));
            await foreach (var _ in client.GetStreamingResponseAsync("hi"))
                break;
            await client.GetResponseAsync("hi");
        }

        await using var replay = await Cassette.ReplayAsync(Path);
        replay.Count.ShouldBe(1);
        (await new CassetteChatClient(Never(), replay).GetResponseAsync("hi", new() { ModelId = "test-model" })).Text.ShouldBe("yes");
    }

    [Fact]
    public async Task A_recording_that_was_broken_off_loses_nothing()
    {
        var killed = Cassette.Record(Path);
        await new CassetteChatClient(new ScriptedClient((_, _) => Task.FromResult("kept")), killed).GetResponseAsync("hi");

        // As after a kill: nobody disposed it.
        Should.Throw<IOException>(() => Cassette.Record(Path)).Message.ShouldContain("Rename it");
        File.Copy(Path + ".recording", Path);
        await using var replay = await Cassette.ReplayAsync(Path);
        (await new CassetteChatClient(Never(), replay).GetResponseAsync("hi")).Text.ShouldBe("kept");
        await killed.DisposeAsync();
    }

    [Fact]
    public async Task Bad_files_are_refused_with_their_line()
    {
        (await Should.ThrowAsync<FileNotFoundException>(() => Cassette.ReplayAsync(Path))).Message.ShouldContain("Record it first");
        await RecordAsync(["hi"]);
        string good = await File.ReadAllTextAsync(Path);
        (await FailAsync(good + "{\"key\":")).ShouldContain("Line 2 of the cassette");
        (await FailAsync(good + "{\"key\":\"a\"}")).ShouldContain("is not a recording");
        (await FailAsync(good + good)).ShouldContain("Line 2 of the cassette");

        async Task<string> FailAsync(string text)
        {
            await File.WriteAllTextAsync(Path, text);
            return (await Should.ThrowAsync<InvalidDataException>(() => Cassette.ReplayAsync(Path))).Message;
        }
    }

    [Fact]
    public async Task What_cannot_be_recorded_is_refused_before_the_call()
    {
        await using var cassette = Cassette.Record(Path);
        using var inner = new ScriptedClient((_, _) => Task.FromResult("hi"));
        using var client = new CassetteChatClient(inner, cassette);

        (await Should.ThrowAsync<ArgumentException>(() => client.GetResponseAsync("hi", new() { RawRepresentationFactory = _ => null })))
            .Message.ShouldContain("RawRepresentationFactory is set");
        inner.Calls.ShouldBe(0);
    }

    private static ScriptedClient Never() => new((_, _) => throw new InvalidOperationException("The network was used."));

    private async Task RecordAsync(string[] texts)
    {
        using var inner = new ScriptedClient((call, _) => Task.FromResult($"{call}: {texts[call - 1]}"));
        await using var cassette = Cassette.Record(Path);
        using var client = new CassetteChatClient(inner, cassette);
        foreach (string text in texts)
            await client.GetResponseAsync(text);
    }
}
