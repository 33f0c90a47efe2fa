using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Optimas.Providers.Tests.Telemetry;

/// <summary>Hears the spans and metrics of the middleware that begin in the test's own context.</summary>
internal sealed class SpanRecorder : IDisposable
{
    private readonly AsyncLocal<bool> _isMine = new() { Value = true };
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ConcurrentQueue<string> _metrics = new();
    private readonly ActivityListener _listener;
    private readonly MeterListener _meters = new();

    public SpanRecorder()
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name == TelemetryChatClient.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (_isMine.Value)
                    _spans.Enqueue(span);
            },
        };
        ActivitySource.AddActivityListener(_listener);
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == TelemetryChatClient.SourceName)
                listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _meters.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        _meters.SetMeasurementEventCallback<decimal>((instrument, value, tags, _) => Hear(instrument, (double)value, tags));
        _meters.Start();
    }

    public IReadOnlyList<Activity> Spans => [.. _spans];

    public Activity Span => Spans.ShouldHaveSingleItem();

    public IReadOnlyList<string> Metrics => [.. _metrics];

    /// <summary>All that an exporter would see.</summary>
    public string Text => string.Join('\n', Spans.Select(Write).Concat(Metrics));

    public void Dispose()
    {
        _listener.Dispose();
        _meters.Dispose();
    }

    private void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (_isMine.Value)
            _metrics.Enqueue($"{instrument.Name} {value} {string.Join(' ', tags.ToArray())}");
    }

    private static string Write(Activity span) => string.Join(' ', [
        span.DisplayName,
        span.StatusDescription,
        .. span.TagObjects.Select(t => t.ToString()),
        .. span.Events.SelectMany(e => e.Tags.Select(t => t.ToString())),
        .. span.Baggage.Select(b => b.ToString())]);
}
