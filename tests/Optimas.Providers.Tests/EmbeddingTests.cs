using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using static Optimas.Providers.Tests.Answers;

namespace Optimas.Providers.Tests;

public sealed class EmbeddingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Embeddings_come_as_numbers_or_as_base64(bool base64)
    {
        await using var server = await ModelServer.StartAsync((context, request) => context.AnswerAsync(Embeddings(request, base64)));
        using var generator = new OpenAICompatibleEmbeddingGenerator(server.Options);

        var embeddings = await generator.GenerateAsync(["3", "14"]);

        embeddings.Select(embedding => embedding.Vector.ToArray()).ShouldBe([[3f, 0.5f], [14f, 0.5f]]);
        embeddings.ShouldAllBe(embedding => embedding.ModelId == "test-model");
        embeddings.Usage!.InputTokenCount.ShouldBe(2);
        embeddings.Usage.TotalTokenCount.ShouldBe(2);
        server.Request.Path.ShouldBe("/v1/embeddings");
        server.Request.Authorization.ShouldBe($"Bearer {ModelServer.ApiKey}");
    }

    [Fact]
    public async Task Order_is_by_index_not_by_arrival()
    {
        await using var server = await ModelServer.StartAsync((context, request) =>
            context.AnswerAsync(Embeddings(request, base64: true, reversed: true)));
        using var generator = new OpenAICompatibleEmbeddingGenerator(server.Options);

        var embeddings = await generator.GenerateAsync(["0", "1", "2", "3"]);

        embeddings.Select(embedding => embedding.Vector.Span[0]).ShouldBe([0f, 1f, 2f, 3f]);
    }

    [Fact]
    public async Task Many_texts_go_in_batches_and_keep_their_order()
    {
        await using var server = await ModelServer.StartAsync((context, request) =>
            context.AnswerAsync(Embeddings(request, base64: true, reversed: true)));
        using var generator = new OpenAICompatibleEmbeddingGenerator(server.Options with { EmbeddingBatchSize = 100 });
        int[] numbers = [.. Enumerable.Range(0, 250)];

        var embeddings = await generator.GenerateAsync(numbers.Select(number => $"{number}"));

        embeddings.Select(embedding => (int)embedding.Vector.Span[0]).ShouldBe(numbers);
        embeddings.Usage!.InputTokenCount.ShouldBe(250);
        server.Requests.Select(request => request.Body.GetProperty("input").GetArrayLength()).ShouldBe([100, 100, 50]);
    }

    [Fact]
    public async Task Model_and_dimensions_are_asked_for()
    {
        await using var server = await ModelServer.StartAsync((context, request) => context.AnswerAsync(Embeddings(request, base64: true)));
        using var generator = new OpenAICompatibleEmbeddingGenerator(server.Options);

        await generator.GenerateAsync(["1"], new EmbeddingGenerationOptions { ModelId = "other-model", Dimensions = 2 });

        server.Request.Body.GetProperty("model").GetString().ShouldBe("other-model");
        server.Request.Body.GetProperty("dimensions").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task No_texts_need_no_request()
    {
        await using var server = await ModelServer.StartAsync("{}");
        using var generator = new OpenAICompatibleEmbeddingGenerator(server.Options);

        (await generator.GenerateAsync([])).ShouldBeEmpty();
        server.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{"object":"list","data":[],"model":"m"}""")]
    [InlineData("""{"object":"list","data":[{"index":0,"embedding":[1]}],"model":"m"}""")]
    [InlineData("""{"object":"list","data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}],"model":"m"}""")]
    [InlineData("""{"object":"list","data":[{"index":0,"embedding":[1]},{"index":2,"embedding":[1]}],"model":"m"}""")]
    [InlineData("""{"object":"list","data":[{"index":0,"embedding":[1]},{"index":1,"embedding":"!!"}],"model":"m"}""")]
    [InlineData("""{"object":"list","data":[{"index":0,"embedding":[1]},{"index":1}],"model":"m"}""")]
    public async Task A_reply_without_one_vector_for_each_text_is_malformed(string body)
    {
        await using var server = await ModelServer.StartAsync(body);
        using var generator = new OpenAICompatibleEmbeddingGenerator(server.Options);

        var failure = await Should.ThrowAsync<ProviderException>(() => generator.GenerateAsync(["a", "b"]));

        failure.Message.ShouldContain("malformed");
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_reply_may_lack_model_and_usage()
    {
        await using var server = await ModelServer.StartAsync("""{"data":[{"index":1,"embedding":[2]},{"index":0,"embedding":[1]}]}""");
        using var generator = new OpenAICompatibleEmbeddingGenerator(server.Options);

        var embeddings = await generator.GenerateAsync(["a", "b"]);

        embeddings.Select(embedding => embedding.Vector.Span[0]).ShouldBe([1f, 2f]);
    }

    [Fact]
    public async Task Failures_are_typed_and_retried_as_for_chats()
    {
        await using var server = await ModelServer.StartAsync((context, request) => request.Number == 1
            ? context.AnswerAsync(Error("Overloaded."), 503)
            : context.AnswerAsync(Error("No such model.", "model_not_found"), 404));
        using var generator = new OpenAICompatibleEmbeddingGenerator(server.Options);

        var failure = await Should.ThrowAsync<ProviderException>(() => generator.GenerateAsync(["a"]));

        server.Requests.Count.ShouldBe(2);
        failure.ErrorCode.ShouldBe("model_not_found");
    }

    [Fact]
    public async Task Metadata_names_server_and_model()
    {
        await using var server = await ModelServer.StartAsync("{}");
        using var generator = new OpenAICompatibleEmbeddingGenerator(server.Options);

        var metadata = generator.GetService<EmbeddingGeneratorMetadata>().ShouldNotBeNull();

        metadata.ProviderUri.ShouldBe(new Uri(server.Address, "/v1"));
        metadata.DefaultModelId.ShouldBe("test-model");
    }

    // The embedding of a number is that number and a half.
    private static string Embeddings(ReceivedRequest request, bool base64, bool reversed = false)
    {
        var input = request.Body.GetProperty("input");
        var data = input.EnumerateArray().Select((text, index) =>
        {
            float[] vector = [float.Parse(text.GetString()!), 0.5f];
            object embedding = base64 ? Convert.ToBase64String(MemoryMarshal.AsBytes<float>(vector)) : vector;
            return new { @object = "embedding", index, embedding };
        }).ToArray();
        if (reversed)
            Array.Reverse(data);
        return JsonSerializer.Serialize(new
        {
            @object = "list",
            data,
            model = "test-model",
            usage = new { prompt_tokens = data.Length, total_tokens = data.Length },
        });
    }
}
