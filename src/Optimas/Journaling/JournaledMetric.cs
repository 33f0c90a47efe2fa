namespace Optimas.Journaling;

/// <summary>A metric whose scores are recorded; a score that the journal has is taken from it.</summary>
internal sealed class JournaledMetric<TIn, TOut, TLabel>(IMetric<TOut, TLabel> metric, JournaledSystem<TIn, TOut> system, RunRecorder recorder)
    : IMetric<TOut, TLabel>
{
    public double Minimum => metric.Minimum;

    public double Maximum => metric.Maximum;

    public async ValueTask<double> ScoreAsync(TLabel label, TOut output, Trace trace, CancellationToken cancellationToken)
    {
        var execution = system.ExecutionOf(trace);
        if (execution?.Score is { } recorded)
            return recorded;
        recorder.Clock.GoOn();
        double score = await metric.ScoreAsync(label, output, trace, cancellationToken).ConfigureAwait(false);
        // A score out of range ends the run: a resumed one has to ask again.
        if (execution is not null && score >= Minimum && score <= Maximum)
            await recorder.Journal.WriteAsync(new RecordedScore(execution.Sequence, score), CancellationToken.None).ConfigureAwait(false);
        return score;
    }
}
