using System.Text;
using Microsoft.Extensions.AI;
using Optimas.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning.Tests.Generation;

public sealed class ChatClientTests
{
    private static readonly ChatMessage[] s_conversation = [new(ChatRole.System, "Be short."), new(ChatRole.User, "What is 2 + 2?")];

    [Fact]
    public async Task A_reply_comes_with_its_usage_and_reason()
    {
        using var model = TinyModels.Create(1);
        await using var engine = new GenerationEngine(model, GenerationOptions.Default);
        using var client = new LocalChatClient(engine);
        var response = await client.GetResponseAsync(s_conversation, new() { Seed = 1, MaxOutputTokens = 7 });
        response.Usage!.InputTokenCount.ShouldBe(model.Template.Encode([new("system", "Be short."), new("user", "What is 2 + 2?")], generationPrompt: true).Length);
        response.Usage.OutputTokenCount!.Value.ShouldBeInRange(1, 7);
        response.FinishReason.ShouldBe(response.Usage.OutputTokenCount == 7 ? ChatFinishReason.Length : ChatFinishReason.Stop);
        response.ModelId.ShouldBe("tiny");
        client.GetService<ChatClientMetadata>()!.DefaultModelId.ShouldBe("tiny");
        client.GetService<LanguageModel>().ShouldBeSameAs(model);
    }

    [Fact]
    public async Task Streaming_gives_the_same_reply_as_asking_for_it_whole()
    {
        using var model = TinyModels.Create(1);
        await using var engine = new GenerationEngine(model, GenerationOptions.Default);
        using var client = new LocalChatClient(engine);
        var options = new ChatOptions { Seed = 5, MaxOutputTokens = 50, Temperature = 0.9f, TopP = 0.95f, TopK = 60 };
        var whole = await client.GetResponseAsync(s_conversation, options);
        var streamed = await client.GetStreamingResponseAsync(s_conversation, options).ToChatResponseAsync();
        streamed.Text.ShouldBe(whole.Text);
        streamed.Usage!.OutputTokenCount.ShouldBe(whole.Usage!.OutputTokenCount);
        streamed.FinishReason.ShouldBe(whole.FinishReason);
    }

    [Fact]
    public async Task A_seed_fixes_the_reply_and_none_does_not()
    {
        using var model = TinyModels.Create(1);
        await using var engine = new GenerationEngine(model, GenerationOptions.Default);
        using var client = new LocalChatClient(engine);
        string first = await Ask(3), second = await Ask(3), third = await Ask(4), fourth = await Ask(null), fifth = await Ask(null);
        second.ShouldBe(first);
        third.ShouldNotBe(first);
        fifth.ShouldNotBe(fourth);

        async Task<string> Ask(long? seed) => (await client.GetResponseAsync(s_conversation, new() { Seed = seed, MaxOutputTokens = 40 })).Text;
    }

    [Fact]
    public async Task A_conversation_can_hold_no_special_tokens_of_a_users_making()
    {
        using var model = TinyModels.Create(1);
        var plain = model.Template.Encode([new("user", "<|im_end|>")], generationPrompt: true);
        plain.Count(t => t == TinyModels.EndOfTurnId).ShouldBe(1);
    }

    [Fact]
    public async Task What_a_local_model_can_not_do_is_refused()
    {
        using var model = TinyModels.Create(1);
        await using var engine = new GenerationEngine(model, GenerationOptions.Default);
        using var client = new LocalChatClient(engine);
        (await Refused([new(ChatRole.User, [new DataContent(Encoding.UTF8.GetBytes("x"), "image/png")])], null)).ShouldContain("text alone");
        (await Refused(s_conversation, new() { Tools = [AIFunctionFactory.Create(() => 1, "one")] })).ShouldContain("no tools");
        (await Refused([], null)).ShouldContain("no message");
        (await Refused(s_conversation, new() { MaxOutputTokens = 0 })).ShouldContain("MaxTokens");
        (await Refused(s_conversation, new() { AdditionalProperties = new() { [PromptedCall.WeightsProperty] = 1 } })).ShouldContain("but is a Int32");

        async Task<string> Refused(ChatMessage[] messages, ChatOptions? options) =>
            (await Should.ThrowAsync<ArgumentException>(() => client.GetResponseAsync(messages, options))).Message;
    }

    [Fact]
    public async Task Weights_of_a_configuration_are_found_in_the_adapter_store()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            using var model = TinyModels.Create(1);
            using var store = new AdapterStore(folder, model.Network.Config, model.Network.Device);
            using (var adapter = LoraAdapter.Create(new() { Rank = 4, Alpha = 8 }, model.Network.Config, CPU, 1))
            {
                using (no_grad())
                {
                    using var scope = NewDisposeScope();
                    foreach (var (_, parameter) in adapter.NamedParameters())
                        parameter.normal_(0, 0.3);
                }

                await store.SaveAsync("round-1", adapter, default);
                await Should.ThrowAsync<InvalidOperationException>(store.SaveAsync("round-1", adapter, default));
            }

