using Microsoft.Extensions.AI;
using static Optimas.Providers.Tests.Answers;

namespace Optimas.Providers.Tests;

public sealed class GuideTests
{
    [Fact]
    public void The_guides_examples_are_the_ones_that_compile_here()
    {
        string[] guide = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "providers.md")).Split("```csharp\n");
        string compiled = Flat(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "GuideExamples.cs")));

        guide.Length.ShouldBeGreaterThan(6);
        foreach (string part in guide[1..])
            compiled.ShouldContain(Flat(part[..part.IndexOf("```", StringComparison.Ordinal)]));
    }

    [Fact]
    public async Task The_guides_examples_run()
    {
        await using var server = await ModelServer.StartAsync((context, request) => request.Path switch
        {
            "/v1/embeddings" => context.AnswerAsync("""{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[2]}]}"""),
            _ when request.Number == 1 => context.AnswerAsync(Error("Busy."), 503),
            _ when request.Body.TryGetProperty("stream", out _) => context.StreamAsync(TextChunk("Once"), Chunk(new { }, "stop"), Done),
            _ => context.AnswerAsync(Completion("Paris")),
        });
        using var client = new OpenAICompatibleChatClient(server.Options);

        await GuideExamples.ReplyAndStreamAsync(client, default);
        (await GuideExamples.FailAsync(client, default))!.Text.ShouldBe("Paris");
        (await GuideExamples.EmbedAsync(server.Address, default)).ShouldBe(2f);
        await client.GetResponseAsync("hi", GuideExamples.ServersOwn());
        server.Requests[^1].Body.GetProperty("min_p").GetDouble().ShouldBe(0.05);
        GuideExamples.Ollama().GetService<ChatClientMetadata>()!.ProviderUri.ShouldBe(new Uri("http://localhost:11434/v1"));
        GuideExamples.Vllm().GetService<ChatClientMetadata>()!.ProviderUri.ShouldBe(new Uri("http://localhost:8000/v1"));
        GuideExamples.OpenAI().GetService<ChatClientMetadata>()!.ProviderUri.ShouldBe(new Uri("https://api.openai.com/v1"));
    }

    // Blocks are indented differently here and there.
    private static string Flat(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
}
