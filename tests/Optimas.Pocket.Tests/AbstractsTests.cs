using System.Collections.Immutable;
using Optimas.Pocket.Tests.Contracts;
using Xunit.Abstractions;

namespace Optimas.Pocket.Tests;

public sealed class ContextAnalystTests() : ComponentSkillContract(new ContextAnalyst());

public sealed class ProblemSolverTests() : ComponentSkillContract(new ProblemSolver());

/// <summary>Both skills in a row, as the system runs them.</summary>
public sealed class AbstractsTests(ITestOutputHelper output)
{
    private readonly Trial[] _trials = [.. Enumerable.Range(0, 400).Select(i => Trial.Create(new SeededRandom(7, "trial", i), Part.HeldOut))];
    private readonly ContextAnalyst _analyst = new();
    private readonly ProblemSolver _solver = new();

    [Fact]
    public void Experts_answers_are_spread_as_in_the_real_data()
    {
        _trials.Count(t => t.Answer == "yes").ShouldBeInRange(140, 220);
        _trials.Count(t => t.Answer == "no").ShouldBeInRange(90, 160);
        _trials.Count(t => t.Answer == "maybe").ShouldBeInRange(60, 130);
    }

    [Fact]
    public void Plain_instructions_leave_room_and_good_ones_use_it()
    {
        double start = Score([null, null, null, null], [null, null, null, null], 5);
        output.WriteLine($"start {start:F3}");
        foreach (var (dimension, d) in _analyst.Dimensions.Select((dimension, d) => (dimension, d)))
        {
            for (int b = 0; b < dimension.Behaviours.Length; b++)
                output.WriteLine($"summary {dimension.Name} = {dimension.Behaviours[b].Name}: {Score(With(d, b), With(-1, 0), 3):F3}");
        }

        foreach (var (dimension, d) in _solver.Dimensions.Select((dimension, d) => (dimension, d)))
        {
            for (int b = 0; b < dimension.Behaviours.Length; b++)
                output.WriteLine($"answer {dimension.Name} = {dimension.Behaviours[b].Name}: {Score(With(-1, 0), With(d, b), 3):F3}");
        }

        var ranked = Settings(_analyst).SelectMany(a => Settings(_solver).Select(s => (a, s, Score: Score(a, s)))).OrderByDescending(r => r.Score).ToList();
        foreach (int rank in new[] { 0, 1, 2, 10, 100, 500, 1000, 3000, 6000, ranked.Count - 1 })
            output.WriteLine($"rank {rank}: {ranked[rank].Score:F3} {string.Join(' ', ranked[rank].a)} / {string.Join(' ', ranked[rank].s)}");
        start.ShouldBeInRange(0.4, 0.62);
        ranked[0].Score.ShouldBeInRange(0.85, 0.99);
    }

    private static ImmutableArray<int?> With(int dimension, int behaviour) => [.. Enumerable.Range(0, 4).Select(i => i == dimension ? behaviour : (int?)null)];

    private static IEnumerable<ImmutableArray<int>> Settings(ComponentSkill skill) => skill.Dimensions.Aggregate<Dimension, IEnumerable<ImmutableArray<int>>>(
        [[]], (settings, d) => settings.SelectMany(s => Enumerable.Range(0, d.Behaviours.Length).Select(b => s.Add(b))));

    private static ImmutableArray<int> Draw(ComponentSkill skill, SeededRandom random, ImmutableArray<int?> asked) =>
        [.. skill.Dimensions.Select((d, i) => asked[i] ?? random.NextIndex([.. d.Behaviours.Select(b => b.Share)]))];

    private double Score(ImmutableArray<int> analyst, ImmutableArray<int> solver) => _trials.Take(200).Average(t => Run(t, analyst, solver));

    private double Score(ImmutableArray<int?> analyst, ImmutableArray<int?> solver, int repetitions)
    {
        var random = new SeededRandom(8, "run");
        return Enumerable.Range(0, repetitions).SelectMany(_ => _trials)
            .Average(t => Run(t, Draw(_analyst, random, analyst), Draw(_solver, random, solver)));
    }

    private static double Run(Trial trial, ImmutableArray<int> analyst, ImmutableArray<int> solver) =>
        DecisionReader.Read(ProblemSolver.Solve(new(trial, ContextAnalyst.Summarize(trial, analyst)), solver)) == trial.Answer ? 1 : 0;
}
