using Optimas.Tests.Systems;

namespace Optimas.Tests.Optimization;

public sealed class AlignmentStudyTests
{
    private static Example<int, int>[] Examples => Tuning.Examples("train", 60);

    [Fact]
    public async Task Local_rewards_rank_held_out_outputs_as_the_global_reward_does()
    {
        var system = Tuning.System();

        var report = await AlignmentStudy.RunAsync(system.System, system.Default, Examples, Tuning.Metric, AlignmentOptions.Default, default);

        report.Components.Select(c => c.Component).ShouldBe([0, 1, 2]);
        foreach (var component in report.Components)
        {
            component.Accuracy.ShouldNotBeNull();
            component.Accuracy.Value.ShouldBeGreaterThan(0.85);
            component.Accuracy.Low.ShouldBeGreaterThan(0.5);
            component.Abstention.ShouldBeNull();
            component.LengthRule!.Pairs.ShouldBe(component.Accuracy.Pairs);
            component.OutOfFold!.Low.ShouldBeGreaterThan(0.5);
            component.PairedInputs.ShouldBeInRange(component.Accuracy.Inputs + component.OutOfFold.Inputs, component.Inputs);
        }

        (report.SystemRuns * 3).ShouldBe(system.Calls.Total, 1e-6);
    }

    [Fact]
    public async Task Rewards_that_have_nothing_to_do_with_outputs_are_not_covered()
    {
        var studies = new List<ComponentStudy>();
        for (long seed = 0; seed < 8; seed++)
        {
            var system = Tuning.System();
            long chances = 1000 * seed;
            var chance = Metric.Create<double, int>(
                (label, output) => new SeededRandom(BitConverter.DoubleToInt64Bits(output) + chances, "chance", label).NextDouble());
            var report = await AlignmentStudy.RunAsync(
                system.System, system.Default, Examples, chance, AlignmentOptions.Default with { Seed = seed }, default);
            studies.AddRange(report.Components);
        }

        studies.Count.ShouldBe(24);
        var abstaining = studies.Where(s => s.Abstention is not null).ToList();
        // One in forty gets past an interval of 95% by luck.
        abstaining.Count.ShouldBeGreaterThanOrEqualTo(22);
        foreach (var component in abstaining)
        {
            component.Accuracy.ShouldBeNull();
            component.Abstention!.ShouldContain("not told from chance");
            component.Abstention!.ShouldContain($"{component.OutOfFold!.Pairs} pairs of {component.OutOfFold.Inputs} inputs");
            component.OutOfFold.Low.ShouldBeLessThanOrEqualTo(0.5);
            component.LengthRule.ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task A_component_without_values_is_measured_on_samples()
    {
        var system = new Policied().System();

        var report = await AlignmentStudy.RunAsync(
            system.System, system.Default, Policied.Examples("t", 60), Policied.Metric, AlignmentOptions.Default, default);

        var study = report.Components.ShouldHaveSingleItem();
        study.Pairs.ShouldBeGreaterThan(100);
        study.Accuracy!.Value.ShouldBeGreaterThan(0.9);
        (report.SystemRuns * 3).ShouldBe(system.Calls.Total, 1e-6);
    }

    [Fact]
    public async Task The_reward_model_is_the_one_that_is_given()
    {
        var system = Tuning.System();
        // One that never has enough evidence.
        var model = new HashedRewardModel(new() { MinEvidence = 1e9 });

        var report = await AlignmentStudy.RunAsync(
            system.System, system.Default, Examples, Tuning.Metric, AlignmentOptions.Default with { RewardModel = model }, default);

        report.Components.ShouldAllBe(c => c.Accuracy == null && c.Abstention!.StartsWith("too little to learn from"));
    }

    [Fact]
    public async Task A_component_without_pairs_says_so()
    {
        var system = Tuning.System();
        var constant = Metric.Create<double, int>((_, _) => 0.5);

        var report = await AlignmentStudy.RunAsync(system.System, system.Default, Examples, constant, AlignmentOptions.Default, default);

        report.Components.Select(c => (c.Component, c.Inputs, c.Pairs, c.LengthRule)).ShouldBe([(0, 60, 0, null), (1, 60, 0, null), (2, 60, 0, null)]);
        report.Components.ShouldAllBe(c => c.Accuracy == null && c.Abstention!.Contains("on any of 60 inputs"));
    }

    [Fact]
    public async Task Collection_ends_when_enough_inputs_gave_pairs()
    {
        var system = Tuning.System();
        var examples = Tuning.Examples("train", 200);
        var options = AlignmentOptions.Default with { PairedInputs = 20 };
        // Only one example in ten can tell outputs apart.
        var rare = Metric.Create<double, int>(-1, 2, (label, output) => label % 10 == 0 ? output : 0.5);

        var often = await AlignmentStudy.RunAsync(system.System, system.Default, examples, Tuning.Metric, options, default);
        var seldom = await AlignmentStudy.RunAsync(system.System, system.Default, examples, rare, options, default);
        var capped = await AlignmentStudy.RunAsync(system.System, system.Default, examples, rare, options with { Inputs = 120 }, default);

        often.Components.ShouldAllBe(c => c.Inputs == 50 && c.PairedInputs >= 20);
        seldom.Components.ShouldAllBe(c => c.Inputs > 100 && c.PairedInputs <= 20);
        capped.Components.ShouldAllBe(c => c.Inputs == 120);
        often.SystemRuns.ShouldBe(often.Components.Sum(c => c.SystemRuns), 1e-6);
        often.SystemRuns.ShouldBeLessThan(seldom.SystemRuns / 2);
    }

    [Fact]
    public async Task It_is_the_same_at_any_parallelism()
    {
        async Task<string> RunAsync(int parallelism)
        {
            var system = Tuning.System(noise: 0.1);
            var report = await AlignmentStudy.RunAsync(
                system.System, system.Default, Examples, Tuning.Metric,
                AlignmentOptions.Default with { Seed = 1, Evaluation = new() { Parallelism = parallelism } }, default);
            return string.Join('\n', report.Components.Select(c => $"{c}"));
        }

        (await RunAsync(8)).ShouldBe(await RunAsync(1));
    }

    [Fact]
    public async Task Too_few_examples_are_refused()
    {
        var system = Tuning.System();

        (await Should.ThrowAsync<ArgumentException>(() => AlignmentStudy.RunAsync(
            system.System, system.Default, Examples[..2], Tuning.Metric, AlignmentOptions.Default, default))).Message.ShouldContain("three examples or more");
        system.Calls.Total.ShouldBe(0);
    }
}
