using Microsoft.Extensions.AI;
using Optimas.Learning;

namespace Optimas.Pocket.Tests;

/// <summary>The shipped weights as a chat client.</summary>
public sealed class PocketChatClientTests(PocketModel model) : IClassFixture<PocketModel>
{
    private const string Question = """
        query: In which town was the author of The Silver Gate, the novel about clocks, born?
        hints: The Silver Gate is by Mara Velden. Mara Velden was born in New Tamholm.
        """;

    public static TheoryData<ComponentSkill> Areas => [new HopAnswerSkill(), new ContextAnalyst(), new SessionSkill(), new CodeSkill(), new TextScorer()];

    [Fact]
    public async Task A_question_is_answered_out_of_its_hints()
    {
        var response = await model.Chat.GetResponseAsync(Conversation("Given some hints, directly answer the query with a short answer.", Question), Greedy());

        response.Text.ShouldContain("New Tamholm");
        response.FinishReason.ShouldBe(ChatFinishReason.Stop);
        response.Usage!.OutputTokenCount.ShouldNotBeNull().ShouldBeInRange(1, 30);
    }

    [Theory, MemberData(nameof(Areas))]
    public async Task Each_area_is_known(ComponentSkill skill)
    {
        var unasked = new Instruction(skill.DefaultInstruction, [.. skill.Dimensions.Select(_ => (int?)null)]);
        PocketExample[] examples = [.. Enumerable.Range(0, 10).Select(i => skill.Create(new SeededRandom(11, skill.Name, i), Part.Seen, unasked))];

        string[] replies = await Task.WhenAll(examples.Select(e => AskAsync(e, Greedy())));

        examples.Zip(replies).Count(e => e.First.IsRight(e.Second)).ShouldBeGreaterThanOrEqualTo(8, string.Join('\n', replies));
    }

    [Fact]
    public async Task Concurrent_requests_write_what_each_writes_alone()
    {
        PocketExample[] examples = [.. Enumerable.Range(0, 16).Select(i => PocketSkills.Components[i % 14].Create(new SeededRandom(12, "alone", i), Part.Seen, Part.Seen))];
        var alone = new List<string>();
        for (int i = 0; i < examples.Length; i++)
            alone.Add(await AskAsync(examples[i], Sampled(i)));

        string[] together = await Task.WhenAll(examples.Select((e, i) => AskAsync(e, Sampled(i))));

        together.ShouldBe(alone);
    }

    [Fact]
    public async Task The_seed_decides_the_text()
    {
        var example = new HopQuerySkill().Create(new SeededRandom(13, "query"), Part.Seen, Part.Seen);
        string[] texts = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => AskAsync(example, Sampled(i / 2))));

        foreach (string[] twice in texts.Chunk(2))
            twice[0].ShouldBe(twice[1]);
        texts.Distinct().Count().ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Pieces_of_a_stream_make_up_the_reply()
    {
        string whole = (await model.Chat.GetResponseAsync(Conversation("Answer the query.", Question), Sampled(5))).Text;
        var pieces = new List<ChatResponseUpdate>();
        await foreach (var piece in model.Chat.GetStreamingResponseAsync(Conversation("Answer the query.", Question), Sampled(5)))
            pieces.Add(piece);

        pieces.ToChatResponse().Text.ShouldBe(whole);
        pieces[^1].FinishReason.ShouldBe(ChatFinishReason.Stop);
    }

    [Fact]
    public async Task The_model_is_chosen_by_its_name()
    {
        foreach (string name in new[] { PocketChatClient.Large, PocketChatClient.Small })
        {
            var options = Greedy();
            options.ModelId = name;
            var response = await model.Chat.GetResponseAsync(Conversation("Answer the query.", Question), options);
            response.ModelId.ShouldBe(name);
            response.Text.ShouldNotBeEmpty();
        }

        (await model.Chat.GetResponseAsync(Conversation("Answer the query.", Question))).ModelId.ShouldBe(PocketChatClient.Large);
    }

    [Fact]
    public async Task An_unknown_model_is_refused_with_those_that_there_are()
    {
        var failure = await Should.ThrowAsync<ArgumentException>(() => model.Chat.GetResponseAsync("Hello", new() { ModelId = "gpt-9" }));

        failure.Message.ShouldContain("There is no model gpt-9; there are pocket and pocket-mini.");
    }

    [Fact]
    public async Task A_cancelled_request_ends_and_the_others_go_on()
    {
        using var cancelling = new CancellationTokenSource();
        var example = new HopHintsSkill().Create(new SeededRandom(14, "hints"), Part.Seen, Part.Seen);
        Task<string>[] cancelled = [.. Enumerable.Range(0, 64).Select(i => AskAsync(example, Sampled(i), cancelling.Token))];
        var other = AskAsync(example, Greedy());
        await cancelling.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => Task.WhenAll(cancelled));
        (await other).ShouldBe(await AskAsync(example, Greedy()));
        await Should.ThrowAsync<OperationCanceledException>(() => AskAsync(example, Greedy(), cancelling.Token));
    }

    [Fact]
    public async Task A_disposed_client_refuses_to_answer()
    {
        var chat = new PocketChatClient();
        await chat.GetResponseAsync("Hello", new() { ModelId = PocketChatClient.Small, MaxOutputTokens = 2 });
        chat.Dispose();
        await chat.DisposeAsync();

        await Should.ThrowAsync<ObjectDisposedException>(() => chat.GetResponseAsync("Hello"));
        // A client that was never asked loaded nothing.
        new PocketChatClient().Dispose();
    }

    [Fact]
    public async Task Missing_weights_are_told_with_their_path()
    {
        string folder = Path.Combine(Path.GetTempPath(), "no-such-models");
        await using var chat = new PocketChatClient(new() { ModelFolder = folder });

        var failure = await Should.ThrowAsync<CheckpointException>(() => chat.GetResponseAsync("Hello"));

        failure.Message.ShouldContain(Path.Combine(folder, PocketChatClient.Large));
    }

    [Fact]
    public void What_trains_the_weights_is_at_hand()
    {
        using IChatClient chat = new PocketChatClient();

        chat.GetService<LanguageModel>().ShouldNotBeNull();
        chat.GetService<GenerationEngine>().ShouldNotBeNull();
        chat.GetService<AdapterStore>().ShouldBeNull("no folder is named");
        chat.GetService<ChatClientMetadata>()!.DefaultModelId.ShouldBe(PocketChatClient.Large);
        chat.GetService<PocketChatClient>().ShouldBe(chat);
    }

    [Fact]
    public void Both_sizes_are_small()
    {
        var weights = new DirectoryInfo(PocketChatClient.ShippedFolder).GetFiles("*.safetensors", SearchOption.AllDirectories);

        weights.Length.ShouldBe(2);
        weights.Sum(f => f.Length).ShouldBeLessThanOrEqualTo(12_000_000);
    }

    private static ChatOptions Greedy() => new() { Temperature = 0 };

    private static ChatOptions Sampled(long seed) => new() { Temperature = 0.7f, Seed = seed };

    private static ChatMessage[] Conversation(string instruction, string input) => [new(ChatRole.System, instruction), new(ChatRole.User, input)];

    private async Task<string> AskAsync(PocketExample example, ChatOptions options, CancellationToken cancellationToken = default) =>
        (await model.Chat.GetResponseAsync(Conversation(example.Instruction.Text, example.Input), options, cancellationToken)).Text;
}
