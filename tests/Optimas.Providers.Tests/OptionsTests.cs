namespace Optimas.Providers.Tests;

public sealed class OptionsTests
{
    private static readonly OpenAICompatibleOptions s_valid = new() { Model = "test-model" };

    public static TheoryData<OpenAICompatibleOptions, string> Invalid => new()
    {
        { s_valid with { Model = " " }, "Model" },
        { s_valid with { Endpoint = new("v1", UriKind.Relative) }, "Endpoint" },
        { s_valid with { Endpoint = new("ftp://localhost/v1") }, "Endpoint" },
        { s_valid with { Endpoint = new("http://user:password@localhost/v1") }, "Endpoint" },
        { s_valid with { Endpoint = new("http://localhost/v1?key=1") }, "Endpoint" },
        { s_valid with { ApiKey = "" }, "ApiKey" },
        { s_valid with { ApiKey = "sk-1\n" }, "ApiKey" },
        { s_valid with { ApiKey = "schlüssel" }, "ApiKey" },
        { s_valid with { Timeout = TimeSpan.Zero }, "Timeout" },
        { s_valid with { MaxRetries = -1 }, "MaxRetries" },
        { s_valid with { RetryDelay = TimeSpan.FromSeconds(-1) }, "RetryDelay" },
        { s_valid with { EmbeddingBatchSize = 0 }, "EmbeddingBatchSize" },
    };

    [Theory]
    [MemberData(nameof(Invalid), DisableDiscoveryEnumeration = true)]
    public void A_wrong_option_is_named_when_the_client_is_made(OpenAICompatibleOptions options, string named)
    {
        Should.Throw<ArgumentException>(() => new OpenAICompatibleChatClient(options)).Message.ShouldStartWith(named);
        Should.Throw<ArgumentException>(() => new OpenAICompatibleEmbeddingGenerator(options)).Message.ShouldStartWith(named);
    }

    [Fact]
    public void Defaults_reach_OpenAI()
    {
        using var client = new OpenAICompatibleChatClient(s_valid with { Timeout = Timeout.InfiniteTimeSpan, MaxRetries = 0 });

        var metadata = client.GetService(typeof(Microsoft.Extensions.AI.ChatClientMetadata)) as Microsoft.Extensions.AI.ChatClientMetadata;

        metadata!.ProviderUri.ShouldBe(new Uri("https://api.openai.com/v1"));
    }
}
