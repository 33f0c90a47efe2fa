using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using Microsoft.Extensions.AI;
using static Optimas.Providers.Tests.Answers;

namespace Optimas.Providers.Tests;

/// <summary>The API key stays out of everything that a program might print.</summary>
public sealed class SecretTests
{
    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(500)]
    public async Task Exceptions_never_hold_the_key_even_where_the_server_repeats_it(int status)
    {
        await using var server = await ModelServer.StartAsync((context, request) => context.AnswerAsync(
            Error($"Bad key in '{request.Authorization}', that is {ModelServer.ApiKey}", ModelServer.ApiKey), status));
        using var client = new OpenAICompatibleChatClient(server.Options with { MaxRetries = 1 });
        using var embedder = new OpenAICompatibleEmbeddingGenerator(server.Options with { MaxRetries = 1 });

        ProviderException[] failures =
        [
            await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("hi")),
            await Should.ThrowAsync<ProviderException>(() => client.GetStreamingResponseAsync("hi").ToListAsync().AsTask()),
            await Should.ThrowAsync<ProviderException>(() => embedder.GenerateAsync(["hi"])),
        ];

        foreach (var failure in failures)
        {
            failure.ToString().ShouldNotContain(ModelServer.ApiKey);
            failure.ErrorCode?.ShouldNotContain(ModelServer.ApiKey);
        }

        failures[0].Message.ShouldContain("***");
    }

    [Fact]
    public async Task A_malformed_reply_that_repeats_the_key_does_not_leak_it()
    {
        await using var server = await ModelServer.StartAsync(
            $$"""{"choices":[{"message":{"role":"{{ModelServer.ApiKey}}","content":"hi"},"finish_reason":"{{ModelServer.ApiKey}}"}]}""");
        using var client = new OpenAICompatibleChatClient(server.Options);

        var failure = await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("hi"));

        failure.ToString().ShouldNotContain(ModelServer.ApiKey);
    }

    [Fact]
    public void Options_print_without_the_key()
    {
        var options = new OpenAICompatibleOptions { Model = "m", ApiKey = ModelServer.ApiKey };

        options.ToString().ShouldContain("***");
        options.ToString().ShouldNotContain(ModelServer.ApiKey);
        Should.Throw<ArgumentException>(() => new OpenAICompatibleChatClient(options with { ApiKey = ModelServer.ApiKey + "\n" }))
            .ToString().ShouldNotContain(ModelServer.ApiKey);
    }

    [Fact]
    public async Task Nothing_that_the_SDK_logs_holds_the_key()
    {
        await using var server = await ModelServer.StartAsync(Error("No.", "nope"), 500);
        using var listener = new SdkEvents();
        using var client = new OpenAICompatibleChatClient(server.Options with { MaxRetries = 1 });

        await Should.ThrowAsync<ProviderException>(() => client.GetResponseAsync("hi"));

        listener.Written.ShouldContain(line => line.StartsWith("System.ClientModel", StringComparison.Ordinal));
        listener.Written.ShouldAllBe(line => !line.Contains(ModelServer.ApiKey));
    }

    private sealed class SdkEvents : EventListener
    {
        public ConcurrentQueue<string> Written { get; } = new();

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name is "System.ClientModel" or "System.Net.Http")
                EnableEvents(eventSource, EventLevel.Verbose);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData) =>
            Written.Enqueue($"{eventData.EventSource.Name} {eventData.Message} {string.Join(' ', eventData.Payload ?? new([]))}");
    }
}
