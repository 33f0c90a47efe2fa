using System.ComponentModel;
using System.Text.Json;
using Microsoft.Extensions.AI;
using static Optimas.Providers.Tests.Answers;

namespace Optimas.Providers.Tests;

public sealed class ChatTests
{
    [Fact]
    public async Task A_reply_carries_text_model_reason_time_and_usage()
    {
        await using var server = await ModelServer.StartAsync(Completion("Paris", model: "test-model-2026"));
        using var client = new OpenAICompatibleChatClient(server.Options);

        var response = await client.GetResponseAsync([new(ChatRole.System, "Be short."), new(ChatRole.User, "Capital of France?")]);

        response.Text.ShouldBe("Paris");
        response.ModelId.ShouldBe("test-model-2026");
        response.ResponseId.ShouldBe("chatcmpl-1");
        response.FinishReason.ShouldBe(ChatFinishReason.Stop);
        response.CreatedAt.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));
        response.Usage.ShouldNotBeNull();
        response.Usage.InputTokenCount.ShouldBe(11);
        response.Usage.OutputTokenCount.ShouldBe(5);
        response.Usage.TotalTokenCount.ShouldBe(16);
        response.Usage.CachedInputTokenCount.ShouldBe(3);
        response.Usage.ReasoningTokenCount.ShouldBe(2);
        server.Request.Path.ShouldBe("/v1/chat/completions");
        server.Request.Authorization.ShouldBe($"Bearer {ModelServer.ApiKey}");
        var messages = server.Request.Body.GetProperty("messages");
        messages.GetArrayLength().ShouldBe(2);
        messages[0].GetProperty("role").GetString().ShouldBe("system");
        messages[0].GetProperty("content").ToString().ShouldContain("Be short.");
        messages[1].GetProperty("role").GetString().ShouldBe("user");
        messages[1].GetProperty("content").ToString().ShouldContain("Capital of France?");
        server.Request.Body.GetProperty("model").GetString().ShouldBe("test-model");
    }

    [Fact]
    public async Task Text_outside_ASCII_arrives_both_ways()
    {
        const string text = "Größe — 東京 🚀 \"quoted\"\n\ttabbed";
        await using var server = await ModelServer.StartAsync(Completion(text));
        using var client = new OpenAICompatibleChatClient(server.Options);

        (await client.GetResponseAsync(text)).Text.ShouldBe(text);
        server.Request.UserText.ShouldBe(text);
    }

    [Fact]
    public async Task Options_become_the_protocols_properties()
    {
        await using var server = await ModelServer.StartAsync(Completion("ok"));
        using var client = new OpenAICompatibleChatClient(server.Options);

        await client.GetResponseAsync("hi", new ChatOptions
        {
            ModelId = "other-model",
            Temperature = 0.25f,
            TopP = 0.5f,
            TopK = 40,
            Seed = 42,
            MaxOutputTokens = 123,
            StopSequences = ["END", "\n\n"],
            FrequencyPenalty = 0.5f,
            PresencePenalty = 0.75f,
            AdditionalProperties = new() { ["optimas.weights"] = "stays here" },
        });

        var body = server.Request.Body;
        body.GetProperty("model").GetString().ShouldBe("other-model");
        body.GetProperty("temperature").GetSingle().ShouldBe(0.25f);
        body.GetProperty("top_p").GetSingle().ShouldBe(0.5f);
        body.GetProperty("top_k").GetInt32().ShouldBe(40);
        body.GetProperty("seed").GetInt64().ShouldBe(42);
        body.GetProperty("max_tokens").GetInt32().ShouldBe(123);
        body.GetProperty("stop").EnumerateArray().Select(stop => stop.GetString()).ShouldBe(["END", "\n\n"]);
        body.GetProperty("frequency_penalty").GetSingle().ShouldBe(0.5f);
        body.GetProperty("presence_penalty").GetSingle().ShouldBe(0.75f);
        body.TryGetProperty("max_completion_tokens", out _).ShouldBeFalse();
        body.GetRawText().ShouldNotContain("optimas.weights");
    }

    [Fact]
    public async Task What_is_not_set_is_not_sent()
    {
        await using var server = await ModelServer.StartAsync(Completion("ok"));
        using var client = new OpenAICompatibleChatClient(server.Options);

        await client.GetResponseAsync("hi", new ChatOptions());

        server.Request.Body.EnumerateObject().Select(property => property.Name).ShouldBe(["messages", "model"], ignoreOrder: true);
    }

    [Fact]
    public async Task The_callers_options_are_left_as_they_were()
    {
        await using var server = await ModelServer.StartAsync(Completion("ok"));
        using var client = new OpenAICompatibleChatClient(server.Options);
        var options = new ChatOptions { MaxOutputTokens = 7, TopK = 3 };

        await client.GetResponseAsync("one", options);
        await client.GetResponseAsync("two", options);

        options.MaxOutputTokens.ShouldBe(7);
        options.TopK.ShouldBe(3);
        options.RawRepresentationFactory.ShouldBeNull();
        server.Requests.ShouldAllBe(request => request.Body.GetProperty("max_tokens").GetInt32() == 7);
    }

    [Fact]
    public async Task OpenAI_itself_gets_the_newer_name_and_no_top_k()
    {
        await using var server = await ModelServer.StartAsync(Completion("ok"));
        using var redirected = new HttpClient(new Redirect(server.Address));
        using var client = new OpenAICompatibleChatClient(
            server.Options with { Endpoint = new("http://api.openai.com/v1"), HttpClient = redirected });

        await client.GetResponseAsync("hi", new ChatOptions { MaxOutputTokens = 9, TopK = 3 });

        server.Request.Body.GetProperty("max_completion_tokens").GetInt32().ShouldBe(9);
        server.Request.Body.TryGetProperty("max_tokens", out _).ShouldBeFalse();
        server.Request.Body.TryGetProperty("top_k", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Tools_are_declared_called_and_answered()
    {
        static object Call(string id, string arguments) => new { id, type = "function", function = new { name = "weather", arguments } };
        var tool = AIFunctionFactory.Create(Weather, "weather", "Tells the weather.");
        await using var server = await ModelServer.StartAsync((context, request) => context.AnswerAsync(request.Number == 1
            ? Completion(
                new
                {
                    role = "assistant",
                    content = (string?)null,
                    tool_calls = new[] { Call("call_a", """{"city":"Oslo","days":2}"""), Call("call_b", """{"city":"Rome","days":1}""") },
                },
                "tool_calls")
            : Completion("Rain in Oslo, sun in Rome.")));
        using var client = new OpenAICompatibleChatClient(server.Options);
        List<ChatMessage> messages = [new(ChatRole.User, "Weather in Oslo and Rome?")];
        var options = new ChatOptions { Tools = [tool], ToolMode = ChatToolMode.RequireAny, AllowMultipleToolCalls = true };

        var first = await client.GetResponseAsync(messages, options);

        first.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        var calls = first.Messages.Single().Contents.OfType<FunctionCallContent>().ToArray();
        calls.Select(call => call.CallId).ShouldBe(["call_a", "call_b"]);
        messages.AddMessages(first);
        foreach (var call in calls)
        {
            object? result = await tool.InvokeAsync(new(call.Arguments));
            messages.Add(new(ChatRole.Tool, [new FunctionResultContent(call.CallId, result)]));
        }

        (await client.GetResponseAsync(messages, options)).Text.ShouldBe("Rain in Oslo, sun in Rome.");

        var declared = server.Requests[0].Body.GetProperty("tools").EnumerateArray().ShouldHaveSingleItem().GetProperty("function");
        declared.GetProperty("name").GetString().ShouldBe("weather");
        declared.GetProperty("description").GetString().ShouldBe("Tells the weather.");
        declared.GetProperty("parameters").GetProperty("properties").GetProperty("city").GetProperty("description").GetString()
            .ShouldBe("The city.");
        server.Requests[0].Body.GetProperty("tool_choice").GetString().ShouldBe("required");
        server.Requests[0].Body.GetProperty("parallel_tool_calls").GetBoolean().ShouldBeTrue();
        var history = server.Requests[1].Body.GetProperty("messages").EnumerateArray().ToArray();
        history.Select(message => message.GetProperty("role").GetString()).ShouldBe(["user", "assistant", "tool", "tool"]);
        var echoed = history[1].GetProperty("tool_calls")[0];
        echoed.GetProperty("id").GetString().ShouldBe("call_a");
        JsonElement.Parse(echoed.GetProperty("function").GetProperty("arguments").GetString()!).GetProperty("days").GetInt32().ShouldBe(2);
        history[2].GetProperty("tool_call_id").GetString().ShouldBe("call_a");
        history[2].GetProperty("content").ToString().ShouldContain("Oslo: 2 days of rain");
        history[3].GetProperty("tool_call_id").GetString().ShouldBe("call_b");
    }

    [Fact]
    public async Task Structured_output_goes_by_JSON_schema()
    {
        await using var server = await ModelServer.StartAsync(Completion("""{"title":"Oslo","score":0.5}"""));
        using var client = new OpenAICompatibleChatClient(server.Options);
        var options = new ChatOptions
        {
            ResponseFormat = ChatResponseFormat.ForJsonSchema(AIJsonUtilities.CreateJsonSchema(typeof(Finding)), "Finding", "The finding."),
        };

        var response = await client.GetResponseAsync("Find.", options);

        JsonSerializer.Deserialize<Finding>(response.Text, JsonSerializerOptions.Web).ShouldBe(new Finding("Oslo", 0.5));
        var format = server.Request.Body.GetProperty("response_format");
        format.GetProperty("type").GetString().ShouldBe("json_schema");
        format.GetProperty("json_schema").GetProperty("name").GetString().ShouldBe("Finding");
        var properties = format.GetProperty("json_schema").GetProperty("schema").GetProperty("properties");
        properties.EnumerateObject().Select(property => property.Name.ToLowerInvariant()).ShouldBe(["title", "score"]);
    }

    [Fact]
    public async Task A_strict_schema_is_asked_for_by_property()
    {
        await using var server = await ModelServer.StartAsync(Completion("{}"));
        using var client = new OpenAICompatibleChatClient(server.Options);

        await client.GetResponseAsync("Find.", new ChatOptions
        {
            ResponseFormat = ChatResponseFormat.ForJsonSchema(AIJsonUtilities.CreateJsonSchema(typeof(Finding)), "Finding"),
            AdditionalProperties = new() { ["strict"] = true },
        });

        var schema = server.Request.Body.GetProperty("response_format").GetProperty("json_schema");
        schema.GetProperty("strict").GetBoolean().ShouldBeTrue();
        schema.GetProperty("schema").GetProperty("additionalProperties").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"choices":[{"message":{"role":"assistant","content":"ok"},"finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[{"message":{"role":"assistant","content":"ok","tool_calls":null},"finish_reason":"stop"}],"usage":null}""")]
    [InlineData("""{"choices":[{"message":{"role":"assistant","content":"ok","reasoning_content":"Hm."},"finish_reason":"stop"}]}""")]
    [InlineData("""{"choices":[{"message":{"role":"assistant","content":"ok"},"finish_reason":"stop","extra":1}],"timings":{"ms":1}}""")]
    public async Task Replies_of_other_servers_are_read(string body)
    {
        await using var server = await ModelServer.StartAsync(body);
        using var client = new OpenAICompatibleChatClient(server.Options);

        (await client.GetResponseAsync("hi")).Text.ShouldBe("ok");
    }

    [Theory]
    [InlineData("", "/v1/chat/completions")]
    [InlineData("/", "/v1/chat/completions")]
    [InlineData("/v1", "/v1/chat/completions")]
    [InlineData("/v1/", "/v1/chat/completions")]
    [InlineData("/openai/v1", "/openai/v1/chat/completions")]
    [InlineData("/proxy/openai//", "/proxy/openai/chat/completions")]
    public async Task The_base_address_may_end_as_it_likes(string suffix, string path)
    {
        await using var server = await ModelServer.StartAsync(Completion("ok"));
        var endpoint = new Uri(server.Address.AbsoluteUri.TrimEnd('/') + suffix);
        using var client = new OpenAICompatibleChatClient(server.Options with { Endpoint = endpoint });

        await client.GetResponseAsync("hi");

        server.Request.Path.ShouldBe(path);
    }

    [Fact]
    public async Task Without_a_key_no_authorization_is_sent()
    {
        await using var server = await ModelServer.StartAsync(Completion("ok"));
        using var client = new OpenAICompatibleChatClient(server.Options with { ApiKey = null });

        await client.GetResponseAsync("hi");

        server.Request.Authorization.ShouldBeNull();
    }

    [Fact]
    public async Task Metadata_names_server_and_model()
    {
        await using var server = await ModelServer.StartAsync(Completion("ok"));
        using var client = new OpenAICompatibleChatClient(server.Options);

        var metadata = client.GetService<ChatClientMetadata>().ShouldNotBeNull();

        metadata.ProviderUri.ShouldBe(new Uri(server.Address, "/v1"));
        metadata.DefaultModelId.ShouldBe("test-model");
        client.GetService<OpenAI.Chat.ChatClient>().ShouldNotBeNull();
    }

    private static string Weather([Description("The city.")] string city, int days) => $"{city}: {days} days of rain";

    private sealed record Finding(string Title, double Score);

    /// <summary>Sends every request to one address, whatever host it names.</summary>
    private sealed class Redirect(Uri address) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(address, request.RequestUri!.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
