using Optimas.Learning.Tests.Tokenization;
using Optimas.Learning.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning.Tests.Rewards;

/// <summary>
/// Preferences of known rules: the shorter output, the longer one, and the one whose word is among those of the input, which no feature of
/// the output alone gives away.
/// </summary>
internal static class SyntheticPreferences
{
    public const int Shorter = 0, Longer = 1, Echo = 2;

    private static readonly string[] s_words =
        ["fox", "dog", "lazy", "quick", "brown", "over", "helpful", "return", "answer", "space", "jumps", "mind"];

    private static readonly Tokenizer s_tokenizer = SmallTokenizer.ChatMl();

    /// <summary>A base of random weights: whatever rewards over it know, they have learned from the pairs.</summary>
    public static LanguageModel RandomModel(
        long seed = 1, int width = 64, int layers = 2, ScalarType type = ScalarType.Float32)
    {
        var config = TinyModel.Config(s_tokenizer.VocabularySize, width, layers);
        var network = DecoderModel.Create(config, 0.02, seed, type, CPU);
        return new($"tiny-{seed}", network, s_tokenizer, ChatTemplate.ChatMl(s_tokenizer), []);
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
            _ => ([input[random.Next(3)]], others[..1]),
        };
        return new(component, Observe(input, preferred), Observe(input, rejected), 0.5) { Example = $"{component}-{number}" };
    }

    public static Observation Observe(string[] input, string[] output) => Observe(string.Join(' ', input), string.Join(' ', output));

    public static Observation Observe(string input, string output) =>
        Observation.Of(w => w.Text("words", input), w => w.Text("words", output));

    public static async Task<double> AccuracyAsync(ILocalReward reward, IReadOnlyList<PreferencePair> pairs)
    {
        double[] differences = await Task.WhenAll(pairs.Select(async p =>
            await reward.ScoreAsync(p.Preferred, default) - await reward.ScoreAsync(p.Rejected, default)));
        return differences.Average(d => d > 0 ? 1.0 : d == 0 ? 0.5 : 0);
    }

    private static string[] Words(SeededRandom random, int count) => random.Shuffle(s_words)[..count];
}
