using FsCheck;
using FsCheck.Fluent;
using Optimas.Tests.Systems;

namespace Optimas.Tests.Tracing;

public sealed class ReferencePropertyTests
{
    private sealed record Case(int Components, int Seed, int Input, int Changes, bool Overlap);

    private static Arbitrary<Case> Cases => Arb.From(
        from components in Gen.Choose(1, 10)
        from seed in Gen.Choose(0, 100_000)
        from input in Gen.Choose(0, 9)
        from changes in Gen.Choose(0, 4)
        from overlap in Gen.Elements(true, false)
        select new Case(components, seed, input, changes, overlap),
        c => c.Components > 1 ? [c with { Components = c.Components - 1 }] : []);

    [Fact]
    public void A_run_with_a_reference_equals_one_without_and_executes_at_most_what_the_change_can_reach() =>
        Prop.ForAll(Cases, c => HoldsAsync(c).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public async Task An_upstream_change_that_leaves_its_output_equal_stops_there()
    {
        // Levels 0 and 1 of a random graph's component mean the same.
        for (int seed = 0; seed < 30; seed++)
        {
            var system = RandomGraph.System(6, seed);
            var before = await system.RunAsync(3);
            system.Calls.Reset();

            var after = await system.RunAsync(3, system.Default.With("C0.Level", 1), request: new() { Reference = before });

            after.Output.ShouldBe(before.Output);
            system.Calls.Total.ShouldBe(before["C0"]!.Origin == SlotOrigin.Skipped ? 0 : 1);
        }
    }

    private static async Task<bool> HoldsAsync(Case c)
    {
        var system = RandomGraph.System(c.Components, c.Seed, overlap: c.Overlap);
        var before = RandomGraph.Configuration(system, c.Seed + 1, 2);
        var after = RandomGraph.Configuration(system, c.Seed + 2, c.Changes);
        var reference = await system.RunAsync(c.Input, before);
        var fresh = await system.RunAsync(c.Input, after);
        system.Calls.Reset();

        var replayed = await system.RunAsync(c.Input, after, request: new() { Reference = reference });

        int[] changed = [.. Enumerable.Range(0, c.Components).Where(k => !before.GetComponent(k)!.Equals(after.GetComponent(k)))];
        var reach = changed.Aggregate(ComponentSet.Empty, (set, k) => set.Union(system.Graph.Descendants(k)).With(k));
        for (int k = 0; k < c.Components; k++)
        {
            replayed.Slots[k]!.Output.ShouldBe(fresh.Slots[k]!.Output);
            (replayed.Slots[k]!.Origin == SlotOrigin.Skipped).ShouldBe(fresh.Slots[k]!.Origin == SlotOrigin.Skipped);
            replayed.Slots[k]!.Executions.ShouldBe(system.Calls.Of(k));
            if (system.Calls.Of(k) > 0)
                reach.Contains(k).ShouldBeTrue($"C{k} ran, but no change reaches it");
        }

        replayed.Executions.ShouldBe(system.Calls.Total);
        return replayed.Output == fresh.Output;
    }
}
