using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;

namespace Optimas.Providers.Tests.Caching;

/// <summary>The key of a request: the same for the same request, another for any that may be answered otherwise.</summary>
public sealed class RequestKeyTests
{
    private static readonly (string Name, Action<ChatRequest> Change)[] s_changes =
    [
        ("a text", r => ((TextContent)r.Messages[^1].Contents[^1]).Text += "x"),
        ("a blank at the end", r => ((TextContent)r.Messages[^1].Contents[^1]).Text += " "),
        ("a role", r => r.Messages[^1].Role = new("critic")),
        ("an author", r => r.Messages[^1].AuthorName += "x"),
        ("one more message", r => r.Messages.Add(new(ChatRole.User, ""))),
        ("one more content", r => r.Messages[^1].Contents.Add(new TextContent(""))),
        ("an image", r => r.Messages[^1].Contents.Add(new DataContent(new byte[] { 1, 2, 3 }, "image/png"))),
        ("another image", r => r.Messages[^1].Contents.Add(new DataContent(new byte[] { 1, 2, 4 }, "image/png"))),
        ("a tool's result", r => r.Messages[^1].Contents.Add(new FunctionResultContent("call", "result"))),
        ("another tool's result", r => r.Messages[^1].Contents.Add(new FunctionResultContent("call", "other"))),
        ("a message's property", r => r.Messages[^1].AdditionalProperties = new() { ["cache"] = true }),
        ("the model", r => r.Options.ModelId += "x"),
        ("the temperature", r => r.Options.Temperature = (r.Options.Temperature ?? 0) + 0.25f),
        ("the seed", r => r.Options.Seed = unchecked((r.Options.Seed ?? 0) + 1)),
        ("top-p", r => r.Options.TopP = (r.Options.TopP ?? 0) + 0.25f),
        ("top-k", r => r.Options.TopK = 17),
        ("the token limit", r => r.Options.MaxOutputTokens = (r.Options.MaxOutputTokens ?? 0) + 1),
        ("the frequency penalty", r => r.Options.FrequencyPenalty = 0.5f),
        ("the presence penalty", r => r.Options.PresencePenalty = 0.5f),
        ("a stop sequence", r => r.Options.StopSequences = [.. r.Options.StopSequences ?? [], "STOP"]),
        ("instructions", r => r.Options.Instructions += "x"),
        ("the conversation", r => r.Options.ConversationId += "x"),
        ("JSON", r => r.Options.ResponseFormat = ChatResponseFormat.Json),
        ("a schema", r => r.Options.ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"type":"object"}"""), "a")),
        ("another schema", r => r.Options.ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"type":"array"}"""), "a")),
        ("a tool", r => r.Options.Tools = [AIFunctionFactory.Create((int a) => a, "tool")]),
        ("another tool", r => r.Options.Tools = [AIFunctionFactory.Create((string a) => a, "tool")]),
        ("a tool's description", r => r.Options.Tools = [AIFunctionFactory.Create((int a) => a, "tool", "Does it.")]),
        ("the tool mode", r => r.Options.ToolMode = ChatToolMode.RequireAny),
        ("several tools at once", r => r.Options.AllowMultipleToolCalls = true),
        ("reasoning", r => r.Options.Reasoning = new() { Effort = ReasoningEffort.High }),
        ("a property", r => Properties(r)["top_a"] = 0.5),
        ("a property's type", r => Properties(r)["top_a"] = "0.5"),
        ("weights", r => Properties(r)["optimas.weights"] = "adapter"),
        ("a sample", r => Properties(r)[ReplyCache.SampleProperty] = 3),
    ];

    [Fact]
    public void Whatever_changes_the_reply_changes_the_key() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(40), Prop.ForAll(Requests(), text =>
        {
            var keys = new Dictionary<string, string> { [Key(Build(text))] = "nothing" };
            foreach (var (name, change) in s_changes)
            {
                var changed = Build(text);
                change(changed);
                string key = Key(changed);
                keys.TryAdd(key, name).ShouldBeTrue($"Changing {name} and {keys.GetValueOrDefault(key)} give one key.");
            }
        }));

    [Fact]
    public void What_does_not_change_the_reply_does_not_change_the_key() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(40), Prop.ForAll(Requests(), seeds =>
        {
            string key = Key(Build(seeds));
            var other = Build(seeds);
            foreach (var message in other.Messages)
            {
                message.MessageId = Guid.NewGuid().ToString();
                message.CreatedAt = DateTimeOffset.UtcNow;
            }

            var properties = Properties(other);
            other.Options.AdditionalProperties = new(properties.Reverse());
            Properties(other)[ComponentScope.CallerProperty] = "someone";
            Key(other).ShouldBe(key);

            Properties(other)["api_key"] = "sk-one-0123456789abcdef";
            string withKey = Key(other);
            Properties(other)["api_key"] = "sk-two-0123456789abcdef";
            Key(other).ShouldBe(withKey);
        }));

    [Fact]
    public void Naming_the_default_model_changes_nothing() =>
        CanonicalRequest.Of([new(ChatRole.User, "hi")], options: null, "m").Text
            .ShouldBe(CanonicalRequest.Of([new(ChatRole.User, "hi")], new() { ModelId = "m" }, "other").Text);

    [Fact]
    public void Texts_that_are_cut_elsewhere_are_different_requests() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), ArbMap.Default.ArbFor<NonNull<string>>(), (a, b) =>
        {
            string Of(params string[] texts) => CanonicalRequest.Of(texts.Select(t => new ChatMessage(ChatRole.User, t)), null, null).Text;
            (Of(a.Get, b.Get) == Of(a.Get + b.Get, "") && b.Get != "").ShouldBeFalse();
            Of(a.Get, b.Get).ShouldNotBe(Of(a.Get + b.Get));
        }));

    [Fact]
    public void What_cannot_be_written_is_named()
    {
        var loop = new Loop();
        loop.Next = loop;
        Should.Throw<UnkeyableRequestException>(() => CanonicalRequest.Of(
            [new(ChatRole.User, "hi")], new() { AdditionalProperties = new() { ["loop"] = loop } }, null)).Message.ShouldContain("AdditionalProperties[\"loop\"]");
    }

    private static AdditionalPropertiesDictionary Properties(ChatRequest request) => request.Options.AdditionalProperties ??= [];

    private static string Key(ChatRequest request) =>
        Convert.ToHexString(CanonicalRequest.Of(request.Messages, request.Options, defaultModel: null).Hash("client"));

    private static Arbitrary<(string Text, int Number)> Requests() =>
        (from text in ArbMap.Default.GeneratorFor<NonNull<string>>()
         from number in Gen.Choose(0, 1000)
         select (text.Get, number)).ToArbitrary();

    // The same request each time, all of its objects new.
    private static ChatRequest Build((string Text, int Number) from) => new(
        [new(ChatRole.System, $"Say {from.Number}."), new(ChatRole.User, from.Text)],
        new()
        {
            ModelId = from.Number % 2 == 0 ? null : "m",
            Temperature = from.Number % 3 == 0 ? null : from.Number / 1000f,
            Seed = from.Number % 5 == 0 ? null : from.Number,
            MaxOutputTokens = from.Number % 7 == 0 ? null : from.Number,
            StopSequences = from.Number % 11 == 0 ? null : [from.Text, "END"],
            AdditionalProperties = from.Number % 13 == 0 ? null : new() { ["b"] = from.Text, ["a"] = from.Number, ["c"] = new[] { 1, 2 } },
        });

    private sealed record ChatRequest(List<ChatMessage> Messages, ChatOptions Options);

    private sealed class Loop
    {
        public Loop? Next { get; set; }
    }
}
