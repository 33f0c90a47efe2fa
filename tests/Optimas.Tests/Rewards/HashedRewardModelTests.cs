namespace Optimas.Tests.Rewards;

public sealed class HashedRewardModelTests
{
    private static readonly string[] s_preferences =
        [nameof(Synthetic.Length), nameof(Synthetic.Keyword), nameof(Synthetic.Overlap), nameof(Synthetic.Number), nameof(Synthetic.Ranking)];

    public static TheoryData<string> Preferences => [.. s_preferences];

    [Theory]
    [MemberData(nameof(Preferences))]
    public async Task Learns_what_is_better(string preference)
    {
        var model = new HashedRewardModel();

        var fit = await model.FitAsync(Sample(preference, 60, seed: 1), [], CancellationToken.None);

        (await AccuracyAsync(model, Sample(preference, 150, seed: 2))).ShouldBeGreaterThan(0.9);
        fit[0]!.HeldOut!.Value.ShouldBeGreaterThan(0.85);
        fit[0]!.HeldOut!.High.ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public async Task Heads_on_a_shared_projection_learn_different_preferences()
    {
        var model = new HashedRewardModel(buckets: 2048, width: 8);
        PreferencePair[] pairs = [.. s_preferences.SelectMany((p, k) => Sample(p, 40, seed: 1, component: k))];

        var fit = await model.FitAsync(pairs, [], CancellationToken.None);

        fit.Components.Select(c => c.Component).ShouldBe(Enumerable.Range(0, s_preferences.Length));
        for (int k = 0; k < s_preferences.Length; k++)
            (await AccuracyAsync(model, Sample(s_preferences[k], 100, seed: 2, component: k), k)).ShouldBeGreaterThan(0.9, s_preferences[k]);
    }

    [Fact]
    public async Task Shuffled_rewards_teach_nothing()
    {
        var accuracies = new List<double>();
        var heldOut = new List<double>();
        for (long seed = 0; seed < 8; seed++)
        {
            var model = new HashedRewardModel();
            var fit = await model.FitAsync(Synthetic.Shuffled(Synthetic.Keyword(40, seed), seed), [], CancellationToken.None);
            accuracies.Add(await AccuracyAsync(model, Synthetic.Keyword(60, seed + 100)));
            heldOut.Add(fit[0]!.HeldOut!.Value);
        }

        accuracies.Average().ShouldBe(0.5, 0.15);
        heldOut.Average().ShouldBe(0.5, 0.1);
    }

    [Fact]
    public async Task Calibrated_differences_are_the_odds_of_being_right()
    {
        // One pair in four is labelled the wrong way round: no score can be more certain than three to one.
        var random = new SeededRandom(5, "noise");
        PreferencePair[] Noisy(int inputs, long seed) => [.. Synthetic.Length(inputs, seed).Select(p =>
            random.NextDouble() < 0.25 ? p with { Preferred = p.Rejected, Rejected = p.Preferred } : p)];
        var model = new HashedRewardModel();
        await model.FitAsync(Noisy(150, 1), [], CancellationToken.None);
        var reward = (HashedReward)model.Reward(0)!;

        var test = Noisy(300, 2);
        double[] differences = [.. test.Select(p => reward.Score(p.Preferred) - reward.Score(p.Rejected))];

        double confidence = differences.Average(d => 1 / (1 + Math.Exp(-Math.Abs(d))));
        double accuracy = differences.Average(d => d > 0 ? 1.0 : 0);
        confidence.ShouldBe(accuracy, 0.05);
    }

    [Fact]
    public async Task A_head_without_three_pairs_of_evidence_abstains()
    {
        var pairs = Synthetic.Length(4, seed: 1);
        var model = new HashedRewardModel();

        (await model.FitAsync(pairs[..2], [], CancellationToken.None))[0]!.Abstains.ShouldBeTrue();
        model.Reward(0).ShouldBeNull();
        model.Reward(1).ShouldBeNull();
        (await model.FitAsync(pairs[..3], [], CancellationToken.None))[0]!.Abstains.ShouldBeFalse();
        model.Reward(0).ShouldNotBeNull();
        (await model.FitAsync([], [], CancellationToken.None)).Components.ShouldBeEmpty();
        model.Reward(0).ShouldBeNull();
    }

    [Fact]
    public async Task Evidence_is_a_function_of_data_and_seed()
    {
        var pairs = Synthetic.Keyword(30, seed: 1);
        float[] first = await WeightsAsync(new(new() { Seed = 3, BatchSize = 16 }), pairs);

        (await WeightsAsync(new(new() { Seed = 3, BatchSize = 16 }), pairs)).ShouldBe(first);
        (await WeightsAsync(new(new() { Seed = 4, BatchSize = 16 }), pairs)).ShouldNotBe(first);
    }

    [Fact]
    public async Task Training_stops_when_held_out_pairs_get_worse()
    {
        var training = new RewardTraining { PriorVariance = 1000, MaxEpochs = 400 };
        var noise = Synthetic.Shuffled(Synthetic.Keyword(40, seed: 1), seed: 1);

        var stopped = await new HashedRewardModel(training).FitAsync(noise, [], CancellationToken.None);
        var unstopped = await new HashedRewardModel(training with { Folds = 0 }).FitAsync(noise, [], CancellationToken.None);

        stopped[0]!.Epochs.ShouldBeLessThan(100);
        unstopped[0]!.Epochs.ShouldBe(400);
        unstopped[0]!.HeldOut.ShouldBeNull();
    }

    [Fact]
    public async Task Held_out_accuracy_never_sees_an_example_that_was_trained_on()
    {
        // What is better in one example says nothing about another, but everything about its own other pairs.
        var pairs = new List<PreferencePair>();
        for (int i = 0; i < 60; i++)
        {
            var random = new SeededRandom(i, "words of an example");
            string better = Word(random), worse = Word(random);
            for (int j = 0; j < 3; j++)
                pairs.Add(new(0, Synthetic.Text($"q{i}", $"{better} {j}"), Synthetic.Text($"q{i}", $"{worse} {j}"), 1) { Example = $"{i}" });
        }

        var model = new HashedRewardModel();
        var fit = await model.FitAsync(pairs, [], CancellationToken.None);

        fit[0]!.HeldOut!.Inputs.ShouldBe(60);
        fit[0]!.HeldOut!.Pairs.ShouldBe(180);
        fit[0]!.HeldOut!.Value.ShouldBe(0.5, 0.15);
        (await AccuracyAsync(model, [.. pairs])).ShouldBeGreaterThan(0.9);

        static string Word(SeededRandom random) => new([.. Enumerable.Range(0, 10).Select(_ => (char)('a' + random.Next(26)))]);
    }

    [Fact]
    public async Task Pointwise_targets_alone_teach_a_preference()
    {
        var targets = new List<PointwiseTarget>();
        foreach (var pair in Synthetic.Length(80, seed: 1))
        {
            targets.Add(new(0, pair.Preferred, pair.Gap / 2) { Example = pair.Example });
            targets.Add(new(0, pair.Rejected, -pair.Gap / 2) { Example = pair.Example });
        }

        var model = new HashedRewardModel();
        var fit = await model.FitAsync([], targets, CancellationToken.None);

        fit[0]!.Pairs.ShouldBe(0);
        fit[0]!.Evidence.ShouldBeInRange(3, 80 * 2 * new RewardTraining().PointwiseWeight + 1e-6);
        (await AccuracyAsync(model, Synthetic.Length(100, seed: 2))).ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public async Task Adaptation_turns_a_head_round_and_leaves_the_others()
    {
        var model = new HashedRewardModel();
        await model.FitAsync([.. Synthetic.Length(40, 1), .. Synthetic.Keyword(40, 1, component: 1)], [], CancellationToken.None);
        var before = model.Reward(0)!;
        float[] other = ((HashedReward)model.Reward(1)!).Weights.ToArray();
        var frozen = await before.ScoreAsync(Synthetic.Text("q", "a b c"), CancellationToken.None);
        PreferencePair[] Reversed(int inputs, long seed) =>
            [.. Synthetic.Length(inputs, seed).Select(p => p with { Preferred = p.Rejected, Rejected = p.Preferred })];

        for (long round = 0; round < 3; round++)
        {
            var fit = await model.AdaptAsync(0, Reversed(20, 10 + round), [], [], CancellationToken.None);
            fit.HeldOut.ShouldNotBeNull();
        }

        (await AccuracyAsync(model, Reversed(100, 20))).ShouldBeGreaterThan(0.9);
        ((HashedReward)model.Reward(1)!).Weights.ToArray().ShouldBe(other);
        (await before.ScoreAsync(Synthetic.Text("q", "a b c"), CancellationToken.None)).ShouldBe(frozen);
    }

    [Fact]
    public async Task Adaptation_measures_on_new_examples_only()
    {
        var model = new HashedRewardModel();
        var pairs = Synthetic.Length(20, 1);
        await model.FitAsync(pairs, [], CancellationToken.None);

        (await model.AdaptAsync(0, pairs, [], [], CancellationToken.None)).HeldOut.ShouldBeNull();
        var mixed = await model.AdaptAsync(0, [.. pairs, .. Synthetic.Length(10, 2)], pairs, [], CancellationToken.None);
        mixed.HeldOut!.Inputs.ShouldBe(Synthetic.Length(10, 2).Select(p => p.Example).Distinct().Count());
    }

    [Fact]
    public async Task Adaptation_refuses_evidence_on_another_component() =>
        await Should.ThrowAsync<ArgumentException>(
            () => new HashedRewardModel().AdaptAsync(0, Synthetic.Length(3, 1, component: 1), [], [], CancellationToken.None));

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public async Task A_saved_model_goes_on_as_if_never_stopped(int width)
    {
        var model = new HashedRewardModel(buckets: 512, width: width);
        await model.FitAsync(Synthetic.Length(20, 1), [], CancellationToken.None);
        using var file = new MemoryStream();
        await model.SaveAsync(file, CancellationToken.None);
        var loaded = new HashedRewardModel(buckets: 512, width: width);
        file.Position = 0;
        await loaded.LoadAsync(file, CancellationToken.None);

        var fit = await model.AdaptAsync(0, Synthetic.Length(10, 2), Synthetic.Length(5, 1), [], CancellationToken.None);
        var again = await loaded.AdaptAsync(0, Synthetic.Length(10, 2), Synthetic.Length(5, 1), [], CancellationToken.None);

        again.ShouldBe(fit);
        ((HashedReward)loaded.Reward(0)!).Weights.ToArray().ShouldBe(((HashedReward)model.Reward(0)!).Weights.ToArray());
    }

    [Fact]
    public async Task A_model_over_other_features_or_a_damaged_one_is_not_loaded()
    {
        var model = new HashedRewardModel(buckets: 512);
        await model.FitAsync(Synthetic.Length(10, 1), [], CancellationToken.None);
        using var file = new MemoryStream();
        await model.SaveAsync(file, CancellationToken.None);

        file.Position = 0;
        var other = await Should.ThrowAsync<InvalidDataException>(
            () => new HashedRewardModel(buckets: 1024).LoadAsync(file, CancellationToken.None));
        other.Message.ShouldContain("1024 buckets");
        using var half = new MemoryStream(file.ToArray()[..(int)(file.Length / 2)]);
        await Should.ThrowAsync<InvalidDataException>(() => new HashedRewardModel(buckets: 512).LoadAsync(half, CancellationToken.None));
    }

    [Fact]
    public async Task A_cancelled_fit_leaves_the_model_as_it_was()
    {
        var model = new HashedRewardModel();
        await model.FitAsync(Synthetic.Length(10, 1), [], CancellationToken.None);
        float[] before = ((HashedReward)model.Reward(0)!).Weights.ToArray();

        await Should.ThrowAsync<OperationCanceledException>(() => model.FitAsync(Synthetic.Keyword(30, 1), [], new(canceled: true)));
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var endless = new HashedRewardModel(new() { MaxEpochs = int.MaxValue, Folds = 0 });
        await Should.ThrowAsync<OperationCanceledException>(() => endless.FitAsync(Synthetic.Keyword(30, 1), [], soon.Token));

        ((HashedReward)model.Reward(0)!).Weights.ToArray().ShouldBe(before);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(100)]
    [InlineData(131072)]
    public void Buckets_are_a_power_of_two(int buckets) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new HashedRewardModel(buckets: buckets)).Message.ShouldContain("power of two");

    private static PreferencePair[] Sample(string preference, int inputs, long seed, int component = 0) => preference switch
    {
        nameof(Synthetic.Length) => Synthetic.Length(inputs, seed, component),
        nameof(Synthetic.Keyword) => Synthetic.Keyword(inputs, seed, component),
        nameof(Synthetic.Overlap) => Synthetic.Overlap(inputs, seed, component),
        nameof(Synthetic.Number) => Synthetic.Number(inputs, seed, component),
        _ => Synthetic.Ranking(inputs, seed, component),
    };

    private static async Task<double> AccuracyAsync(HashedRewardModel model, PreferencePair[] test, int component = 0)
    {
        var alignment = await Alignment.MeasureAsync(model.Reward, [], test, CancellationToken.None);
        return alignment.Single(a => a.Component == component).Accuracy!.Value;
    }

    private static async Task<float[]> WeightsAsync(HashedRewardModel model, PreferencePair[] pairs)
    {
        await model.FitAsync(pairs, [], CancellationToken.None);
        return ((HashedReward)model.Reward(0)!).Weights.ToArray();
    }
}
