using System.Collections.Immutable;
using Optimas.Journaling;

namespace Optimas;

/// <summary>Records every event, with the candidate or the incumbent that it tells of, before it passes the event on.</summary>
internal sealed class EventRecorder(RunRecorder recorder, SystemConfiguration start, IProgress<OptimizationEvent>? next) : IProgress<OptimizationEvent>
{
    private SystemConfiguration _incumbent = start;
    private double _score;
    private int _deciding;
    private long _sequence;

    public void Report(OptimizationEvent value)
    {
        var before = _incumbent;
        RecordedCandidate? candidate = null;
        RecordedIncumbent? incumbent = null;
        switch (value)
        {
            case OptimizationPlanned e:
                _deciding = e.DecidingExamples;
                break;
            case ComponentPicked e:
                recorder.Turn = new(e.Step, e.Component);
                break;
            case BaselineEvaluated e:
                incumbent = new(recorder.Hash(before), _score = e.Mean);
                break;
            case CandidateRejected e:
                candidate = Candidate(e.Component, before, Apply(before, e.Changes), e.Changes, isAccepted: false, e.MeanGain, e.Examples);
                break;
            case CandidateAccepted e:
                _incumbent = Apply(before, e.Changes);
                candidate = Candidate(e.Component, before, _incumbent, e.Changes, isAccepted: true, e.MeanGain, _deciding);
                incumbent = new(recorder.Hash(_incumbent), _score = e.Mean);
                break;
        }

        // A run that a budget outside of it has ended has not finished: resumed, it goes on from here.
        if (value is OptimizationFinished { Explanation: not null })
        {
            next?.Report(value);
            return;
        }

        recorder.Journal.Write(new RecordedEvent
        {
            Sequence = _sequence++,
            Kind = value.GetType().Name,
            Step = recorder.Turn.Step,
            Component = EventJson.ComponentOf(value),
            Data = EventJson.Write(value),
            Spent = new(value.Spent.SystemRuns, value.Spent.Usage, value.Spent.Duration),
            Candidate = candidate,
            Incumbent = incumbent,
        });
        next?.Report(value);
    }

    private RecordedCandidate Candidate(
        string component, SystemConfiguration parent, SystemConfiguration own, ImmutableArray<ConfigurationChange> changes, bool isAccepted, double gain,
        int examples) =>
        new(component, recorder.Hash(parent), recorder.Hash(own), changes, isAccepted, gain, examples, _score + gain);

    private static SystemConfiguration Apply(SystemConfiguration configuration, ImmutableArray<ConfigurationChange> changes)
    {
        foreach (var change in changes)
        {
            if (configuration.Graph.Fields.FirstOrDefault(f => f.Name == change.Field) is { } field)
            {
                configuration = configuration.WithValue(field, change.After);
                continue;
            }

            // What is no field is a component's selector.
            var component = configuration.Graph.Components.First(c => change.Field == $"{c.Name}.{nameof(ComponentConfiguration.Selector)}");
            configuration = configuration.WithComponent(
                component.Index, configuration.GetComponent(component.Index)! with { Selector = (PerInputSelector?)change.After });
        }

        return configuration;
    }
}
