using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Optimas.Tests.Rewards;

public sealed class EmbeddingRewardModelTests
{
    [Fact]
    public async Task Heads_learn_over_embeddings_and_ask_for_each_text_once()
    {
        using var generator = new WordVectors();
        var model = new EmbeddingRewardModel(generator);
        var pairs = Synthetic.Keyword(60, seed: 1);

        await model.FitAsync(pairs, [], CancellationToken.None);
        int asked = generator.Texts;
        await model.FitAsync(pairs, [], CancellationToken.None);

        generator.Texts.ShouldBe(asked);
        asked.ShouldBe(pairs.SelectMany(p => new[] { p.Preferred, p.Rejected }).Distinct().Count());
        var alignment = await Alignment.MeasureAsync(model.Reward, pairs, Synthetic.Keyword(100, seed: 2), CancellationToken.None);
        alignment.Single().Accuracy!.Value.ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public async Task Json_comes_back_once_the_embedding_model_is_registered()
    {
        using var generator = new WordVectors();
        var model = new EmbeddingRewardModel(generator);
        await model.FitAsync(Synthetic.Keyword(20, seed: 1), [], CancellationToken.None);
        var reward = model.Reward(0)!;
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            reward.Write(writer);
        using var json = JsonDocument.Parse(buffer.ToArray());
        var observation = Synthetic.Text("amber basin", "a lantern");

        EmbeddingReward.Register(generator);
        var again = LocalRewardJson.Read(json.RootElement);

        (await again.ScoreAsync(observation, CancellationToken.None)).ShouldBe(await reward.ScoreAsync(observation, CancellationToken.None));
        using var other = new WordVectors("another-model");
        EmbeddingReward.Register(other);
        Should.Throw<JsonException>(() => LocalRewardJson.Read(json.RootElement)).Message.ShouldContain("another-model");
    }

    [Fact]
    public async Task A_saved_model_scores_the_same()
    {
        using var generator = new WordVectors();
        var model = new EmbeddingRewardModel(generator);
        await model.FitAsync(Synthetic.Keyword(20, seed: 1), [], CancellationToken.None);
        using var file = new MemoryStream();
        await model.SaveAsync(file, CancellationToken.None);
        file.Position = 0;
        var loaded = new EmbeddingRewardModel(generator);
        await loaded.LoadAsync(file, CancellationToken.None);
        var observation = Synthetic.Text("amber basin", "a lantern");

        (await loaded.Reward(0)!.ScoreAsync(observation, CancellationToken.None))
            .ShouldBe(await model.Reward(0)!.ScoreAsync(observation, CancellationToken.None));
    }

    /// <summary>The sum of a random vector for each word: the simplest embedding that there is.</summary>
    private sealed class WordVectors(string model = "word-vectors") : IEmbeddingGenerator<string, Embedding<float>>
    {
        private const int Dimensions = 48;
        private int _texts;

        public int Texts => _texts;

        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        {
            var embeddings = new GeneratedEmbeddings<Embedding<float>>();
            foreach (string text in values)
            {
                Interlocked.Increment(ref _texts);
                float[] sum = new float[Dimensions];
                foreach (string word in text.Split((char[])[' ', '\n', ':'], StringSplitOptions.RemoveEmptyEntries))
                {
                    var random = new SeededRandom(0, word);
                    for (int i = 0; i < Dimensions; i++)
                        sum[i] += (float)random.NextGaussian();
                }

                embeddings.Add(new(sum));
            }

            return Task.FromResult(embeddings);
        }

        public object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata(defaultModelId: model) : null;

        public void Dispose()
        {
        }
    }
}
