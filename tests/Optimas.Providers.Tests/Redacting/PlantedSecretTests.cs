using System.Text;
using Microsoft.Extensions.AI;
using Optimas.Providers.Tests.Telemetry;
using static Optimas.Providers.Tests.Answers;

namespace Optimas.Providers.Tests.Redacting;

/// <summary>Keys planted wherever one may be; files, spans, metrics and exceptions searched for them.</summary>
public sealed class PlantedSecretTests : IDisposable
{
    private const string ApiKey = "plain-words-as-a-key-1";
    private const string HeaderKey = "plain-words-as-a-header-2";
    private const string PropertyKey = "plain-words-as-a-property-3";
    private const string ToldKey = "plain-words-as-told-4";
    private const string ShapedKey = "sk-proj-0123456789abcdefABCDEF";

    private static readonly string[] s_keys = [ApiKey, HeaderKey, PropertyKey, ToldKey, ShapedKey];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Planted_keys_reach_the_server_and_nothing_else(bool streaming, bool recordContent)
    {
        // Says all keys back, in a failure and in a reply, there a few letters at a time.
        string all = string.Join(" and ", s_keys);
        await using var server = await ModelServer.StartAsync((context, request) => request.Number switch
        {
            1 => context.AnswerAsync(Error($"Bad keys: {all}", ShapedKey), 400),
            _ when !streaming => context.AnswerAsync(Completion($"You said {all}.")),
            _ => context.StreamAsync([.. all.Chunk(5).Select(c => TextChunk(new(c))), Chunk(new { }, "stop"), Done]),
        });
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("X-Api-Key", HeaderKey);
        using var recorder = new SpanRecorder();
        string shown;
        var cache = new ReplyCache(_folder.File("replies.db"));
        var ledger = new UsageLedger();
        await using (var cassette = Cassette.Record(_folder.File("calls.jsonl")))
        {
            using var client = new ChatPipeline
            {
                Telemetry = new() { RecordContent = recordContent },
                Cache = cache,
                Usage = ledger,
                Budget = new(new() { Calls = 2 }),
                Cassette = cassette,
                Retry = new(),
                Secrets = [ToldKey],
            }.Around(new OpenAICompatibleChatClient(server.Options with { ApiKey = ApiKey, HttpClient = http }));
            var options = new ChatOptions
            {
                Instructions = $"Use {ShapedKey}.",
                StopSequences = [ToldKey],
                AdditionalProperties = new() { ["api_key"] = PropertyKey, ["headers"] = $"Authorization: Bearer {ApiKey}" },
            };

            var failure = await Should.ThrowAsync<ProviderException>(() => client.AskAsync(streaming, $"Keys: {all}", options));
            var reply = await client.AskAsync(streaming, $"Keys: {all}", options);
            var end = await Should.ThrowAsync<CallBudgetException>(() => client.AskAsync(streaming, $"More keys: {all}", options));

            // The model and the caller see everything; so the test does plant keys.
            server.Requests[1].Body.ToString().ShouldContain(PropertyKey);
            foreach (string key in s_keys)
                reply.Text.ShouldContain(key);
            shown = $"{failure}\n{failure.ErrorCode}\n{end}\n{ledger.Report()}\n{recorder.Text}";

            // While everything is still open, write-ahead log and journal included.
            SearchFiles("calls.jsonl.recording", "replies.db-wal");
        }

        cache.Statistics.Unkept.ShouldBe(1);
        cache.Dispose();
        Search("exceptions, reports and spans", shown);
        recorder.Spans.Count.ShouldBe(3);
        if (recordContent)
            recorder.Text.ShouldContain("Keys: *** and ***");
        SearchFiles("calls.jsonl", "replies.db");
        (await File.ReadAllTextAsync(_folder.File("calls.jsonl"))).ShouldContain("Keys: *** and ***");

        // What the cassette shows again has no keys either.
        await using var replay = await Cassette.ReplayAsync(_folder.File("calls.jsonl"));
        var missing = await Should.ThrowAsync<MissingRecordingException>(() => new CassetteChatClient(
            new OpenAICompatibleChatClient(server.Options with { ApiKey = ApiKey, HttpClient = http }), replay, ToldKey).GetResponseAsync(
            $"Other: {all}", new() { AdditionalProperties = new() { ["api_key"] = PropertyKey } }));
        Search("the missing recording", missing.ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Exceptions_of_any_client_are_cleaned_with_those_inside_them(bool streaming)
    {
        using var inner = new ScriptedClient((call, _) => throw (call == 1
            ? new InvalidOperationException("outer", new HttpRequestException($"with {ShapedKey}"))
            : new InvalidOperationException("harmless")));
        using var client = new RedactingChatClient(inner);

        var cleaned = await Should.ThrowAsync<ProviderException>(() => client.AskAsync(streaming, "hi"));
        cleaned.Message.ShouldBe("InvalidOperationException: outer");
        cleaned.ToString().ShouldNotContain(ShapedKey);
        (await Should.ThrowAsync<InvalidOperationException>(() => client.AskAsync(streaming, "hi"))).Message.ShouldBe("harmless");
    }

    [Fact]
    public async Task A_recording_replays_without_the_key_that_made_it()
    {
        string path = _folder.File("calls.jsonl");
        await using var server = await ModelServer.StartAsync(Completion("hi"));
        await using (var cassette = Cassette.Record(path))
        {
            using var client = new CassetteChatClient(new OpenAICompatibleChatClient(server.Options with { ApiKey = ApiKey }), cassette);
            await client.GetResponseAsync("hi", new() { AdditionalProperties = new() { ["api_key"] = PropertyKey } });
        }

        await using var replay = await Cassette.ReplayAsync(path);
        using var other = new CassetteChatClient(new OpenAICompatibleChatClient(server.Options with { ApiKey = null }), replay);
        (await other.GetResponseAsync("hi", new() { AdditionalProperties = new() { ["api_key"] = "another-property-5" } })).Text.ShouldBe("hi");
    }

    [Theory]
    [InlineData("api_key", true)]
    [InlineData("apiKey", true)]
    [InlineData("X-Api-Key", true)]
    [InlineData("Authorization", true)]
    [InlineData("accessToken", true)]
    [InlineData("auth_token", true)]
    [InlineData("token", true)]
    [InlineData("client_secret", true)]
    [InlineData("password", true)]
    [InlineData("max_tokens", false)]
    [InlineData("token_count", false)]
    [InlineData("key", false)]
    [InlineData("keyboard", false)]
    [InlineData("optimas.caller", false)]
    public void Names_tell_what_is_secret(string name, bool isSecret) => Redactor.IsSecretName(name).ShouldBe(isSecret);

    private void SearchFiles(params string[] expected)
    {
        var files = _folder.Files.ToArray();
        foreach (string name in expected)
            files.ShouldContain(f => f.Name == name);
        foreach (var file in files)
        {
            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            Search(file.Name, reader.ReadToEnd());
        }
    }

    private static void Search(string where, string text)
    {
        foreach (string key in s_keys)
            text.Contains(key, StringComparison.Ordinal).ShouldBeFalse($"{where} holds {key}: {text}");
    }
}
