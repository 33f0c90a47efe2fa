using Microsoft.Extensions.AI;

namespace Optimas.Hosting.Tests;

/// <summary>The options that put a server in the place of a program's own model.</summary>
public sealed class ChatEndpointTests
{
    private const string Key = "sk-not-to-be-seen-4711";

    [Fact]
    public void Without_options_the_program_has_its_own_model()
    {
        using var own = new Recording();

        ChatEndpoint.CreateChatClient(Arguments(), () => own, "small", "large").ShouldBeSameAs(own);
        ChatEndpoint.CreateEmbeddingGenerator(Arguments()).ShouldBeNull();
        ChatEndpoint.IsNamed(Arguments()).ShouldBeFalse();
        ChatEndpoint.IsNamed(Arguments("--endpoint http://localhost:1/v1")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("--model names a server's model, but --endpoint is missing.", "--model gpt")]
    [InlineData("--endpoint needs --model NAME: the model to ask for.", "--endpoint http://localhost:1/v1")]
    [InlineData("--model names 3 models, but the system chooses among 2.", "--endpoint http://localhost:1/v1", "--model a b c")]
    [InlineData("--endpoint takes one address, as http://localhost:11434/v1.", "--endpoint localhost", "--model a")]
    [InlineData("--endpoint takes one address, as http://localhost:11434/v1.", "--endpoint http://localhost:1/v1 http://localhost:2/v1", "--model a")]
    public void What_does_not_fit_together_is_told(string message, params string[] options) => Should.Throw<ArgumentException>(
        () => ChatEndpoint.CreateChatClient(Arguments(options), () => throw new InvalidOperationException("not offline"), "small", "large")).Message.ShouldBe(message);

    [Fact]
    public void A_system_without_choices_takes_one_model() => Should.Throw<ArgumentException>(
        () => ChatEndpoint.CreateChatClient(Arguments("--endpoint http://localhost:1/v1", "--model a b"), () => throw new InvalidOperationException("not offline")))
        .Message.ShouldBe("--model names 2 models, but the system chooses among 1.");

    [Theory]
    [InlineData("--embedding-model names a server's model, but --endpoint is missing.", "--embedding-model words")]
    [InlineData("--embedding-model takes one name.", "--endpoint http://localhost:1/v1", "--embedding-model words letters")]
    [InlineData("--endpoint takes one address, as http://localhost:11434/v1.", "--endpoint localhost", "--embedding-model words")]
    public void What_does_not_fit_together_for_embeddings_is_told(string message, params string[] options) =>
        Should.Throw<ArgumentException>(() => ChatEndpoint.CreateEmbeddingGenerator(Arguments(options))).Message.ShouldBe(message);

    [Fact]
    public async Task A_wrong_command_line_is_one_line_and_exit_code_1()
    {
        var run = await RunAsync("evaluate", "--data", "x.jsonl", "--model", "gpt");

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldBe("--model names a server's model, but --endpoint is missing.\n");
    }

    [Theory]
    [InlineData("--model a b", "a", "b")]
    [InlineData("--model a", "a", "a")]
    public async Task The_systems_models_are_replaced_in_their_order(string models, string small, string large)
    {
        using var server = new LoopbackServer();
        using var client = ChatEndpoint.CreateChatClient(
            Arguments($"--endpoint {server.Endpoint}", models), () => throw new InvalidOperationException("not offline"), "small", "large");

        foreach (string? name in new[] { "small", "large", null, "other" })
            await client.GetResponseAsync("Hello", new() { ModelId = name });

        server.Models.ShouldBe([small, large, "a", "other"]);
    }

    [Fact]
    public async Task The_key_goes_to_the_server_and_nowhere_else()
    {
        string? before = Environment.GetEnvironmentVariable(ChatEndpoint.KeyVariable);
        Environment.SetEnvironmentVariable(ChatEndpoint.KeyVariable, Key);
        try
        {
            using var server = new LoopbackServer { Status = 401 };
            var run = await RunAsync("run", "--input", """{"text": "a"}""", "--json", "--endpoint", server.Endpoint, "--model", "gpt");

            server.Authorizations.ShouldBe([$"Bearer {Key}"]);
            run.ExitCode.ShouldBe(1, run.Output);
            run.Error.ShouldContain("401");
            (run.Output + run.Error).ShouldNotContain(Key);
            var help = await RunAsync("run", "--help");
            help.Output.ShouldContain(ChatEndpoint.KeyVariable);
            (help.Output + help.Error).ShouldNotContain(Key);
        }
        finally
        {
            Environment.SetEnvironmentVariable(ChatEndpoint.KeyVariable, before);
        }
    }

    // "--model a b" as the command line has it.
    private static HostArguments Arguments(params string[] options) => new(
        [],
        options.Select(o => o.Split(' ')).ToDictionary(o => o[0], o => (IReadOnlyList<string>)o[1..], StringComparer.Ordinal));

    /// <summary>A program whose system's making asks the model.</summary>
    private static async Task<HostRun> RunAsync(params string[] args)
    {
        using StringWriter output = new(), error = new();
        int exitCode = await new SystemHost<Phrase, string, string, Shouter.Configuration>
        {
            Description = "Asks.",
            Options = ChatEndpoint.SearchOptions,
            CreateSystem = async (arguments, ct) =>
            {
                using var client = ChatEndpoint.CreateChatClient(arguments, () => new Recording());
                await client.GetResponseAsync("Hello", cancellationToken: ct);
                return new Shouter().AsSystem();
            },
            DefaultConfiguration = Shouter.Configuration.Default,
            ReadExamples = (_, _) => throw new InvalidOperationException("not needed"),
            Metric = HostRun.Metric,
            Demonstration = new("train.jsonl", "validation.jsonl", 100, 1),
            Output = output,
            Error = error,
        }.RunAsync(args);
        return new(exitCode, output.ToString(), error.ToString());
    }

    private sealed class Recording : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "ok")));

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
