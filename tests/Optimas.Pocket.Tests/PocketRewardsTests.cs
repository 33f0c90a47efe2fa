using Shouldly;

namespace Optimas.Pocket.Tests;

public sealed class PocketRewardsTests
{
    private static readonly string[] s_words =
        ["river", "bridge", "drum", "garden", "window", "letter", "market", "silver", "winter", "castle", "harbor", "violin", "forest", "mirror"];

    [Fact]
    public async Task They_learn_what_takes_reading_input_and_output()
    {
        var model = await PocketRewards.CreateAsync(seed: 1, default);

        var fit = await model.FitAsync([.. Enumerable.Range(0, 80).Select(Pair)], [], default);

        fit[0]!.Abstains.ShouldBeFalse();
        var reward = model.Reward(0)!;
        int right = 0;
        for (int i = 1000; i < 1060; i++)
        {
            var pair = Pair(i);
            right += await reward.ScoreAsync(pair.Preferred, default) > await reward.ScoreAsync(pair.Rejected, default) ? 1 : 0;
        }

        right.ShouldBeGreaterThan(45, "of 60 held-out pairs");
    }

    // Of two outputs of one word the one that stands in the input is better: nothing that the output alone gives away.
    private static PreferencePair Pair(int number)
    {
        string[] words = new SeededRandom(1, "pair", number).Shuffle(s_words);
        return new(0, Seen(words[0]), Seen(words[4]), 0.5) { Example = $"{number}" };

        Observation Seen(string output) => Observation.Of(w => w.Text("words", string.Join(' ', words[..3])), w => w.Text("word", output));
    }
}
