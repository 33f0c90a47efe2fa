using System.Text;
using System.Text.Json;
using TorchSharp;

namespace Optimas.Learning.Tests.Rewards;

public sealed class LanguageModelRewardModelTests : IDisposable
{
    private const int Shorter = SyntheticPreferences.Shorter, Longer = SyntheticPreferences.Longer, Echo = SyntheticPreferences.Echo;

    private static readonly LanguageModelRewardOptions s_options = new()
    {
        Rank = 8,
        LearningRate = 2e-3,
        HeadLearningRate = 1e-2,
        MaxEpochs = 4,
        MaxAdaptationEpochs = 6,
    };

    private readonly LanguageModel _model = SyntheticPreferences.RandomModel(width: 32);
    private readonly string _folder = Directory.CreateTempSubdirectory("optimas-rewards").FullName;

    public void Dispose()
    {
        _model.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Adapting_one_component_follows_the_change_and_leaves_the_others_as_they_were()
    {
        var model = await Fitted(s_options with { MaxEpochs = 15, MaxAdaptationEpochs = 15 });
        PreferencePair[] probes = [.. SyntheticPreferences.Pairs(Longer, 20, 500), .. SyntheticPreferences.Pairs(Shorter, 20, 500)];
        ILocalReward frozen = model.Reward(Shorter)!, other = model.Reward(Longer)!;
        double[] before = await Scores(other, probes), frozenBefore = await Scores(frozen, probes);

        // The system has changed: now the longer output of this component is the better one.
        PreferencePair[] fresh = [.. SyntheticPreferences.Pairs(Shorter, 40, 100).Select(Turned)];
        double accuracy = 0;
        for (int round = 0; round < 4 && accuracy < 0.92; round++)
        {
            var fit = await model.AdaptAsync(Shorter, fresh, [], [], default);
            fit.Epochs.ShouldBeInRange(0, 15);
            accuracy = await SyntheticPreferences.AccuracyAsync(
                model.Reward(Shorter)!, [.. SyntheticPreferences.Pairs(Shorter, 40, 600).Select(Turned)]);
        }

        accuracy.ShouldBeGreaterThan(0.9);
        (await Scores(model.Reward(Longer)!, probes)).ShouldBe(before, 1e-5);
        // What was handed out is as it was, also for what it has not scored yet.
        (await Scores(frozen, probes)).ShouldBe(frozenBefore);
        (await SyntheticPreferences.AccuracyAsync(frozen, SyntheticPreferences.Pairs(Shorter, 40, 700))).ShouldBeGreaterThan(0.8);
    }

    [Fact]
    public async Task A_component_first_seen_in_stage_two_gets_a_head()
    {
        var model = await Fitted();
        model.Reward(Echo).ShouldBeNull();
        var fit = await model.AdaptAsync(Echo, SyntheticPreferences.Pairs(Echo, 20), [], [], default);
        fit.Abstains.ShouldBeFalse();
        fit.HeldOut.ShouldNotBeNull();
        model.Reward(Echo).ShouldNotBeNull();
        await Should.ThrowAsync<ArgumentException>(() => model.AdaptAsync(Echo, SyntheticPreferences.Pairs(Longer, 2), [], [], default));
    }

    [Fact]
    public async Task A_head_with_too_little_evidence_abstains()
    {
        var model = new LanguageModelRewardModel(_model, s_options);
        var fit = await model.FitAsync([.. SyntheticPreferences.Pairs(Shorter, 2), .. SyntheticPreferences.Pairs(Longer, 10)], [], default);
        fit[Shorter]!.Abstains.ShouldBeTrue();
        model.Reward(Shorter).ShouldBeNull();
        fit[Longer]!.Abstains.ShouldBeFalse();
        model.Reward(Longer).ShouldNotBeNull();
        (await model.FitAsync([], [], default)).Components.ShouldBeEmpty();
        model.Reward(Longer).ShouldBeNull();
    }

    [Fact]
    public async Task Pointwise_targets_teach_too()
    {
        var model = new LanguageModelRewardModel(_model, s_options with { MaxEpochs = 12 });
        PointwiseTarget[] targets =
        [
            .. SyntheticPreferences.Pairs(Shorter, 40).SelectMany(p => new[]
            {
                new PointwiseTarget(Shorter, p.Preferred, 0.5) { Example = p.Example },
                new PointwiseTarget(Shorter, p.Rejected, -0.5) { Example = p.Example },
            }),
        ];
        var fit = await model.FitAsync([], targets, default);
        fit[Shorter]!.Pairs.ShouldBe(0);
        fit[Shorter]!.HeldOut.ShouldBeNull();
        (await SyntheticPreferences.AccuracyAsync(model.Reward(Shorter)!, SyntheticPreferences.Pairs(Shorter, 40, 600)))
            .ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public async Task A_base_in_bfloat16_is_trained_over_in_float32()
    {
        using var short16 = SyntheticPreferences.RandomModel(width: 32, type: torch.ScalarType.BFloat16);
        var model = new LanguageModelRewardModel(short16, s_options with { MaxEpochs = 12 });
        await model.FitAsync(Evidence(), [], default);
        (await SyntheticPreferences.AccuracyAsync(model.Reward(Shorter)!, SyntheticPreferences.Pairs(Shorter, 40, 600)))
            .ShouldBeGreaterThan(0.9);
        // Rewards over a base may be read back over the same base in another precision.
        var wide = new LanguageModelRewardModel(_model, s_options);
        await wide.LoadAsync(Stream(await Saved(model)), default);
        double[] scores = await Scores(model.Reward(Shorter)!, SyntheticPreferences.Pairs(Shorter, 5, 700));
        double scale = scores.Max(Math.Abs);
        (await Scores(wide.Reward(Shorter)!, SyntheticPreferences.Pairs(Shorter, 5, 700))).ShouldBe(scores, 0.1 * scale);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_model_and_another_seed_another()
    {
        string first = await Saved(await Fitted()), second = await Saved(await Fitted());
        second.ShouldBe(first);
        (await Saved(await Fitted(s_options with { Evidence = new() { Seed = 5 } }))).ShouldNotBe(first);
    }

    [Theory]
    [InlineData(true, 0.0)]
    [InlineData(false, 0.2)]
    public async Task Checkpointing_and_small_passes_give_nearly_the_same_rewards(bool checkpointing, double dropout)
    {
        PreferencePair[] probes = SyntheticPreferences.Pairs(Shorter, 5, 500);
        var options = s_options with { MaxEpochs = 1, Dropout = dropout };
        double[] expected = await Scores((await Fitted(options)).Reward(Shorter)!, probes);
        var other = await Fitted(options with { ActivationCheckpointing = checkpointing, TokensPerPass = checkpointing ? 200 : 8192 });
        (await Scores(other.Reward(Shorter)!, probes)).ShouldBe(expected, 0.05);
    }

    [Fact]
    public async Task What_is_saved_is_read_back_and_training_goes_on_the_same_way()
    {
        var model = await Fitted();
        await model.AdaptAsync(Shorter, SyntheticPreferences.Pairs(Shorter, 10, 200), [], [], default);
        string saved = await Saved(model);
        var loaded = new LanguageModelRewardModel(_model, s_options);
        await loaded.LoadAsync(Stream(saved), default);
        (await Saved(loaded)).ShouldBe(saved);
        foreach (var m in new[] { model, loaded })
            await m.AdaptAsync(Longer, SyntheticPreferences.Pairs(Longer, 10, 300), [], [], default);
        (await Saved(loaded)).ShouldBe(await Saved(model));
    }

    [Fact]
    public async Task Damaged_content_and_that_of_another_base_are_refused_and_change_nothing()
    {
        var model = await Fitted();
        string saved = await Saved(model);
        string[] damaged =
        [
            saved[..(saved.Length / 2)], "[]", "{}", saved.Replace("\"weights\":\"", "\"weights\":\"AAAA", StringComparison.Ordinal),
            saved.Replace("\"adapter\":0", "\"adapter\":7", StringComparison.Ordinal),
        ];
        foreach (string content in damaged)
            await Should.ThrowAsync<InvalidDataException>(() => model.LoadAsync(Stream(content), default));
        using var otherBase = SyntheticPreferences.RandomModel(seed: 2, width: 32);
        var other = new LanguageModelRewardModel(otherBase, s_options);
        (await Should.ThrowAsync<InvalidDataException>(() => other.LoadAsync(Stream(saved), default))).Message.ShouldContain("tiny-2");
        await Should.ThrowAsync<InvalidDataException>(
            () => new LanguageModelRewardModel(_model, s_options with { Rank = 4 }).LoadAsync(Stream(saved), default));
        (await Saved(model)).ShouldBe(saved);
    }

    [Fact]
    public async Task A_cancelled_training_keeps_what_the_model_had()
    {
        using var source = new CancellationTokenSource();
        var model = new LanguageModelRewardModel(_model, s_options, new CancelAt(6, source));
        await model.FitAsync(Evidence(), [], default);
        string before = await Saved(model);
        await Should.ThrowAsync<OperationCanceledException>(() => model.FitAsync(SyntheticPreferences.Pairs(Longer, 40), [], source.Token));
        (await Saved(model)).ShouldBe(before);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reward_in_a_configuration_is_read_back(bool inFolder)
    {
        string? folder = inFolder ? _folder : null;
        var model = await Fitted(s_options with { AdapterFolder = folder });
        PreferencePair[] probes = SyntheticPreferences.Pairs(Shorter, 10, 500);
        ILocalReward shorter = model.Reward(Shorter)!, longer = model.Reward(Longer)!;
        LanguageModelReward.Register(_model, folder);
        var read = LocalRewardJson.Read(Written(shorter));
        (await Scores(read, probes)).ShouldBe(await Scores(shorter, probes), 1e-6);
        LocalRewardJson.Read(Written(longer)).ShouldNotBeNull();
        Written(read).GetRawText().ShouldBe(Written(shorter).GetRawText());
        if (inFolder)
            Directory.GetDirectories(_folder).Length.ShouldBe(1, "both rewards have the adapter of stage 1");
        else
        {
            string damaged = Written(shorter).GetRawText().Replace("\"head\":\"", "\"head\":\"AAAA", StringComparison.Ordinal);
            Should.Throw<JsonException>(() => LocalRewardJson.Read(Parse(damaged)));
        }

        using var other = SyntheticPreferences.RandomModel(seed: 2, width: 32);
        LanguageModelReward.Register(other, folder);
        Should.Throw<JsonException>(() => LocalRewardJson.Read(Written(shorter))).Message.ShouldContain("tiny-1");
    }

    [Fact]
    public async Task Scores_asked_at_once_share_passes_and_are_those_of_each_alone()
    {
        var model = await Fitted();
        await model.AdaptAsync(Shorter, [.. SyntheticPreferences.Pairs(Shorter, 20, 100).Select(Turned)], [], [], default);
        Observation[] observations = [.. SyntheticPreferences.Pairs(Echo, 150, 900).SelectMany(p => new[] { p.Preferred, p.Rejected })];
        var scorer = RewardBackbone.Of(_model).Scorer;
        ILocalReward[] rewards = [model.Reward(Shorter)!, model.Reward(Longer)!];
        long before = scorer.Passes;
        double[][] together = await Task.WhenAll(
            rewards.Select(r => Task.WhenAll(observations.Select(o => r.ScoreAsync(o, default).AsTask()))));
        (scorer.Passes - before).ShouldBeLessThan(100);
        for (int k = 0; k < rewards.Length; k++)
        {
            var alone = model.Reward(k == 0 ? Shorter : Longer)!;
            for (int i = 0; i < observations.Length; i += 13)
            {
                double score = await alone.ScoreAsync(observations[i], default);
                together[k][i].ShouldBe(score, 1e-4 * Math.Max(1, Math.Abs(score)));
                (await rewards[k].ScoreAsync(observations[i], default)).ShouldBe(together[k][i]);
            }
        }

        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => rewards[0].ScoreAsync(observations[0], source.Token).AsTask());
    }

    [Fact]
    public void Long_texts_lose_the_beginning_of_their_input()
    {
        var encoder = new ObservationEncoder(_model);
        string words = string.Join(' ', Enumerable.Repeat("fox", 60));
        var whole = encoder.Encode(SyntheticPreferences.Observe($"start {words}", "dog"), 2048);
        var cut = encoder.Encode(SyntheticPreferences.Observe($"start {words}", "dog"), 30);
        (cut.Context.Length + cut.Output.Length).ShouldBe(30);
        cut.Output.ShouldBe(whole.Output);
        whole.Context[^cut.Context.Length..].ShouldBe(cut.Context);
        encoder.Encode(SyntheticPreferences.Observe($"start {words}", "lazy dog"), 2048).Context.ShouldBeSameAs(whole.Context);
        var output = encoder.Encode(SyntheticPreferences.Observe("dog", words), 30);
        (output.Context.Length + output.Output.Length).ShouldBe(30);
        output.Output[^1].ShouldBe(_model.EndTokens[0]);
        Should.Throw<ArgumentOutOfRangeException>(() => new LanguageModelRewardModel(_model, s_options with { MaxTokens = 2 }));
    }

    [Fact]
    public void One_part_is_held_out_and_no_component_loses_everything()
    {
        PreferencePair[] pairs = [.. SyntheticPreferences.Pairs(Shorter, 10), SyntheticPreferences.Pair(Longer, 0)];
        var training = new RewardTraining();
        var terms = RankingTerms.Of(pairs, [], training);
        for (int seed = 0; seed < 20; seed++)
        {
            var outside = HeldOutGroups.Choose(terms, terms.Select(t => t.Group), training with { Seed = seed });
            outside.Count.ShouldBeInRange(1, 3);
            terms.Where(t => !outside.Contains(t.Group)).Select(t => t.Component).Distinct().Count().ShouldBe(2);
        }

        HeldOutGroups.Choose(terms, [terms[0].Group], training).ShouldBeEmpty();
    }

    private static PreferencePair Turned(PreferencePair pair) => pair with { Preferred = pair.Rejected, Rejected = pair.Preferred };

    private static PreferencePair[] Evidence() => [.. SyntheticPreferences.Pairs(Shorter, 40), .. SyntheticPreferences.Pairs(Longer, 40)];

    private async Task<LanguageModelRewardModel> Fitted(LanguageModelRewardOptions? options = null)
    {
        var model = new LanguageModelRewardModel(_model, options ?? s_options);
        await model.FitAsync(Evidence(), [], default);
        return model;
    }

    private static async Task<double[]> Scores(ILocalReward reward, PreferencePair[] pairs) =>
        await Task.WhenAll(pairs.SelectMany(p => new[] { p.Preferred, p.Rejected }).Select(o => reward.ScoreAsync(o, default).AsTask()));

    private static async Task<string> Saved(LanguageModelRewardModel model)
    {
        using var stream = new MemoryStream();
        await model.SaveAsync(stream, default);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static MemoryStream Stream(string content) => new(Encoding.UTF8.GetBytes(content));

    private static JsonElement Written(ILocalReward reward)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            reward.Write(writer);
        return Parse(Encoding.UTF8.GetString(stream.ToArray()));
    }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private sealed class CancelAt(int epoch, CancellationTokenSource source) : IProgress<RewardEpoch>
    {
        private int _epochs;

        public void Report(RewardEpoch value)
        {
            if (++_epochs == epoch)
                source.Cancel();
        }
    }
}
