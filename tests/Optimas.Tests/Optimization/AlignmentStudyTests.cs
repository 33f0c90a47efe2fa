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
            component.LengthRule.Pairs.ShouldBe(component.Accuracy.Pairs);
        }

        (report.SystemRuns * 3).ShouldBe(system.Calls.Total, 1e-6);
    }

    [Fact]
    public async Task Rewards_that_have_nothing_to_do_with_outputs_give_chance()
    {
        var system = Tuning.System();
        var chance = Metric.Create<double, int>((label, output) => new SeededRandom(BitConverter.DoubleToInt64Bits(output), "chance", label).NextDouble());

        var report = await AlignmentStudy.RunAsync(system.System, system.Default, Examples, chance, AlignmentOptions.Default with { Seed = 3 }, default);

        report.Components.ShouldNotBeEmpty();
        foreach (var component in report.Components)
            component.Accuracy!.Value.ShouldBe(0.5, 0.15);
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
            return string.Join('\n', report.Components.Select(c => $"{c.Component} {c.Accuracy} {c.LengthRule} {c.LongerWins}"));
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
