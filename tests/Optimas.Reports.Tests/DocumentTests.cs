using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Optimas.Storage;
using Subject;

namespace Optimas.Reports.Tests;

/// <summary>What documents say of runs.</summary>
public sealed partial class DocumentTests(FinishedRun finished) : IClassFixture<FinishedRun>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_document_tells_what_a_run_did_and_what_it_rested_on()
    {
        var reader = finished.Reader;
        var stored = reader.Runs(default).Single();
        var document = RunDocument.Read(reader, stored.Id[^4..], default);

        document.Run.Id.ShouldBe(stored.Id);
        document.Run.Status.ShouldBe(RunStatus.Finished);
        document.Run.ElapsedSeconds.ShouldBe(stored.Elapsed.TotalSeconds);
        document.Run.Facts["--model"].ShouldBe("pocket");
        document.Examples.ShouldBe([new("train", 40, 5), new("validation", 40, 5)]);
        document.Rewards[0].Score.ShouldBe(stored.Initial!.Value);
        document.Rewards[^1].Best.ShouldBe(stored.Score!.Value);
        document.Candidates.Length.ShouldBe(reader.Candidates(stored.Id, default).Length);
        document.Alignment.ShouldBe(reader.Alignment(stored.Id, default));
        document.Usage.Sum(u => u.Calls).ShouldBe(stored.Spent.Calls);
        document.Events.Length.ShouldBe(reader.Events(stored.Id, -1, default).Length);
        document.LastEvent.ShouldBe(document.Events[^1].Sequence);
        document.LeftOut.ShouldBeEmpty();

        // Gains are those of the incumbents' chain.
        document.Gains.Sum(g => g.Gain).ShouldBe(stored.Score.Value - stored.Initial.Value, 1e-9);
        document.Gains.Sum(g => g.Accepted).ShouldBe(document.Candidates.Count(c => c.Accepted));
        document.Gains.Take(5).Select(g => g.Component).ShouldBe(stored.Components);
        document.Gains.Skip(5).ShouldAllBe(g => g.Component == nameof(Pipeline));
    }

    [Fact]
    public void What_changed_is_told_by_what_the_fields_are()
    {
        var reader = finished.Reader;
        var document = RunDocument.Read(reader, reader.Runs(default).Single().Id, default);

        var kinds = document.Changes.ToDictionary(c => c.Field, c => c.Kind);
        kinds.ShouldNotBeEmpty();
        var expected = new Dictionary<string, FieldKind>
        {
            ["Words.Model"] = FieldKind.Model,
            ["Words.Count"] = FieldKind.Hyperparameter,
            ["Styled.Rate"] = FieldKind.Hyperparameter,
            ["Styled.Style"] = FieldKind.Hyperparameter,
            ["Styled.Selector"] = FieldKind.Selector,
            ["Turned.Dial"] = FieldKind.Weights,
            ["Answer.Instruction"] = FieldKind.Prompt,
        };
        foreach (var (field, kind) in kinds)
            kind.ShouldBe(expected[field], field);
        document.Changes.ShouldAllBe(c => c.Before != c.After && c.Field.StartsWith(c.Component + ".", StringComparison.Ordinal));
        // Texts as they are, without quotation marks.
        document.Configurations.Start.GetProperty("components").GetProperty("Answer").GetProperty("Instruction").GetString().ShouldBe("Answer.");
        document.Changes.Where(c => c.Kind == FieldKind.Prompt).ShouldAllBe(c => c.Before == "Answer.");
    }

    [Fact]
    public void Every_value_that_a_candidate_tried_is_counted()
    {
        var reader = finished.Reader;
        string run = reader.Runs(default).Single().Id;
        var document = RunDocument.Read(reader, run, default);

        document.Values.Select(v => v.Field).ShouldBeSubsetOf(["Words.Model", "Words.Count", "Styled.Rate", "Styled.Style"]);
        var count = document.Values.Single(v => v.Field == "Words.Count");
        count.Declares.ShouldBe("int: 1, 2, 4, 8, 16");
        count.Start.ShouldBe("1");
        count.Values.Select(v => int.Parse(v.Value, System.Globalization.CultureInfo.InvariantCulture)).ShouldBeInOrder();
        var of8 = reader.Candidates(run, default).Where(c => c.Changes.Any(x => x is { Field: "Words.Count", After: "8" })).ToArray();
        var told = count.Values.Single(v => v.Value == "8");
        told.Tried.ShouldBe(of8.Length);
        told.Accepted.ShouldBe(of8.Count(c => c.Accepted));
        told.MeanGain!.Value.ShouldBe(of8.Average(c => c.Gain), 1e-12);
        document.Values.Single(v => v.Field == "Words.Model").Values.Select(v => v.Value).ShouldBeSubsetOf(["large", "small"]);
    }

    [Fact]
    public void A_report_has_the_best_and_the_worst_examples_and_the_pairs_with_the_largest_gaps()
    {
        var reader = finished.Reader;
        string run = reader.Runs(default).Single().Id;
        var report = ReportDocument.Read(reader, run, default);

        report.Trajectories.ShouldBe(reader.Trajectories(run, TrajectoryFilter.All, 0, 1, default).Total);
        report.Best.Select(o => o.Trajectory.Item.Score!.Value).ShouldBeInOrder(SortDirection.Descending);
        // What failed has no score, and comes first.
        report.Worst.Select(o => o.Trajectory.Item.Score ?? double.MinValue).ShouldBeInOrder();
        report.Worst.ShouldAllBe(o => (o.Trajectory.Item.Score == null) == (o.Trajectory.Item.FailedComponent != null));
        foreach (var outcome in report.Best.Concat(report.Worst))
        {
            outcome.Trajectory.Item.Configuration.ShouldBe(report.Document.Run.Best);
            outcome.Before!.Item.Configuration.ShouldBe(report.Document.Run.Start);
            outcome.Before.Item.Example.ShouldBe(outcome.Trajectory.Item.Example);
            outcome.Trajectory.Input!.ShouldStartWith("""{"number":""");
            outcome.Rewards.ShouldNotBeEmpty();
            outcome.Rewards.ShouldAllBe(r => r.Example == outcome.Trajectory.Item.Example);
            outcome.Rewards.Select(r => r.Component).ShouldBeSubsetOf(report.Document.Run.Components);
            outcome.Rewards.ShouldContain(r => r.After != null);
        }

        report.Best[0].Trajectory.Slots.Select(s => s.Component).ShouldBe(["Words", "Styled", "Remark", "Turned", "Answer"]);
        // A text is told without its quotation marks.
        report.Best[0].Trajectory.Slots[^1].Output!.ShouldNotStartWith("\"");

        report.Best.Select(o => o.Trajectory.Item.Example).ShouldBeUnique();
        report.Pairs.ShouldNotBeEmpty();
        foreach (var pairs in report.Pairs)
        {
            var all = reader.Pairs(run, pairs.Component, 0, 100_000, default);
            pairs.Total.ShouldBe(all.Total);
            pairs.Widest[0].Gap.ShouldBe(all.Items.Max(p => p.Gap));
            pairs.Widest.Select(p => p.Gap).ShouldBeInOrder(SortDirection.Descending);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(200)]
    public async Task An_interrupted_run_has_a_document_before_and_after_its_start_was_evaluated(int executions)
    {
        var reader = await RecordedRun.InterruptAsync(_folder.Store, executions);
        var report = ReportDocument.Read(reader, reader.Runs(default).Single().Id, default);

        report.Document.Run.Status.ShouldBe(RunStatus.Interrupted);
        report.Document.Rewards.IsEmpty.ShouldBe(executions == 3);
        report.Document.Run.Initial.HasValue.ShouldBe(executions != 3);
        report.Document.LastEvent.ShouldBe(report.Document.Events.Length - 1);
        JsonSerializer.Serialize(report, ReportJson.Default.ReportDocument).ShouldContain("\"interrupted\"");
    }

    [Fact]
    public async Task Of_thousands_of_decisions_the_newest_and_all_that_changed_something_are_kept_and_the_rest_is_told()
    {
        var reader = await RecordedRun.FinishAsync(_folder.Store);
        string run = reader.Runs(default).Single().Id;
        int accepted = reader.Candidates(run, default).Count(c => c.Accepted);
        RecordedRun.Change(_folder.Store, """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
            INSERT INTO events SELECT run, sequence + 1000000 + n.i, kind, step, component, data, system_runs, calls, tokens, cost, elapsed
            FROM events, n WHERE (run, sequence) = (SELECT run, min(sequence) FROM events WHERE kind = 'CandidateRejected')
            """);
        RecordedRun.Change(_folder.Store, """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
            INSERT INTO candidates SELECT run, sequence + 1000000 + n.i, step, component, parent, configuration, changes, accepted, gain, examples,
            score, system_runs FROM candidates, n WHERE (run, sequence) = (SELECT run, min(sequence) FROM candidates WHERE accepted = 0)
            """);
        var document = RunDocument.Read(reader, run, default);

        document.Candidates.Count(c => c.Accepted).ShouldBe(accepted);
        document.Candidates.Length.ShouldBe(1_000 + accepted);
        document.Events.Count(e => e.Kind == nameof(CandidateAccepted)).ShouldBe(accepted);
        document.Events.Length.ShouldBeLessThan(1_100);
        document.LeftOut.Length.ShouldBe(2);
        document.LeftOut[0].ShouldContain("candidates the");
        document.Rewards.Length.ShouldBeGreaterThan(3_000);
    }

    [Fact]
    public async Task Huge_texts_are_shortened_and_say_by_how_much()
    {
        var reader = await RecordedRun.FinishAsync(_folder.Store);
        string run = reader.Runs(default).Single().Id;
        RecordedRun.Change(_folder.Store, "UPDATE trajectories SET slots = replace(slots, 'turned:', 'turned: ' || printf('%.*c', 100000, 'x'))");
        RecordedRun.Change(_folder.Store, "UPDATE texts SET text = text || printf('%.*c', 100000, 'y')");
        RecordedRun.Change(_folder.Store, "UPDATE examples SET label = printf('%.*c', 100000, 'z')");
        RecordedRun.Change(_folder.Store, "UPDATE events SET data = replace(data, 'Answer ', 'Answer ' || printf('%.*c', 100000, 'v')) WHERE data LIKE '%Answer %'");
        string json = JsonSerializer.Serialize(ReportDocument.Read(reader, run, default), ReportJson.Default.ReportDocument);

        json.Length.ShouldBeLessThan(2_000_000);
        json.ShouldContain("more characters)");
        json.ShouldNotContain(new string('x', 5_000));
        json.ShouldNotContain(new string('v', 600));
    }

    [Fact]
    public void A_configuration_is_told_without_what_its_local_reward_learned()
    {
        string weights = new('A', 10_000);
        const string Learned =
            """{"system":"S","signature":{"A":"() -> string","A.K":"int: 1, 3"},"components":{"A":{"K":3,"Selector":{"kind":"hashed","weights":"AAAA"}}}}""";
        var before = ConfigurationDocument.Parse(
            """{"system":"S","signature":{"A":"() -> string","A.K":"int: 1, 3"},"components":{"A":{"K":1}}}""");
        var after = ConfigurationDocument.Parse(Learned.Replace("AAAA", weights, StringComparison.Ordinal));

        var changes = ConfigurationDocument.Changes(before, after);
        changes.Length.ShouldBe(2);
        changes[0].ShouldBe(new("A.K", "A", FieldKind.Hyperparameter, "1", "3"));
        string selector = changes[1].After;
        changes[1].ShouldBe(new("A.Selector", "A", FieldKind.Selector, "", selector));
        selector.ShouldMatch(@"^chosen per input by the local reward [0-9a-f]{8} \(10030 bytes\)$");
        var other = ConfigurationDocument.Parse(Learned.Replace("AAAA", new string('B', 10_000), StringComparison.Ordinal));
        ConfigurationDocument.Changes(after, other).ShouldHaveSingleItem().Field.ShouldBe("A.Selector", "another reward of the same length");
        after.Json.GetRawText().ShouldNotContain(weights);
        Should.Throw<JsonException>(() => ConfigurationDocument.Parse("{"));
    }

    [Fact]
    public void The_pages_know_the_same_types()
    {
        string types = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "document.ts"));
        foreach (var (name, type) in new Dictionary<string, Type>
        {
            ["Spent"] = typeof(Spent),
            ["RunSummary"] = typeof(RunSummary),
            ["ExampleSet"] = typeof(ExampleSet),
            ["RewardStep"] = typeof(RewardStep),
            ["Change"] = typeof(StoredChange),
            ["Candidate"] = typeof(StoredCandidate),
            ["Alignment"] = typeof(StoredReward),
            ["ModelCalls"] = typeof(ModelCalls),
            ["RunEvent"] = typeof(RunEvent),
            ["FieldChange"] = typeof(FieldChange),
            ["ComponentGain"] = typeof(ComponentGain),
            ["TriedValue"] = typeof(TriedValue),
            ["FieldValues"] = typeof(FieldValues),
            ["RunDocument"] = typeof(RunDocument),
            ["TrajectorySlot"] = typeof(TrajectorySlot),
            ["TrajectoryItem"] = typeof(TrajectoryItem),
            ["TrajectoryDetail"] = typeof(TrajectoryDetail),
            ["PairItem"] = typeof(PairItem),
            ["OutputReward"] = typeof(StoredOutputReward),
            ["ExampleOutcome"] = typeof(ExampleOutcome),
            ["ComponentPairs"] = typeof(ComponentPairs),
            ["ReportDocument"] = typeof(ReportDocument),
        })
        {
            Match written = Regex.Match(types, $@"^export interface {name} \{{\n(.*?)^\}}", RegexOptions.Multiline | RegexOptions.Singleline);
            written.Success.ShouldBeTrue(name);
            var properties = PropertyOfAType().Matches(written.Groups[1].Value).Select(m => m.Groups[1].Value);
            properties.ShouldBe(ReportJson.Default.GetTypeInfo(type)!.Properties.Select(p => p.Name), ignoreOrder: true, name);
        }
    }

    [GeneratedRegex(@"^  (\w+)\??:", RegexOptions.Multiline)]
    private static partial Regex PropertyOfAType();
}
