using System.Collections.Immutable;
using Optimas.Pocket.Tests.Contracts;
using Xunit.Abstractions;

namespace Optimas.Pocket.Tests;

public sealed class TextScorerTests() : ComponentSkillContract(new TextScorer());

public sealed class RelationScorerTests() : ComponentSkillContract(new RelationScorer());

/// <summary>Both skills and the ranking by their weighted sum, as the system runs them.</summary>
public sealed class KnowledgeTests(ITestOutputHelper output)
{
    private static readonly (double Relation, double Text)[] s_weights = [(1, 1), (1, 0.1), (0.1, 1)];

    private readonly CandidateTask[] _tasks = [.. Enumerable.Range(0, 400).Select(i => CandidateTask.Create(new SeededRandom(7, "query", i), Part.HeldOut))];
    private readonly TextScorer _text = new();
    private readonly RelationScorer _relation = new();

    [Fact]
    public void A_search_finds_most_answers() =>
        _tasks.Count(t => t.Candidates.Any(c => t.Query.Answers.Contains(c.Id))).ShouldBeInRange(320, 400);

    [Fact]
    public void An_atlas_is_large_enough_for_a_sample()
    {
        var atlas = Atlas.Create(new SeededRandom(1, "atlas"), Part.HeldOut, 120);
        atlas.Entities.Select(e => e.Name).ShouldBeUnique();
        atlas.Entities.Count.ShouldBeInRange(200, 300);
    }

    [Fact]
    public void Plain_instructions_leave_room_and_good_ones_use_it()
    {
        double start = Score([null, null, null], [null, null, null], 0, 5);
        output.WriteLine($"found {_tasks.Average(t => t.Candidates.Any(c => t.Query.Answers.Contains(c.Id)) ? 1 : 0):F3}");
        output.WriteLine($"search order {_tasks.Average(t => Mrr(t, [0, 0, 0, 0, 0])):F3}, start {start:F3}");
        for (int w = 1; w < s_weights.Length; w++)
            output.WriteLine($"weights {s_weights[w]}: {Score([null, null, null], [null, null, null], w, 5):F3}");
        foreach (var (dimension, d) in _text.Dimensions.Select((dimension, d) => (dimension, d)))
        {
            for (int b = 0; b < dimension.Behaviours.Length; b++)
                output.WriteLine($"text {dimension.Name} = {dimension.Behaviours[b].Name}: {Score(With(d, b), With(-1, 0), 0, 5):F3}");
        }

        foreach (var (dimension, d) in _relation.Dimensions.Select((dimension, d) => (dimension, d)))
        {
            for (int b = 0; b < dimension.Behaviours.Length; b++)
                output.WriteLine($"relation {dimension.Name} = {dimension.Behaviours[b].Name}: {Score(With(-1, 0), With(d, b), 0, 5):F3}");
        }

        var ranked = Settings(_text).SelectMany(a => Settings(_relation).SelectMany(s => Enumerable.Range(0, 3).Select(w => (a, s, w, Score: Score(a, s, w)))))
            .OrderByDescending(r => r.Score).ToList();
        foreach (int rank in new[] { 0, 1, 2, 3, 4, 5, 10, 30, 100, 300, 600, 1000, ranked.Count - 1 })
            output.WriteLine($"rank {rank}: {ranked[rank].Score:F3} {string.Join(' ', ranked[rank].a)} / {string.Join(' ', ranked[rank].s)} weights {s_weights[ranked[rank].w]}");
        start.ShouldBeInRange(0.4, 0.66);
        ranked[0].Score.ShouldBeInRange(0.82, 0.99);
    }

    private static ImmutableArray<int?> With(int dimension, int behaviour) => [.. Enumerable.Range(0, 3).Select(i => i == dimension ? behaviour : (int?)null)];

    private static IEnumerable<ImmutableArray<int>> Settings(ComponentSkill skill) => skill.Dimensions.Aggregate<Dimension, IEnumerable<ImmutableArray<int>>>(
        [[]], (settings, d) => settings.SelectMany(s => Enumerable.Range(0, d.Behaviours.Length).Select(b => s.Add(b))));

    private static ImmutableArray<int> Draw(ComponentSkill skill, SeededRandom random, ImmutableArray<int?> asked) =>
        [.. skill.Dimensions.Select((d, i) => asked[i] ?? random.NextIndex([.. d.Behaviours.Select(b => b.Share)]))];

    private double Score(ImmutableArray<int> text, ImmutableArray<int> relation, int weights) => _tasks.Take(200).Average(t => Run(t, text, relation, weights));

    private double Score(ImmutableArray<int?> text, ImmutableArray<int?> relation, int weights, int repetitions)
    {
        var random = new SeededRandom(8, "run");
        return Enumerable.Range(0, repetitions).SelectMany(_ => _tasks)
            .Average(t => Run(t, Draw(_text, random, text), Draw(_relation, random, relation), weights));
    }

    private static double Run(CandidateTask task, ImmutableArray<int> text, ImmutableArray<int> relation, int weights)
    {
        double[] texts = Read(TextScorer.Score(task, text)), relations = Read(RelationScorer.Score(task, relation));
        return Mrr(task, [.. texts.Zip(relations, (t, r) => (s_weights[weights].Text * t) + (s_weights[weights].Relation * r))]);
    }

    private static double Mrr(CandidateTask task, double[] scores)
    {
        var order = Enumerable.Range(0, task.Candidates.Length).OrderByDescending(i => scores[i]).ToList();
        int rank = order.FindIndex(i => task.Query.Answers.Contains(task.Candidates[i].Id));
        return rank < 0 ? 0 : 1.0 / (rank + 1);
    }

    private static double[] Read(string scores) => [.. scores.Split(' ').Select(double.Parse)];
}
