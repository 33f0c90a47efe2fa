using System.ClientModel;
using OpenAI.Chat;

namespace Optimas.Serving.Tests;

/// <summary>The official OpenAI client works against the server.</summary>
public sealed class OpenAIClientTests
{
    private const string Key = "sk-only-for-this-test-0815";

    [Fact]
    public async Task A_chat_comes_back_with_its_usage()
    {
        using var echo = new EchoChat();
        await using var serving = await Serving.StartAsync(echo);

        var reply = (await serving.Sdk().GetChatClient(Serving.Model).CompleteChatAsync(
            [new SystemChatMessage("Be kind."), new UserChatMessage("hello")], new ChatCompletionOptions { MaxOutputTokenCount = 1 })).Value;

        reply.Content.ShouldHaveSingleItem().Text.ShouldBe("echo hello, seed none");
        reply.Role.ShouldBe(ChatMessageRole.Assistant);
        reply.FinishReason.ShouldBe(ChatFinishReason.Length);
        reply.Model.ShouldBe(Serving.Model);
        reply.Id.ShouldStartWith("chatcmpl-");
        (DateTimeOffset.UtcNow - reply.CreatedAt).Duration().ShouldBeLessThan(TimeSpan.FromMinutes(1));
        (reply.Usage.InputTokenCount, reply.Usage.OutputTokenCount, reply.Usage.TotalTokenCount).ShouldBe((5, 4, 9));
        var asked = echo.Asked.ShouldHaveSingleItem();
        asked.Messages.Select(m => (m.Role.Value, m.Text)).ShouldBe([("system", "Be kind."), ("user", "hello")]);
        asked.Options.ModelId.ShouldBe(Serving.Model);
    }

    [Fact]
    public async Task Every_option_reaches_the_model()
    {
        using var echo = new EchoChat();
        await using var serving = await Serving.StartAsync(echo);
        var options = new ChatCompletionOptions
        {
            Temperature = 0.25f,
            TopP = 0.5f,
            MaxOutputTokenCount = 17,
            StopSequences = { "one", "two" },
            FrequencyPenalty = 0.5f,
            PresencePenalty = -0.5f,
            ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat(
                "point", BinaryData.FromString("""{"type": "object", "properties": {"x": {"type": "number"}}}"""), "A point."),
#pragma warning disable OPENAI001 // The seed is marked experimental.
            Seed = 123456789012,
#pragma warning restore OPENAI001
        };

        var reply = (await serving.Sdk().GetChatClient(Serving.Model).CompleteChatAsync([new UserChatMessage("hello")], options)).Value;

        reply.Content.ShouldHaveSingleItem().Text.ShouldBe("echo hello, seed 123456789012");
        var asked = echo.Asked.ShouldHaveSingleItem().Options;
        asked.Temperature.ShouldBe(0.25f);
        asked.TopP.ShouldBe(0.5f);
        asked.MaxOutputTokens.ShouldBe(17);
        asked.StopSequences.ShouldBe(["one", "two"]);
        asked.FrequencyPenalty.ShouldBe(0.5f);
        asked.PresencePenalty.ShouldBe(-0.5f);
        asked.Seed.ShouldBe(123456789012);
        var format = asked.ResponseFormat.ShouldBeOfType<Microsoft.Extensions.AI.ChatResponseFormatJson>();
        (format.SchemaName, format.SchemaDescription).ShouldBe(("point", "A point."));
        format.Schema!.Value.GetProperty("properties").GetProperty("x").GetProperty("type").GetString().ShouldBe("number");
    }

