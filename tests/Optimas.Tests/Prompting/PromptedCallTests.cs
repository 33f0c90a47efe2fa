using System.Text.Json;
using Microsoft.Extensions.AI;
using Optimas.Runtime;
using Optimas.Tests.Systems;

namespace Optimas.Tests.Prompting;

public sealed class PromptedCallTests
{
    private static readonly JsonSerializerOptions s_json = SystemJson.Default;

    internal sealed record Verdict(string Label, int Score);

    private static PromptedCall Call(string instruction = "Answer the question.") => new()
    {
        Component = "Answer",
        Instruction = instruction,
        Inputs = writer =>
        {
            writer.Text("question", "Who?\nAnd why?");
            writer.BeginList("hints", 2);
            writer.Text("", "first");
            writer.Text("", "second");
            writer.EndList();
            writer.Number("limit", 3);
        },
    };

    [Fact]
    public async Task The_instruction_is_the_system_message_and_the_inputs_are_the_user_message()
    {
        var chat = ScriptedChat.Replies("Because.");

        string reply = await Call().TextAsync(chat, default);

        reply.ShouldBe("Because.");
        var (messages, options) = chat.Asked.Single();
        messages.Select(m => m.Role).ShouldBe([ChatRole.System, ChatRole.User]);
        messages[0].Text.ShouldBe("Answer the question.");
        messages[1].Text.ShouldBe("question: Who?\nAnd why?\nhints: \n  1. first\n  2. second\nlimit: 3");
        options!.ResponseFormat.ShouldBeNull();
    }

    [Fact]
    public async Task Options_come_from_the_configuration_and_the_seed_from_the_run_where_it_has_none()
    {
        var chat = ScriptedChat.Replies("x");
        var call = Call() with { Temperature = 0.7f, MaxOutputTokens = 50, ModelId = "small", Weights = "round-3" };
        var system = new HandBound<string, string>("Seeded")
            .AddAsync<string>("Answer", ["input"], async c => await call.TextAsync(chat, c.Cancellation))
            .Build();

        var trace = await system.RunAsync("x", request: new() { Seed = 5 });
        await (call with { Seed = 99 }).TextAsync(chat, default);

        var run = chat.Asked[0].Options!;
        run.Temperature.ShouldBe(0.7f);
        run.MaxOutputTokens.ShouldBe(50);
        run.ModelId.ShouldBe("small");
        run.Seed.ShouldBe(SeededRandom.Derive(5, "Answer", 0));
        run.AdditionalProperties![PromptedCall.WeightsProperty].ShouldBe("round-3");
        chat.Asked[1].Options!.Seed.ShouldBe(99);
        trace.Usage.ShouldBe(new ModelUsage(1, 10, 5, 0));
    }

    [Fact]
    public async Task An_empty_instruction_is_sent_as_it_is()
    {
        var chat = ScriptedChat.Replies("x");

        await Call("").TextAsync(chat, default);

        chat.Asked[0].Messages.Select(m => (m.Role, m.Text.Length == 0)).ShouldBe([(ChatRole.System, true), (ChatRole.User, false)]);
    }

    [Fact]
    public async Task Placeholders_are_replaced_by_their_values()
    {
        var chat = ScriptedChat.Replies("x");

        await (Call("Give {k} words on {question}; keep {braces} and { k }.") with { Placeholders = [new("question", "cats"), new("k", "3")] })
            .TextAsync(chat, default);

        chat.Asked[0].Messages[0].Text.ShouldBe("Give 3 words on cats; keep {braces} and { k }.");
    }

    [Fact]
    public async Task A_value_that_looks_like_a_placeholder_stays_as_it_is()
    {
        var chat = ScriptedChat.Replies("x");

        await (Call("On {question}, {k} words.") with { Placeholders = [new("question", "what does {k} mean"), new("k", "{question}")] })
            .TextAsync(chat, default);

        chat.Asked[0].Messages[0].Text.ShouldBe("On what does {k} mean, {question} words.");
    }

    [Fact]
    public async Task A_name_in_doubled_braces_is_left_alone()
    {
        var chat = ScriptedChat.Replies("x");

        await (Call("{{k}} {k} {k}") with { Placeholders = [new("k", "3")] }).TextAsync(chat, default);

        chat.Asked[0].Messages[0].Text.ShouldBe("{{k}} 3 3");
    }

