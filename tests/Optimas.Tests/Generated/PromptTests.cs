using Microsoft.Extensions.AI;
using Optimas.Tests.Systems;

namespace Optimas.Tests.Generated;

/// <summary>The generated bodies of prompted components.</summary>
public sealed class PromptTests
{
    [Fact]
    public async Task A_system_of_prompts_runs()
    {
        var chat = TraceTests.Librarian();
        (await new Library(chat, new Shelf()).RunAsync(new("Tides?"))).ShouldBe("yes (99): Tides, Harbours");
        chat.Asked.Count.ShouldBe(3);
        (await new Library(new Delayed(chat), new Shelf()).RunAsync(new("Tides?"))).ShouldBe("yes (99): Tides, Harbours");
    }

    [Fact]
    public async Task The_instruction_has_its_placeholders_filled_and_the_inputs_follow_by_name()
    {
        var chat = TraceTests.Librarian();
        await new Library(chat, new Shelf()).RunAsync(new("Which {tides}?", 4));
        Texts(chat, 0).ShouldBe(["Give keywords for Which {tides}?, at most 3.", "question: Which {tides}?"]);
        string judged = Texts(chat, 1)[1];
        judged.ShouldStartWith("question: Which {tides}?\nbooks:");
        judged.ShouldContain("Title: Tides");
        judged.ShouldContain("Rating: 4.5");
        judged.ShouldEndWith("limit: 4");
        Texts(chat, 2).ShouldBe(["How sure is one with 7?", "confidence: 7"]);
    }

    [Fact]
    public async Task Options_come_from_the_configuration()
    {
        var chat = TraceTests.Librarian();
        var configuration = Library.Configuration.Default with
        {
            Keywords = new() { Words = 5, ModelId = "large", MaxOutputTokens = 50, Seed = 9, Temperature = 0.25f },
            Certainty = new() { Temperature = 1.5, Weights = "adapter" },
        };
        await new Library(chat, new Shelf()).RunAsync(new("q"), configuration);
        var keywords = chat.Asked[0].Options!;
        keywords.ModelId.ShouldBe("large");
        keywords.MaxOutputTokens.ShouldBe(50);
        keywords.Seed.ShouldBe(9);
        keywords.Temperature.ShouldBe(0.25f);
        Texts(chat, 0)[0].ShouldEndWith("at most 5.");
        chat.Asked[1].Options!.ModelId.ShouldBeNull();
        chat.Asked[2].Options!.Temperature.ShouldBe(1.5f);
        chat.Asked[2].Options!.AdditionalProperties!["optimas.weights"].ShouldBe("adapter");
    }

    [Fact]
    public async Task An_empty_prompt_is_sent_as_it_is()
    {
        var chat = TraceTests.Librarian();
        var system = new Library(new Answering(chat, "sea"), new Shelf());
        await system.KeywordsAsync("q", 3);
        var configuration = Library.Configuration.Default with { Keywords = new() { Prompt = "" } };
        var trace = new Library(new Answering(chat, "sea"), new Shelf()).AsSystem().ExecuteAsync(
            new("q"), configuration, null, new() { Components = ComponentSet.Of(0) }, default);
        (await trace)[nameof(Library.Trace.Keywords)]!.Output.ShouldBe("sea: ");
    }

    [Fact]
    public async Task A_direct_call_runs_under_the_default_configuration_and_its_own_arguments()
    {
        var chat = ScriptedChat.Replies("reply");
        (await new Library(chat, new Shelf()).KeywordsAsync("sea", 5)).ShouldBe("reply");
        Texts(chat, 0).ShouldBe(["Give keywords for sea, at most 5.", "question: sea"]);
        chat.Asked[0].Options!.ModelId.ShouldBe("small");
    }

    [Fact]
    public async Task A_malformed_reply_is_repaired_once()
    {
        var chat = ScriptedChat.Replies("sea", "not JSON", """{"verdict":"yes","confidence":1}""", "1");
        var failure = await Should.ThrowAsync<ComponentException>(new Library(chat, new Shelf()).RunAsync(new("q")));
        failure.Component.Name.ShouldBe("Certainty");
        failure.InnerException.ShouldBeOfType<MalformedReplyException>().Reply.ShouldBe("1");
        failure.Trajectory["Judged"]!.Output.ShouldBe(new Judgement("yes", 1));
    }

    private static string[] Texts(ScriptedChat chat, int call) => [.. chat.Asked[call].Messages.Select(m => m.Text)];

    /// <summary>Answers with a fixed text and the instruction it was given.</summary>
    private sealed class Answering(IChatClient inner, string text) : DelegatingChatClient(inner)
    {
        public override Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, $"{text}: {messages.First().Text}")));
    }
}