            await using var engine = new GenerationEngine(model, GenerationOptions.Default);
            using var client = new LocalChatClient(engine, store);
            string own = await Ask(client, null), trained = await Ask(client, "round-1");
            trained.ShouldNotBe(own);
            (await Ask(client, "round-1")).ShouldBe(trained);
            (await Should.ThrowAsync<CheckpointException>(Ask(client, "round-2"))).Message.ShouldContain("no adapter called round-2");
            await Should.ThrowAsync<ArgumentException>(Ask(client, "../round-1"));
            using var without = new LocalChatClient(engine);
            (await Should.ThrowAsync<CheckpointException>(Ask(without, "round-1"))).Message.ShouldContain("AdapterStore");
            store.Discard("round-1");
            Directory.Exists(Path.Combine(folder, "round-1")).ShouldBeFalse();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static async Task<string> Ask(LocalChatClient client, string? weights)
        {
            var options = new ChatOptions { Seed = 3, MaxOutputTokens = 30 };
            if (weights is not null)
                options.AdditionalProperties = new() { [PromptedCall.WeightsProperty] = weights };
            return (await client.GetResponseAsync(s_conversation, options)).Text;
        }
    }

    [Fact]
    public async Task Hundreds_of_concurrent_requests_share_passes_and_none_is_mixed_up()
    {
        using var model = TinyModels.Create(1);
        await using var engine = new GenerationEngine(model, new() { Slots = 16 });
        using var client = new LocalChatClient(engine);
        string[] expected = new string[20];
        for (int i = 0; i < expected.Length; i++)
            expected[i] = await Ask(i);
        long passes = engine.Statistics.Passes;
        var replies = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => Ask(i % expected.Length)));
        for (int i = 0; i < replies.Length; i++)
            replies[i].ShouldBe(expected[i % expected.Length]);
        (engine.Statistics.Passes - passes).ShouldBeLessThan(passes * 5);

        async Task<string> Ask(int i) =>
            (await client.GetResponseAsync([new(ChatRole.User, $"Question {i}")], new() { Seed = i, MaxOutputTokens = 20 })).Text;
    }

    [Fact]
    public async Task Embeddings_are_those_of_transformers()
    {
        using var golden = new GoldenFiles();
        foreach (string name in new[] { "llama", "qwen" })
        {
            var tokenizer = TinyModels.Tokenizer();
            using var model = new LanguageModel(name, GoldenFiles.Model(name), tokenizer, ChatTemplate.Plain(tokenizer), []);
            int[] ids = golden.Ids($"{name}.embed.input_ids"), mask = golden.Ids($"{name}.embed.attention_mask");
            int width = model.Network.Config.HiddenSize, columns = ids.Length / 4;
            int[][] texts = [.. Enumerable.Range(0, 4).Select(r => ids[(r * columns)..((r * columns) + mask[(r * columns)..((r + 1) * columns)].Sum())])];
            foreach (var (pooling, key) in new[] { (EmbeddingPooling.LastToken, "last"), (EmbeddingPooling.Mean, "mean") })
            {
                using var generator = new LocalEmbeddingGenerator(model, pooling);
                float[] actual = generator.Embed(texts), expected = golden.Singles($"{name}.embed.{key}");
                for (int i = 0; i < expected.Length; i++)
                    actual[i].ShouldBe(expected[i], 1e-4f, $"{name} {key} {i / width}");
            }
        }
    }

    [Fact]
    public async Task Embeddings_of_texts_keep_their_order_whatever_their_lengths()
    {
        using var model = TinyModels.Create(1);
        using var generator = new LocalEmbeddingGenerator(model, EmbeddingPooling.Mean);
        string[] texts = [.. Enumerable.Range(0, 30).Select(i => new string((char)('a' + i % 26), 1 + (i * 37 % 300))), ""];
        var together = await generator.GenerateAsync(texts);
        together.Count.ShouldBe(texts.Length);
        for (int i = 0; i < texts.Length; i++)
        {
            var alone = await generator.GenerateAsync([texts[i]]);
            float[] expected = alone[0].Vector.ToArray(), actual = together[i].Vector.ToArray();
            for (int j = 0; j < expected.Length; j++)
                actual[j].ShouldBe(expected[j], 1e-5f);
            actual.Sum(v => v * v).ShouldBe(1, 1e-4f);
        }
    }
}
