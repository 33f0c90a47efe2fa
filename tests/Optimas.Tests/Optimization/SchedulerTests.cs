using Optimas.Tests.Systems;

namespace Optimas.Tests.Optimization;

public sealed class SchedulerTests
{
    [Fact]
    public void Uniform_picks_every_component_equally_often()
    {
        int[] counts = Count(ComponentSchedule.Uniform, k => k * 10);

        counts.ShouldAllBe(n => Math.Abs(n - 1000) < 120);
    }

    [Fact]
    public void Wide_preference_gaps_are_picked_more_often()
    {
        int[] counts = Count(ComponentSchedule.PreferenceGap, k => k switch { 0 => 0.01, 1 => 0.05, _ => 0.1 });

        counts[0].ShouldBeLessThan(counts[1]);
        counts[1].ShouldBeLessThan(counts[2]);
        counts[0].ShouldBeGreaterThan(300, "nobody is left out");
    }

    [Fact]
    public void A_component_without_pairs_counts_as_the_widest()
    {
        int[] counts = Count(ComponentSchedule.PreferenceGap, k => k switch { 0 => 0.01, 1 => null, _ => 0.1 });

        counts[1].ShouldBeGreaterThan(counts[0]);
        Math.Abs(counts[1] - counts[2]).ShouldBeLessThan(150);
    }

    [Fact]
    public void The_scale_of_the_metric_does_not_matter() =>
        Count(ComponentSchedule.PreferenceGap, k => k * 100.0).ShouldBe(Count(ComponentSchedule.PreferenceGap, k => k * 0.001));

    [Theory]
    [InlineData(ComponentSchedule.Uniform)]
    [InlineData(ComponentSchedule.PreferenceGap)]
    public void A_component_rests_after_its_turn_unless_it_is_the_only_one(ComponentSchedule schedule)
    {
        var scheduler = new ComponentScheduler(schedule, new(1, "schedule"));
        int last = -1;
        for (int i = 0; i < 200; i++)
        {
            int next = scheduler.Next([0, 1, 2], _ => 1);
            next.ShouldNotBe(last);
            last = next;
        }

        scheduler.Next([last], _ => 1).ShouldBe(last);
    }

    [Fact]
    public async Task The_schedule_is_an_option()
    {
        async Task<string[]> PickedAsync(ComponentSchedule schedule) =>
        [
            .. (await Tuning.System(noise: 0.1).OptimizeAsync(
                Tuning.Examples("train", 30), Tuning.Examples("validation", 30), Tuning.Metric,
                new() { Engine = OptimizationEngine.Paper, Schedule = schedule, Seed = 1, Budget = new() { SystemRuns = 200 }, DecidingExamples = 8, StageOneInputs = 2 }))
                .Events.OfType<ComponentPicked>().Select(e => e.Component),
        ];

        string[] uniform = await PickedAsync(ComponentSchedule.Uniform);
        string[] byGap = await PickedAsync(ComponentSchedule.PreferenceGap);

        uniform.ShouldNotBe(byGap);
        uniform.Distinct().Count().ShouldBe(3);
        byGap.Distinct().Count().ShouldBe(3);
    }

    private static int[] Count(ComponentSchedule schedule, Func<int, double?> gap)
    {
        var scheduler = new ComponentScheduler(schedule, new(1, "schedule"));
        int[] counts = new int[3];
        for (int i = 0; i < 3000; i++)
            counts[scheduler.Next([0, 1, 2], gap)]++;
        return counts;
    }
}
