using Microsoft.Extensions.AI;
using Optimas.Pocket;
using Optimas.Providers;

namespace Optimas.Cli.Tests;

/// <summary><c>optimas serve</c>, as a program of its own.</summary>
public sealed class ServeTests
{
    private const string Key = "sk-planted-in-this-test-4711";

    [Theory]
    [InlineData("0.0.0.0 (0.0.0.0) can be reached from other machines, so the server needs an API key", "--host", "0.0.0.0")]
    [InlineData("/no/such/folder is not a folder.", "--model", "/no/such/folder")]
    [InlineData("--timeout is -1.", "--timeout", "-1")]
    [InlineData("--slots is 0.", "--slots", "0")]
    [InlineData("--context is 1.", "--context", "1")]
    [InlineData("Port is 99999.", "--port", "99999")]
    [InlineData("MaxQueue is -1.", "--max-queue", "-1")]
    [InlineData("MaxBodyBytes is 0.", "--max-body", "0")]
    public async Task What_can_not_be_served_is_one_line_and_exit_code_1(string message, params string[] options)
    {
        var run = await CommandRun.OfAsync(["serve", .. options]);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldStartWith(message);
        run.Error.TrimEnd('\n').ShouldNotContain("\n");
        run.Output.ShouldBeEmpty();
    }

    [TorchFact]
    public async Task The_pocket_model_is_served_until_the_program_is_told_to_end()
    {
        await using var serving = await StartAsync(Key, "--slots", "8");
        var options = new OpenAICompatibleOptions { Endpoint = EndpointOf(serving), Model = PocketChatClient.Small, ApiKey = Key, MaxRetries = 0 };
        using var chat = new OpenAICompatibleChatClient(options);
        using var large = new OpenAICompatibleChatClient(options with { Model = PocketChatClient.Large });
        using var embeddings = new OpenAICompatibleEmbeddingGenerator(options with { Model = PocketChatClient.Large });
        using var stranger = new OpenAICompatibleChatClient(options with { ApiKey = "sk-another-key" });
        var asking = new ChatOptions { Seed = 3, MaxOutputTokens = 12 };
        ChatMessage[] messages = [new(ChatRole.System, "Rephrase the question."), new(ChatRole.User, "question: Where was Mara Velden born?")];

        var reply = await chat.GetResponseAsync(messages, asking);
        var streamed = await chat.GetStreamingResponseAsync(messages, asking).ToChatResponseAsync();
        var other = await large.GetResponseAsync(messages, asking);
        var vectors = await embeddings.GenerateAsync(["a red kettle", "a red kettle", "some blue tents"]);

        reply.Text.ShouldNotBeEmpty();
        streamed.Text.ShouldBe(reply.Text);
        other.Text.ShouldNotBeEmpty();
        vectors[0].Vector.ToArray().ShouldBe(vectors[1].Vector.ToArray(), 1e-4);
        (await Should.ThrowAsync<ProviderException>(() => stranger.GetResponseAsync("hello"))).StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
        (await Should.ThrowAsync<ProviderException>(() => chat.GetResponseAsync(new string('x', 20_000)))).Message.ShouldContain("leaves no room for a reply");
        var ended = await serving.EndAsync();
        ended.ExitCode.ShouldBe(0, ended.Error);
        ended.Output.ShouldContain("Serving pocket and pocket-mini at http://127.0.0.1:");
        ended.Error.ShouldContain("POST /v1/chat/completions 200");
        ended.Error.ShouldContain("Stopped");
        (ended.Output + ended.Error).ShouldNotContain(Key);
        (ended.Output + ended.Error).ShouldNotContain("Velden");
    }

    [TorchFact]
    public async Task A_folder_is_served_under_its_name()
    {
        await using var serving = await StartAsync(key: null, "--model", Path.Combine(PocketChatClient.ShippedFolder, PocketChatClient.Small));
        var options = new OpenAICompatibleOptions { Endpoint = EndpointOf(serving), Model = PocketChatClient.Small, MaxRetries = 0 };
        using var chat = new OpenAICompatibleChatClient(options);
        using var embeddings = new OpenAICompatibleEmbeddingGenerator(options);
        await using var direct = new PocketChatClient();
        ChatMessage[] messages = [new(ChatRole.System, "Rephrase the question."), new(ChatRole.User, "question: Where was Mara Velden born?")];
        var asking = new ChatOptions { ModelId = PocketChatClient.Small, Seed = 3, Temperature = 0, MaxOutputTokens = 12 };

        var reply = await chat.GetResponseAsync(messages, asking);

        reply.Text.ShouldBe((await direct.GetResponseAsync(messages, asking)).Text);
        (await embeddings.GenerateAsync(["a red kettle"]))[0].Vector.Length.ShouldBe(128);
        (await serving.EndAsync()).ExitCode.ShouldBe(0);
    }

    private static Task<RunningCommand> StartAsync(string? key, params string[] options) =>
        RunningCommand.StartAsync(("OPTIMAS_API_KEY", key), ["serve", "--port", "0", .. options]);

    private static Uri EndpointOf(RunningCommand serving)
    {
        int start = serving.FirstLine.IndexOf("http://", StringComparison.Ordinal);
        return new(serving.FirstLine[start..(serving.FirstLine.IndexOf("/v1", StringComparison.Ordinal) + 3)]);
    }
}
