using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace Optimas.Providers.Tests;

/// <summary>The examples of docs/providers.md, word for word.</summary>
internal static class GuideExamples
{
    public static IChatClient OpenAI()
    {
        IChatClient chat = new OpenAICompatibleChatClient(new()
        {
            Model = "gpt-4o-mini",
            ApiKey = Environment.GetEnvironmentVariable("OPENAI_API_KEY"),
        });
        return chat;
    }

    public static IChatClient Ollama()
    {
        IChatClient chat = new OpenAICompatibleChatClient(new()
        {
            Model = "llama3.2",
            Endpoint = new("http://localhost:11434"),
        });
        return chat;
    }

    public static IChatClient Vllm()
    {
        IChatClient chat = new OpenAICompatibleChatClient(new()
        {
            Model = "Qwen/Qwen2.5-7B-Instruct",
            Endpoint = new("http://localhost:8000/v1"),
            Timeout = TimeSpan.FromMinutes(10),
        });
        return chat;
    }

    public static async Task ReplyAndStreamAsync(IChatClient chat, CancellationToken cancellationToken)
    {
        var response = await chat.GetResponseAsync("What is the capital of France?", cancellationToken: cancellationToken);
        Console.WriteLine($"{response.Text} ({response.Usage?.TotalTokenCount} tokens)");

        await foreach (var update in chat.GetStreamingResponseAsync("Tell me a story.", cancellationToken: cancellationToken))
            Console.Write(update.Text);
    }

    public static async Task<float> EmbedAsync(Uri endpoint, CancellationToken cancellationToken)
    {
        using var embedder = new OpenAICompatibleEmbeddingGenerator(new()
        {
            Model = "nomic-embed-text",
            Endpoint = endpoint,
        });
        var embeddings = await embedder.GenerateAsync(["first text", "second text"], cancellationToken: cancellationToken);
        ReadOnlyMemory<float> vector = embeddings[1].Vector;
        return vector.Span[0];
    }

    public static async Task<ChatResponse?> FailAsync(IChatClient chat, CancellationToken cancellationToken)
    {
        try
        {
            return await chat.GetResponseAsync("hello", cancellationToken: cancellationToken);
        }
        catch (ProviderException failure) when (failure.IsTransient)
        {
            await Task.Delay(failure.RetryAfter ?? TimeSpan.FromSeconds(10), cancellationToken);
            return await chat.GetResponseAsync("hello", cancellationToken: cancellationToken);
        }
    }

    public static ChatOptions ServersOwn()
    {
        // JsonPatch is still marked experimental.
#pragma warning disable SCME0001
        var options = new ChatOptions
        {
            RawRepresentationFactory = _ =>
            {
                var request = new ChatCompletionOptions();
                request.Patch.Set("$.min_p"u8, 0.05);
                return request;
            },
        };
#pragma warning restore SCME0001
        return options;
    }
}
