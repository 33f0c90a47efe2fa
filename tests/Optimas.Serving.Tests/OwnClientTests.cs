using Microsoft.Extensions.AI;
using Optimas.Providers;

namespace Optimas.Serving.Tests;

/// <summary>The clients of <c>Optimas.Providers</c> work against the server.</summary>
public sealed class OwnClientTests
{
    [Fact]
    public async Task Chats_streams_and_embeddings_come_back()
    {
        using var echo = new EchoChat();
        await using var serving = await Serving.StartAsync(echo);
        var options = new OpenAICompatibleOptions { Endpoint = serving.Root, Model = Serving.Model };
        using var chat = new OpenAICompatibleChatClient(options);
        using var embeddings = new OpenAICompatibleEmbeddingGenerator(options);
        var asking = new ChatOptions { Seed = 5, TopK = 3, MaxOutputTokens = 20, ResponseFormat = ChatResponseFormat.Json };

        var whole = await chat.GetResponseAsync("hello", asking);
        var streamed = await chat.GetStreamingResponseAsync("hello", asking).ToChatResponseAsync();
        var vectors = await embeddings.GenerateAsync(["a", "bcd"]);

        whole.Text.ShouldBe("echo hello, seed 5");
        streamed.Text.ShouldBe(whole.Text);
        whole.Usage!.TotalTokenCount.ShouldBe(9);
        streamed.Usage!.TotalTokenCount.ShouldBe(9);
        streamed.FinishReason.ShouldBe(ChatFinishReason.Stop);
        vectors.Select(v => v.Vector.ToArray()).ShouldBe([LengthEmbeddings.Of("a"), LengthEmbeddings.Of("bcd")]);
        echo.Asked.Count.ShouldBe(2);
        foreach (var (_, asked) in echo.Asked)
            (asked.Seed, asked.TopK, asked.MaxOutputTokens, asked.ResponseFormat).ShouldBe((5, 3, 20, ChatResponseFormat.Json));
    }

    [Fact]
    public async Task A_model_that_fails_in_the_middle_of_a_stream_is_an_error_there()
    {
        using var echo = new EchoChat { LateFailure = new InvalidOperationException("out of ink") };
        await using var serving = await Serving.StartAsync(echo);
        using var chat = new OpenAICompatibleChatClient(new() { Endpoint = serving.Root, Model = Serving.Model, MaxRetries = 0 });
        string text = "";

        var failure = await Should.ThrowAsync<ProviderException>(async () =>
        {
            await foreach (var update in chat.GetStreamingResponseAsync("hello"))
                text += update.Text;
        });

        text.ShouldBe("echo hello, seed");
        failure.Message.ShouldContain("The model failed; the server's log says why");
        failure.ErrorCode.ShouldBe("internal_error");
        failure.Message.ShouldNotContain("ink");
    }

    [Fact]
    public async Task A_server_that_was_full_is_asked_again()
    {
        using var echo = new EchoChat();
        var held = new TaskCompletionSource();
        echo.Hold = held.Task;
        await using var serving = await Serving.StartAsync(echo, options => options with { Slots = 1, MaxQueue = 0 });
        using var chat = new OpenAICompatibleChatClient(new() { Endpoint = serving.Root, Model = Serving.Model, MaxRetries = 5 });
        var first = chat.GetResponseAsync("first");
        await Serving.UntilAsync(() => echo.Running == 1);

        var second = chat.GetResponseAsync("second");
        held.SetResult();

        (await first).Text.ShouldBe("echo first, seed none");
        (await second).Text.ShouldBe("echo second, seed none");
    }
}
