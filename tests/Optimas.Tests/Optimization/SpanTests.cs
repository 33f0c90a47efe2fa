using System.Collections.Concurrent;
using System.Diagnostics;
using Optimas.Tests.Systems;

namespace Optimas.Tests.Optimization;

public sealed class SpanTests
{
    [Theory]
    [InlineData(OptimizationEngine.Racing)]
    [InlineData(OptimizationEngine.Paper)]
    public async Task An_optimization_s_spans_hold_its_turns_runs_and_trainings_and_its_decisions_as_events(OptimizationEngine engine)
    {
        using var recorder = new SpanRecorder();
        var result = await Tuning.System(noise: 0.05).OptimizeAsync(
            Tuning.Examples("train", 30), Tuning.Examples("validation", 30), Tuning.Metric,
            new() { Engine = engine, Seed = 4, Budget = new() { SystemRuns = 150 }, DecidingExamples = 12, StageOneInputs = 3 });

        var spans = recorder.Spans;
        var whole = spans.Single(s => s.OperationName.StartsWith("optimize ", StringComparison.Ordinal));
        whole.GetTagItem("optimas.engine").ShouldBe(engine.ToString());
        whole.Events.Last().Name.ShouldBe(nameof(OptimizationFinished));
        spans.Single(s => s.OperationName == "evaluate start").Events.ShouldHaveSingleItem().Name.ShouldBe(nameof(BaselineEvaluated));

        var turns = spans.Where(s => s.OperationName.StartsWith("turn ", StringComparison.Ordinal)).OrderBy(s => s.GetTagItem("optimas.step")).ToList();
        var picked = result.Events.OfType<ComponentPicked>().ToList();
        turns.Select(t => (t.GetTagItem("optimas.step"), t.GetTagItem("optimas.component"))).ShouldBe(picked.Select(e => ((object?)e.Step, (object?)e.Component)));
        turns.ShouldAllBe(t => t.Parent == whole);
        Named<CandidateAccepted>(turns).ShouldBe(result.Events.OfType<CandidateAccepted>().Select(e => (object)e.MeanGain));
        Named<CandidateRejected>(turns).ShouldBe(result.Events.OfType<CandidateRejected>().Select(e => (object)e.MeanGain));

        var trainings = spans.Where(s => s.OperationName.StartsWith("train reward", StringComparison.Ordinal)).ToList();
        trainings.ShouldNotBeEmpty();
        trainings.SelectMany(t => t.Events).Count(e => e.Name == nameof(RewardTrained)).ShouldBe(result.Events.OfType<RewardTrained>().Count());
        spans.Where(s => s.OperationName == "Tuning").ShouldAllBe(s => s.Parent != null);
    }

    [Fact]
    public async Task Spans_name_the_fields_that_a_decision_changed_and_never_hold_a_prompt()
    {
        using var recorder = new SpanRecorder();
        var proposer = new RecordingProposer(_ => ["Answer brief and exact.", "Answer brief, exact, cited and polite."]);
        var result = await Prompted.System().OptimizeAsync(
            Prompted.Examples("t"), Prompted.Examples("v"), Prompted.Metric,
            new() { Proposer = proposer, Seed = 1, Budget = new() { SystemRuns = 200 }, DecidingExamples = 12 });

        result.Changes.ShouldNotBeEmpty();
        recorder.Spans.ShouldContain(s => s.OperationName == "propose prompts Answer");
        var events = recorder.Spans.SelectMany(s => s.Events).ToList();
        events.Where(e => e.Name == nameof(CandidateAccepted)).SelectMany(e => (string[])e.Tags.Single(t => t.Key == "optimas.fields").Value!)
            .ShouldContain("Answer.Instruction");
        var values = recorder.Spans.SelectMany(s => s.TagObjects).Concat(events.SelectMany(e => e.Tags))
            .SelectMany(t => t.Value as string[] ?? [$"{t.Value}"]);
        values.ShouldAllBe(v => !v.Contains("Answer brief", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failed_component_s_span_says_the_type_of_the_failure_alone()
    {
        using var recorder = new SpanRecorder();
        var system = new HandBound<string, int>("Failing").Add<int>("Call", ["input"], _ => throw new FormatException("key sk-planted-1234567890")).Build();

        await Should.ThrowAsync<ComponentException>(() => system.RunAsync("x"));

        var span = recorder.Spans.Single(s => s.OperationName == "Call");
        span.Status.ShouldBe(ActivityStatusCode.Error);
        span.StatusDescription.ShouldBeNull();
        span.GetTagItem("error.type").ShouldBe("System.FormatException");
    }

    private static List<object> Named<T>(IEnumerable<Activity> turns) =>
        [.. turns.SelectMany(t => t.Events).Where(e => e.Name == typeof(T).Name).Select(e => e.Tags.Single(t => t.Key == "optimas.gain").Value!)];

    /// <summary>Keeps the spans of what the test runs; the source is the process's, and other tests run meanwhile.</summary>
    private sealed class SpanRecorder : IDisposable
    {
        private readonly ConcurrentQueue<Activity> _spans = [];
        private readonly Activity _test = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        private readonly ActivityListener _listener;

        public SpanRecorder()
        {
            var own = _test.TraceId;
            _listener = new()
            {
                ShouldListenTo = s => s.Name == "Optimas",
                Sample = (ref ActivityCreationOptions<ActivityContext> created) =>
                    created.Parent.TraceId == own ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
                ActivityStopped = _spans.Enqueue,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public IReadOnlyList<Activity> Spans => [.. _spans];

        public void Dispose()
        {
            _listener.Dispose();
            _test.Dispose();
        }
    }
}
