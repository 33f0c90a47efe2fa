using Optimas.Tests.Systems;

namespace Optimas.Tests.Tracing;

public sealed class ReplayTests
{
    private static HandSystem<string, string> Chain() => new HandBound<string, string>("Chain")
        .Add("Query", ["input"], c => c.Input + " q", [Parameters.OneOf("Mode", 0, 0, 1)])
        .Add("Side", ["input"], c => c.Input.Length)
        .Add("Passages", ["Query"], c => $"[{c.Outputs[0]} {c.Value<int>("K")}]", [Parameters.OneOf("K", 3, 1, 3, 5)])
        .Add("Answer", ["Passages", "Side"], c => $"{c.Outputs[2]} {c.Outputs[1]}")
        .Build();

    [Fact]
    public async Task A_forced_output_runs_only_what_is_downstream_of_it()
    {
        var system = Chain();
        var whole = await system.RunAsync("why");
        system.Calls.Reset();

        var replayed = await system.RunAsync("why", prefix: whole.Force(2, "[forced]"));

        replayed.Output.ShouldBe("[forced] 3");
        replayed.Slots.Select(s => s!.Origin).ShouldBe([SlotOrigin.Kept, SlotOrigin.Kept, SlotOrigin.Forced, SlotOrigin.Executed]);
        replayed.Slots.Select(s => s!.Executions).ShouldBe([0, 0, 0, 1]);
        replayed.SystemRuns.ShouldBe(0.25);
        system.Calls.Total.ShouldBe(1);
        whole.Output.ShouldBe("[why q 3] 3", "a trajectory is immutable");
    }

    [Fact]
    public async Task Forcing_a_component_empties_its_descendants_alone()
    {
        var system = Chain();
        var whole = await system.RunAsync("why");

        var forced = whole.Force(0, "other");

        forced["Side"].ShouldBe(whole["Side"]);
        forced["Passages"].ShouldBeNull();
        forced["Answer"].ShouldBeNull();
        forced.IsComplete.ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => forced.Output).Message.ShouldContain("replay it first");
    }

    [Fact]
    public async Task Clearing_a_component_makes_it_run_again()
    {
        var system = Chain();
        var whole = await system.RunAsync("why");
        system.Calls.Reset();

        var replayed = await system.RunAsync("why", system.Default.With("Passages.K", 5), whole.Clear(2));

        replayed.Output.ShouldBe("[why q 5] 3");
        system.Calls.Of(0).ShouldBe(0);
        system.Calls.Of(1).ShouldBe(0);
        system.Calls.Of(2).ShouldBe(1);
        replayed["Query"]!.Configuration.ShouldBe(system.Default.GetComponent(0), "a kept slot remembers what it ran under");
    }

    [Fact]
    public async Task A_request_for_some_components_runs_those_alone()
    {
        var system = Chain();

        var part = await system.RunAsync("why", request: new() { Components = ComponentSet.Of(0, 2) });

        part.Slots.Select(s => s is not null).ShouldBe([true, false, true, false]);
        part.Executions.ShouldBe(2);
        var rest = await system.RunAsync("why", prefix: part);
        rest.Output.ShouldBe("[why q 3] 3");
        rest.Executions.ShouldBe(2);
        system.Calls.Total.ShouldBe(4);
    }

    [Fact]
    public async Task A_component_whose_producer_was_left_out_does_not_run()
    {
        var part = await Chain().RunAsync("why", request: new() { Components = ComponentSet.Of(2, 3) });

        part.Slots.ShouldAllBe(s => s == null);
    }

    [Fact]
    public async Task Kept_slots_do_not_pay_again()
    {
        var system = new HandBound<string, int>("Paying")
            .Add("A", ["input"], _ =>
            {
                ComponentScope.Current!.Report(new(1, 100, 10, 0.01m));
                return 1;
            })
            .Add("B", ["A"], _ => 2)
            .Build();
        var whole = await system.RunAsync("x");

        var replayed = await system.RunAsync("x", prefix: whole.Clear(1));
        var again = await system.RunAsync("x", prefix: replayed.Clear(1));

        whole.Usage.Calls.ShouldBe(1);
        replayed.Usage.ShouldBe(default);
        again.Usage.ShouldBe(default);
        again["A"]!.Usage.Calls.ShouldBe(1, "what it cost when it ran stays on record");
    }

    [Fact]
    public async Task A_reference_whose_slot_was_forced_is_not_taken_over()
    {
        var system = Chain();
        var forced = await system.RunAsync("why", prefix: (await system.RunAsync("why")).Force(2, "[forced]"));

        var run = await system.RunAsync("why", request: new() { Reference = forced });

        run.Output.ShouldBe("[why q 3] 3");
        run["Query"]!.Origin.ShouldBe(SlotOrigin.Kept);
        run["Passages"]!.Origin.ShouldBe(SlotOrigin.Executed);
        run["Answer"]!.Origin.ShouldBe(SlotOrigin.Executed);
    }

    [Fact]
    public async Task A_kept_slot_is_compared_by_what_it_ran_under_not_by_what_its_trajectory_was_started_with()
    {
        var system = Chain();
        var five = await system.RunAsync("why", system.Default.With("Passages.K", 5));
        // Slots of the run under five, in a trajectory that was started under the default.
        var mixed = await system.RunAsync("why", prefix: five.Clear(3));

        var run = await system.RunAsync("why", request: new() { Reference = mixed });

        run.Output.ShouldBe("[why q 3] 3");
        run["Passages"]!.Origin.ShouldBe(SlotOrigin.Executed);
    }
}
