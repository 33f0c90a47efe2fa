using System.Net;
using System.Text;

namespace Optimas.Serving.Tests;

/// <summary>Requests that are wrong hear what is wrong with them, in OpenAI's shape; none reaches the model.</summary>
public sealed class RequestTests
{
    private const string Hello = """ "messages": [{"role": "user", "content": "hello"}]""";

    [Theory]
    [InlineData("{", null, "The request's body is no JSON: line 1, byte 1.")]
    [InlineData("", null, "The request's body is no JSON: line 1, byte 0.")]
    [InlineData("[1]", null, "The request's body must be a JSON object.")]
    [InlineData("{" + Hello + "}", "model", "model is missing or empty.")]
    [InlineData("""{"model": 3}""", "model", "model must be a string, but is the number 3.")]
    [InlineData("""{"model": "echo"}""", "messages", "messages is missing.")]
    [InlineData("""{"model": "echo", "messages": []}""", "messages", "messages is empty; there is nothing to reply to.")]
    [InlineData("""{"model": "echo", "messages": "hello"}""", "messages", "messages must be an array, but is a string.")]
    [InlineData("""{"model": "echo", "messages": ["hello"]}""", "messages[0]", "messages[0] must be an object, but is a string.")]
    [InlineData("""{"model": "echo", "messages": [{"role": "user"}]}""", "messages[0].content", "messages[0].content is missing.")]
    [InlineData("""{"model": "echo", "messages": [{"role": "king", "content": "a"}]}""", "messages[0].role", "messages[0].role must be system, developer, user or assistant.")]
    [InlineData("""{"model": "echo", "messages": [{"role": "tool", "content": "a"}]}""", "messages[0].role", "This server calls no tools, so no message can have their results.")]
    [InlineData("""{"model": "echo", "messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "http://a/b"}}]}]}""", "messages[0].content[0].type", "messages[0].content[0].type must be text: this server reads nothing else.")]
    [InlineData("""{"model": "echo", "messages": [{"role": "user", "content": "\ud83d"}]}""", "messages[0].content", "messages[0].content holds half of a surrogate pair, which is no Unicode text.")]
    [InlineData("""{"model": "echo", "temperature": -1, """ + Hello + "}", "temperature", "temperature is -1, but must lie from 0 to 2.")]
    [InlineData("""{"model": "echo", "temperature": "hot", """ + Hello + "}", "temperature", "temperature must be a number, but is a string.")]
    [InlineData("""{"model": "echo", "top_p": 0, """ + Hello + "}", "top_p", "top_p is 0, which leaves no token; for the likeliest one set temperature to 0.")]
    [InlineData("""{"model": "echo", "max_tokens": 0, """ + Hello + "}", "max_tokens", "max_tokens is 0, but must lie from 1 to 2147483647.")]
    [InlineData("""{"model": "echo", "max_tokens": 5, "max_completion_tokens": 6, """ + Hello + "}", "max_tokens", "max_tokens and max_completion_tokens differ; give one of them.")]
    [InlineData("""{"model": "echo", "max_tokens": 1.5, """ + Hello + "}", "max_tokens", "max_tokens must be an integer, but is the number 1.5.")]
    [InlineData("""{"model": "echo", "n": 33, """ + Hello + "}", "n", "n is 33, but must lie from 1 to 32.")]
    [InlineData("""{"model": "echo", "stop": ["a", ""], """ + Hello + "}", "stop", "stop holds an empty text.")]
    [InlineData("""{"model": "echo", "stop": [1], """ + Hello + "}", "stop[0]", "stop[0] must be a string, but is the number 1.")]
    [InlineData("""{"model": "echo", "seed": 1.5, """ + Hello + "}", "seed", "seed must be an integer of 64 bits, but is the number 1.5.")]
    [InlineData("""{"model": "echo", "stream": "yes", """ + Hello + "}", "stream", "stream must be true or false, but is a string.")]
    [InlineData("""{"model": "echo", "stream_options": {"include_usage": true}, """ + Hello + "}", "stream_options", "stream_options is for streams alone; set stream to true or leave it out.")]
    [InlineData("""{"model": "echo", "response_format": {"type": "xml"}, """ + Hello + "}", "response_format.type", "response_format.type must be text, json_object or json_schema.")]
    [InlineData("""{"model": "echo", "response_format": {"type": "json_schema", "json_schema": {"name": "a"}}, """ + Hello + "}", "response_format.json_schema.schema", "response_format.json_schema.schema must be a JSON schema.")]
    [InlineData("""{"model": "echo", "logprobs": true, """ + Hello + "}", "logprobs", "This server gives no log probabilities; leave logprobs out.")]
    [InlineData("""{"model": "echo", "logit_bias": {"5": 1}, """ + Hello + "}", "logit_bias", "This server does not bias logits; leave logit_bias out.")]
    public async Task A_wrong_chat_request_is_told_what_is_wrong(string json, string? param, string message)
    {
        using var echo = new EchoChat();
        await using var serving = await Serving.StartAsync(echo);

        var answer = await serving.PostAsync(json);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.ErrorMessage.ShouldBe(message);
        answer.Error.GetProperty("param").GetString().ShouldBe(param);
        answer.Error.GetProperty("type").GetString().ShouldBe("invalid_request_error");
        answer.Error.TryGetProperty("code", out _).ShouldBeTrue();
        echo.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"model": "echo"}""", "input", "input is missing.")]
    [InlineData("""{"model": "echo", "input": []}""", "input", "input has 0 texts, but must have from 1 to 2048.")]
    [InlineData("""{"model": "echo", "input": [1, 2]}""", "input", "input holds token ids, but this server embeds texts: give a string or an array of strings.")]
    [InlineData("""{"model": "echo", "input": "a", "encoding_format": "hex"}""", "encoding_format", "encoding_format must be float or base64.")]
    [InlineData("""{"model": "echo", "input": "a", "dimensions": 7}""", "dimensions", "dimensions is 7, but the embeddings of echo have 3; leave it out.")]
    public async Task A_wrong_embedding_request_is_told_what_is_wrong(string json, string param, string message)
    {
        using var echo = new EchoChat();
        await using var serving = await Serving.StartAsync(echo);

        var answer = await serving.PostAsync(json, "embeddings");

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.ErrorMessage.ShouldBe(message);
        answer.Error.GetProperty("param").GetString().ShouldBe(param);
    }

    [Fact]
    public async Task Embeddings_are_numbers_where_nothing_else_is_asked_for()
    {
        using var echo = new EchoChat();
        await using var serving = await Serving.StartAsync(echo);

        var answer = await serving.PostAsync("""{"model": "echo", "input": "bcd", "dimensions": 3}""", "embeddings");

        answer.Json.GetProperty("data")[0].GetProperty("embedding").EnumerateArray().Select(v => v.GetSingle()).ShouldBe(LengthEmbeddings.Of("bcd"));
    }

    [Fact]
    public async Task What_the_model_can_not_take_is_the_clients_error_and_keeps_the_models_words()
    {
        using var echo = new EchoChat { Failure = new ArgumentException("The prompt is too long.", "request") };
        await using var serving = await Serving.StartAsync(echo);

        var whole = await serving.PostAsync(Serving.Chat("hello"));
        var streamed = await serving.PostAsync(Serving.Chat("hello", """, "stream": true"""));

        foreach (var answer in new[] { whole, streamed })
        {
            answer.Status.ShouldBe(HttpStatusCode.BadRequest);
            answer.ErrorMessage.ShouldBe("The prompt is too long.");
        }
    }

    [Fact]
    public async Task Other_addresses_methods_and_content_types_are_told_so()
    {
        using var echo = new EchoChat();
        await using var serving = await Serving.StartAsync(echo);

        var nowhere = await serving.GetAsync("files");
        var wrongMethod = await serving.GetAsync("chat/completions");
        using var form = await serving.Http.PostAsync("chat/completions", new StringContent(Serving.Chat("hello"), Encoding.UTF8, "text/plain"));

        nowhere.Status.ShouldBe(HttpStatusCode.NotFound);
        nowhere.Error.GetProperty("code").GetString().ShouldBe("unknown_url");
        wrongMethod.Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        wrongMethod.ErrorMessage.ShouldBe("/v1/chat/completions takes POST alone.");
        form.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        echo.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Members_that_change_nothing_are_let_pass()
    {
        using var echo = new EchoChat();
        await using var serving = await Serving.StartAsync(echo);
        const string More = """
            , "user": "u1", "metadata": {}, "store": false, "tools": [], "logit_bias": {}, "logprobs": false, "stop": null, "seed": null, "n": 1, "stream": false, "top_p": 1
            """;

        var answer = await serving.PostAsync(Serving.Chat("hello", More));

        answer.Content.ShouldBe("echo hello, seed none");
        var options = echo.Asked.ShouldHaveSingleItem().Options;
        (options.StopSequences, options.Seed, options.TopP, options.Tools).ShouldBe((null, null, null, null));
    }

    [Fact]
    public async Task Parts_of_a_text_are_one_text_and_a_developer_is_the_system()
    {
        using var echo = new EchoChat();
        await using var serving = await Serving.StartAsync(echo);

        await serving.PostAsync("""
            {"model": "echo", "stop": "x", "messages": [
                {"role": "developer", "content": "Be kind."},
                {"role": "assistant", "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]},
                {"role": "user", "name": "ann", "content": "🐢"}]}
            """);

        var asked = echo.Asked.ShouldHaveSingleItem();
        asked.Messages.Select(m => (m.Role.Value, m.Text, m.AuthorName)).ShouldBe([("system", "Be kind.", null), ("assistant", "ab", null), ("user", "🐢", "ann")]);
        asked.Options.StopSequences.ShouldBe(["x"]);
    }
}
