using System.Globalization;
using System.Text.Json;
using Optimas.Tests.Systems;

namespace Optimas.Tests.Configuration;

public sealed class PerInputTests
{
    private static HandSystem<int, int> System() => new HandBound<int, int>("PerInput")
        .Add("Guess", ["input"], c => c.Value<int>("Value"), [Parameters.PerInput("Value", 1, 1, 2, 3, 4), Parameters.OneOf("Fixed", 0, 0, 1)])
        .Add("Result", ["Guess", "input"], c => c.Output<int>(0))
        .Build();

    private static HandConfiguration Selecting(HandSystem<int, int> system, ILocalReward reward) =>
        (HandConfiguration)system.Default.WithComponent(0, system.Default.GetComponent(0)! with { Selector = new(reward) });

    [Fact]
    public async Task Each_input_gets_the_value_whose_output_has_the_highest_local_reward()
    {
        var system = System();
        var configuration = Selecting(system, new Closest());
        for (int input = 1; input <= 4; input++)
        {
            system.Calls.Reset();

            var trace = await system.RunAsync(input, configuration);

            trace.Output.ShouldBe(input);
            ((HandComponentConfiguration)trace["Guess"]!.Configuration!)["Value"].ShouldBe(input, "the slot holds the value that was chosen");
            trace["Guess"]!.Configuration!.Selector.ShouldBeNull();
            trace["Guess"]!.Executions.ShouldBe(4);
            system.Calls.Of(0).ShouldBe(4, "one execution a candidate");
            trace.Executions.ShouldBe(5);
        }
    }

    [Fact]
    public async Task The_earlier_candidate_wins_a_tie()
    {
        var system = System();

        (await system.RunAsync(3, Selecting(system, new Indifferent()))).Output.ShouldBe(1);
    }

    [Fact]
    public async Task A_reference_keeps_a_selection_that_would_be_made_again()
    {
        var system = System();
        var configuration = Selecting(system, new Closest());
        var first = await system.RunAsync(3, configuration);
        system.Calls.Reset();

        var again = await system.RunAsync(3, Selecting(system, new Closest()), request: new() { Reference = first });
        var other = await system.RunAsync(3, Selecting(system, new Indifferent()), request: new() { Reference = first });
        var fixedValue = await system.RunAsync(3, system.Default.With("Guess.Value", 3), request: new() { Reference = first });

        again.Executions.ShouldBe(0);
        other.Output.ShouldBe(1);
        fixedValue.Output.ShouldBe(3);
    }

    [Fact]
    public async Task A_candidate_that_fails_is_the_components_failure()
    {
        var system = new HandBound<int, int>("Fails")
            .Add("Guess", ["input"], c => c.Value<int>("Value") == 3 ? throw new InvalidOperationException("three") : 1, [Parameters.PerInput("Value", 1, 1, 2, 3)])
            .Build();

        (await Should.ThrowAsync<ComponentException>(() => system.RunAsync(1, Selecting(system, new Indifferent())))).Component.Name.ShouldBe("Guess");
    }

    [Fact]
    public void Candidates_are_every_combination_up_to_a_limit()
    {
        var system = System();
        var wide = new HandBound<int, int>("Wide").Add("A", ["input"], _ => 1,
        [
            Parameters.PerInput("X", 1, [.. Enumerable.Range(1, 10)]), Parameters.PerInput("Y", 1, [.. Enumerable.Range(1, 10)]),
            Parameters.Range("R", 0.5, 0, 1) with { PerInput = true },
        ]).Build();

        PerInputSelector.Candidates(system.Graph.Components[0], system.Default.GetComponent(0)!)
            .Select(c => (c.GetValue(0), c.GetValue(1))).ShouldBe([(1, 0), (2, 0), (3, 0), (4, 0)]);
        var many = PerInputSelector.Candidates(wide.Graph.Components[0], wide.Default.GetComponent(0)!);
        many.Length.ShouldBe(PerInputSelector.MaxCandidates);
        many.Distinct().Count().ShouldBe(many.Length);
    }

    private sealed class Closest : ILocalReward
    {
        // The input is written as "input: n", the output as "output: n".
        public ValueTask<double> ScoreAsync(Observation observation, CancellationToken cancellationToken) =>
            new(-Math.Abs(Number(observation.Input) - Number(observation.Output)));

        public void Write(Utf8JsonWriter writer) => writer.WriteStringValue("closest");

        private static int Number(string text) => int.Parse(text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);
    }

    private sealed class Indifferent : ILocalReward
    {
        public ValueTask<double> ScoreAsync(Observation observation, CancellationToken cancellationToken) => new(0);

        public void Write(Utf8JsonWriter writer) => writer.WriteStringValue("indifferent");
    }
}
