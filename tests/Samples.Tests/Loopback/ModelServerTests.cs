using Microsoft.Extensions.AI;
using Optimas.Providers;

namespace Samples.Tests.Loopback;

public sealed class ModelServerTests
{
    [Fact]
    public async Task Chats_go_through_and_come_back()
    {
        using var chat = new RecordingChat((instruction, input) => $"{instruction}|{input}");
        await using var server = await ModelServer.StartAsync(chat, contextTokens: 1000);
        using var client = new OpenAICompatibleChatClient(new() { Endpoint = new(server.Endpoint), Model = "pocket" });

        var response = await client.GetResponseAsync([new(ChatRole.System, "Be kind."), new(ChatRole.User, "Hello")]);

        response.Text.ShouldBe("Be kind.|Hello");
        server.Chats.ShouldBe(1);
    }

    [Fact]
    public async Task Long_prompts_lose_their_middle_and_keep_the_system_message()
    {
        using var chat = new RecordingChat((_, _) => "ok");
        await using var server = await ModelServer.StartAsync(chat, contextTokens: 100);
        using var client = new OpenAICompatibleChatClient(new() { Endpoint = new(server.Endpoint), Model = "pocket" });
        string instruction = new('i', 200);

        await client.GetResponseAsync([new(ChatRole.System, instruction), new(ChatRole.User, $"begin {new string('x', 5000)} end")]);

        var asked = chat.Asked.ShouldHaveSingleItem();
        asked.Instruction.ShouldBe(instruction);
        asked.Input.ShouldStartWith("begin xx");
        asked.Input.ShouldContain(" ... ");
        asked.Input.ShouldEndWith("xx end");
        asked.Input.Length.ShouldBeInRange(50, 204);
    }

    [Fact]
    public async Task What_fails_is_told_and_kept()
    {
        using var chat = new RecordingChat((_, _) => throw new InvalidOperationException("out of ink"));
        await using var server = await ModelServer.StartAsync(chat, contextTokens: 100);
        using var client = new OpenAICompatibleChatClient(new() { Endpoint = new(server.Endpoint), Model = "pocket", MaxRetries = 0 });

        var failure = await Should.ThrowAsync<ProviderException>(
            () => client.GetResponseAsync([new(ChatRole.System, "a"), new(ChatRole.User, "b")]));

        failure.Message.ShouldContain("out of ink");
        server.Failures.ShouldHaveSingleItem().ShouldBeOfType<InvalidOperationException>();
    }

    [Fact]
    public async Task Texts_that_share_words_are_close()
    {
        using var chat = new RecordingChat((_, _) => "");
        await using var server = await ModelServer.StartAsync(chat, contextTokens: 100);
        using var generator = new OpenAICompatibleEmbeddingGenerator(new() { Endpoint = new(server.Endpoint), Model = "pocket" });

        var vectors = await generator.GenerateAsync(["the red kettle", "a red kettle", "some blue tents"]);

        float Closeness(int a, int b) => vectors[a].Vector.ToArray().Zip(vectors[b].Vector.ToArray(), (x, y) => x * y).Sum();
        vectors.Count.ShouldBe(3);
        Closeness(0, 1).ShouldBeGreaterThan(Closeness(0, 2) + 0.3f);
        Closeness(0, 0).ShouldBe(1, 1e-3f);
    }
}
