using System.Text.Json;

namespace Optimas.Pocket.Tests;

public sealed class PocketRewardsTests
{
    private static readonly string[] s_words =
        ["river", "bridge", "drum", "garden", "window", "letter", "market", "silver", "winter", "castle", "harbor", "violin", "forest", "mirror"];

    [Fact]
    public async Task They_learn_what_takes_reading_input_and_output_and_are_read_back()
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

        PocketRewards.Register();
        using var written = new MemoryStream();
        using (var writer = new Utf8JsonWriter(written))
            reward.Write(writer);
        using var json = JsonDocument.Parse(written.ToArray());
        var read = LocalRewardJson.Read(json.RootElement);
        (await read.ScoreAsync(Pair(1000).Preferred, default)).ShouldBe(await reward.ScoreAsync(Pair(1000).Preferred, default), 1e-4);
    }

    // Of two outputs of one word the one that stands in the input is better: nothing that the output alone gives away.
    private static PreferencePair Pair(int number)
    {
        string[] words = new SeededRandom(1, "pair", number).Shuffle(s_words);
        return new(0, Seen(words[0]), Seen(words[4]), 0.5) { Example = $"{number}" };

        Observation Seen(string output) => Observation.Of(w => w.Text("words", string.Join(' ', words[..3])), w => w.Text("word", output));
    }
}