    [Fact]
    public async Task A_named_tuple_is_asked_for_by_its_names()
    {
        var chat = ScriptedChat.Replies("""{"item1":"yes","item2":3}""", """{"Label":"yes","score":3}""");
        var call = Call() with { ElementNames = ["Label", "Score"] };

        var reply = await call.JsonAsync(chat, SystemJson.TypeInfo<(string Label, int Score)>(s_json), default);

        reply.ShouldBe(("yes", 3));
        chat.Asked.Count.ShouldBe(2);
        chat.Asked[1].Messages[^1].Text.ShouldContain("has no property \"label\"");
        var schema = chat.Asked[0].Options!.ResponseFormat.ShouldBeOfType<ChatResponseFormatJson>().Schema!.Value;
        schema.GetProperty("properties").EnumerateObject().Select(p => p.Name).ShouldBe(["label", "score"]);
        schema.GetProperty("required").EnumerateArray().Select(p => p.GetString()).ShouldBe(["label", "score"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Null_is_a_reply_where_the_component_says_so(bool accepts)
    {
        var chat = ScriptedChat.Replies("""{"value":null}""");
        var reply = (Call() with { AcceptsNull = accepts }).JsonAsync(chat, SystemJson.TypeInfo<int?>(s_json), default);

        if (accepts)
            (await reply).ShouldBeNull();
        else
            (await Should.ThrowAsync<MalformedReplyException>(reply)).Reply.ShouldBe("""{"value":null}""");
    }

    [Fact]
    public void Metadata_that_leaves_out_a_tuple_s_elements_is_refused()
    {
        var options = new JsonSerializerOptions { TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver() };

        Should.Throw<NotSupportedException>(() => SystemJson.TypeInfo<(string Label, int Score)>(options)).Message.ShouldContain("IncludeFields = true");
    }

    [Fact]
    public void An_object_without_a_name_is_rendered_at_the_margin() => TextRenderer.Render(writer =>
    {
        writer.BeginObject("");
        writer.Text("Label", "yes");
        writer.BeginList("Reasons", 1);
        writer.Text("", "a");
        writer.EndList();
        writer.EndObject();
    }).ShouldBe("Label: yes\nReasons: \n  1. a");

    [Fact]
    public void A_text_without_a_name_can_come_first() => TextRenderer.Render(writer =>
    {
        writer.Text("", "two\nlines");
        writer.Text("Label", "yes");
        writer.BeginObject("Reason");
        writer.Text("Text", "a");
        writer.EndObject();
    }).ShouldBe("two\nlines\nLabel: yes\nReason: \nText: a");

    [Fact]
    public void Fields_can_follow_an_object_without_a_name() => TextRenderer.Render(writer =>
    {
        writer.BeginObject("");
        writer.Text("Label", "yes");
        writer.EndObject();
        writer.Number("Score", 1);
    }).ShouldBe("Label: yes\nScore: 1");

    [Fact]
    public async Task A_typed_output_is_asked_for_by_its_schema()
    {
        var chat = ScriptedChat.Replies("""{"label":"yes","score":3}""");

        var verdict = await Call().JsonAsync(chat, SystemJson.TypeInfo<Verdict>(s_json), default);

        verdict.ShouldBe(new Verdict("yes", 3));
        var format = chat.Asked.Single().Options!.ResponseFormat.ShouldBeOfType<ChatResponseFormatJson>();
        format.Schema!.Value.GetProperty("properties").EnumerateObject().Select(p => p.Name).ShouldBe(["label", "score"]);
    }

    [Fact]
    public async Task A_value_that_is_no_object_travels_inside_one()
    {
        var chat = ScriptedChat.Replies("""{"value":[1,2]}""", """{"value":7}""", """{"value":"Friday"}""");

        (await Call().JsonAsync(chat, SystemJson.TypeInfo<IReadOnlyList<int>>(s_json), default)).ShouldBe([1, 2]);
        (await Call().JsonAsync(chat, SystemJson.TypeInfo<int>(s_json), default)).ShouldBe(7);

        var format = chat.Asked[1].Options!.ResponseFormat.ShouldBeOfType<ChatResponseFormatJson>();
        format.Schema!.Value.GetProperty("type").GetString().ShouldBe("object");
        format.Schema!.Value.GetProperty("required").EnumerateArray().Select(r => r.GetString()).ShouldBe(["value"]);
    }

    [Theory]
    [InlineData("```json\n{\"label\":\"yes\",\"score\":3}\n```")]
    [InlineData("```\n{\"label\":\"yes\",\"score\":3}```")]
    [InlineData("  {\"label\":\"yes\",\"score\":3}\n")]
    public async Task A_fence_around_the_reply_is_taken_off(string reply) =>
        (await Call().JsonAsync(ScriptedChat.Replies(reply), SystemJson.TypeInfo<Verdict>(s_json), default)).ShouldBe(new Verdict("yes", 3));

    [Fact]
    public async Task A_malformed_reply_is_sent_back_once_with_what_is_wrong()
    {
        var chat = ScriptedChat.Replies("yes, three", """{"label":"yes","score":3}""");
        var system = new HandBound<string, string>("Repair")
            .AddAsync<string>("Answer", ["input"], async c => (await Call().JsonAsync(chat, SystemJson.TypeInfo<Verdict>(s_json), c.Cancellation)).Label)
            .Build();

        var trace = await system.RunAsync("x");

        trace.Output.ShouldBe("yes");
        trace.Usage.Calls.ShouldBe(2, "the repair is paid for too");
        var repair = chat.Asked[1].Messages;
        repair.Select(m => m.Role).ShouldBe([ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.User]);
        repair[2].Text.ShouldBe("yes, three");
        repair[3].Text.ShouldContain("That reply can't be read: ");
        repair[3].Text.ShouldContain("\"score\"", Case.Sensitive);
        chat.Asked[0].Messages.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("still prose")]
    [InlineData("""{"label":"yes","score":"many"}""")]
    [InlineData("null")]
    [InlineData("")]
    public async Task A_second_malformed_reply_is_a_typed_error_that_holds_it(string second)
    {
        var chat = ScriptedChat.Replies("prose", second);

        var e = await Should.ThrowAsync<MalformedReplyException>(() => Call().JsonAsync(chat, SystemJson.TypeInfo<Verdict>(s_json), default));

        e.Component.ShouldBe("Answer");
        e.Reply.ShouldBe(second);
        chat.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_wrapped_value_that_is_missing_is_malformed()
    {
        var chat = ScriptedChat.Replies("[1]", """{"values":[1]}""");

        (await Should.ThrowAsync<MalformedReplyException>(() => Call().JsonAsync(chat, SystemJson.TypeInfo<IReadOnlyList<int>>(s_json), default)))
            .Message.ShouldContain("not an object with the property \"value\"");
    }

    [Fact]
    public async Task Cancellation_reaches_the_client() =>
        await Should.ThrowAsync<OperationCanceledException>(() => Call().TextAsync(ScriptedChat.Replies("x"), new(canceled: true)));
}