    [Fact]
    public async Task A_stream_comes_piece_by_piece_and_ends_with_its_usage()
    {
        using var echo = new EchoChat();
        var held = new TaskCompletionSource();
        echo.Hold = held.Task;
        await using var serving = await Serving.StartAsync(echo);
        var pieces = new List<string>();
        ChatFinishReason? reason = null;
        ChatTokenUsage? usage = null;

        await foreach (var update in serving.Sdk().GetChatClient(Serving.Model).CompleteChatStreamingAsync([new UserChatMessage("one two")]))
        {
            pieces.AddRange(update.ContentUpdate.Select(part => part.Text));
            reason ??= update.FinishReason;
            usage ??= update.Usage;
            // The rest is written only once this piece has arrived, so the pieces can't have been collected.
            if (string.Concat(pieces) == "echo one two, seed")
                held.TrySetResult();
        }

        pieces.Where(p => p.Length > 0).ShouldBe(["echo", " one", " two,", " seed", " none"]);
        reason.ShouldBe(ChatFinishReason.Stop);
        usage.ShouldNotBeNull();
        (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount).ShouldBe((7, 5, 12));
    }

    [Fact]
    public async Task Embeddings_come_in_the_order_of_the_texts()
    {
        using var echo = new EchoChat();
        await using var serving = await Serving.StartAsync(echo);

        var vectors = (await serving.Sdk().GetEmbeddingClient(Serving.Model).GenerateEmbeddingsAsync(["a", "bcd", "ef"])).Value;

        vectors.Select(v => v.ToFloats().ToArray()).ShouldBe([LengthEmbeddings.Of("a"), LengthEmbeddings.Of("bcd"), LengthEmbeddings.Of("ef")]);
        vectors.Select(v => v.Index).ShouldBe([0, 1, 2]);
        vectors.Usage.InputTokenCount.ShouldBe(6);
    }

    [Fact]
    public async Task Models_are_listed_and_found()
    {
        using var echo = new EchoChat();
        await using var serving = await Serving.StartAsync(echo);
        var models = serving.Sdk().GetOpenAIModelClient();

        var listed = (await models.GetModelsAsync()).Value;
        var found = (await models.GetModelAsync(Serving.Model)).Value;

        listed.ShouldHaveSingleItem().Id.ShouldBe(Serving.Model);
        found.Id.ShouldBe(Serving.Model);
        found.OwnedBy.ShouldBe("optimas");
        (await Should.ThrowAsync<ClientResultException>(() => models.GetModelAsync("other"))).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Errors_have_the_status_and_the_words_of_the_server()
    {
        using var echo = new EchoChat();
        await using var serving = await Serving.StartAsync(echo, options => options with { ApiKey = Key });

        async Task<ClientResultException> FailureAsync(string? key, string model, ChatCompletionOptions options) =>
            await Should.ThrowAsync<ClientResultException>(
                () => serving.Sdk(key).GetChatClient(model).CompleteChatAsync([new UserChatMessage("hello")], options));

        var wrongKey = await FailureAsync("sk-wrong", Serving.Model, new());
        var wrongModel = await FailureAsync(key: null, "gpt-unknown", new());
        var wrongOption = await FailureAsync(key: null, Serving.Model, new() { Temperature = 9 });
        var tools = await FailureAsync(key: null, Serving.Model, new() { Tools = { ChatTool.CreateFunctionTool("look") } });

        wrongKey.Status.ShouldBe(401);
        wrongKey.Message.ShouldContain("invalid_api_key");
        wrongKey.Message.ShouldContain("The API key is not the one of this server.");
        wrongModel.Status.ShouldBe(404);
        wrongModel.Message.ShouldContain("model_not_found");
        wrongModel.Message.ShouldContain("The model gpt-unknown does not exist here; there is echo.");
        wrongOption.Status.ShouldBe(400);
        wrongOption.Message.ShouldContain("temperature is 9, but must lie from 0 to 2.");
        tools.Status.ShouldBe(400);
        tools.Message.ShouldContain("This server calls no tools; leave tools out.");
        echo.Asked.ShouldBeEmpty();
        var right = await serving.Sdk().GetChatClient(Serving.Model).CompleteChatAsync("hello");
        right.Value.Content[0].Text.ShouldBe("echo hello, seed none");
    }
}
