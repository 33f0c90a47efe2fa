using Optimas.Learning.Tests.Tokenization;
using Optimas.Learning.Tests.Training;
using static TorchSharp.torch;

namespace Optimas.Learning.Tests.Rewards;

/// <summary>Preferences of known rules, and a tiny language model that has read a little before.</summary>
internal static class SyntheticPreferences
{
    public const int Shorter = 0, Longer = 1, Echo = 2;

    private static readonly string[] s_words =
        ["fox", "dog", "lazy", "quick", "brown", "over", "helpful", "return", "answer", "space", "jumps", "mind", "asleep", "text", "def", "you"];

    private static readonly Tokenizer s_tokenizer = SmallTokenizer.ChatMl();

    /// <summary>A model of random weights.</summary>
    public static LanguageModel RandomModel(long seed = 1, int width = 64, int layers = 2)
    {
        var config = TinyModel.Config(s_tokenizer.VocabularySize, width, layers);
        return new($"tiny-{seed}", DecoderModel.Create(config, 0.02, seed, float32, CPU), s_tokenizer, ChatTemplate.ChatMl(s_tokenizer), []);
    }

    /// <summary>One that has learned to go on with words of its text that it has seen: what any real language model can.</summary>
    public static async Task<LanguageModel> PretrainedModel(int steps)
    {
        var model = RandomModel();
        using var trainer = LanguageModelTrainer.OfWeights(
            model.Network,
            n =>
            {
                var random = new SeededRandom(3, "pretraining", n);
                string words = string.Join(' ', Words(random, 2 + random.Next(4)));
                return new([.. s_tokenizer.Encode($"{words}\n\n{words}"), model.EndTokens[0]]);
            },
            new() { Steps = steps, LearningRate = LearningRateSchedule.Cosine(5e-3, 20, steps, 0.1), TokensPerStep = 1024 });
        await foreach (var _ in trainer.TrainAsync(default)) { }
        return model;
    }

    /// <summary>Pairs of a component, each of an example of its own.</summary>
    public static PreferencePair[] Pairs(int component, int count, int from = 0) =>
        [.. Enumerable.Range(from, count).Select(n => Pair(component, n))];

    public static PreferencePair Pair(int component, int number)
    {
        var random = new SeededRandom(component, "pair", number);
        string[] input = Words(random, 3);
        string[] others = [.. random.Shuffle(s_words.Except(input))];
        var (preferred, rejected) = component switch
        {
            Shorter => (others[..2], others[2..7]),
            Longer => (others[2..7], others[..2]),
            _ => (random.Shuffle([input[random.Next(3)], others[0], others[1]]), others[2..5]),
        };
        return new(component, Observe(input, preferred), Observe(input, rejected), 0.5) { Example = $"{component}-{number}" };
    }

    public static Observation Observe(string[] input, string[] output) => Observe(string.Join(' ', input), string.Join(' ', output));

    public static Observation Observe(string input, string output) => Observation.Of(w => w.Text("", input), w => w.Text("", output));

    public static async Task<double> AccuracyAsync(ILocalReward reward, IReadOnlyList<PreferencePair> pairs)
    {
        double[] differences = await Task.WhenAll(pairs.Select(async p =>
            await reward.ScoreAsync(p.Preferred, default) - await reward.ScoreAsync(p.Rejected, default)));
        return differences.Average(d => d > 0 ? 1.0 : d == 0 ? 0.5 : 0);
    }

    private static string[] Words(SeededRandom random, int count) => random.Shuffle(s_words)[..count];
}
