using System.Collections.Immutable;

namespace Optimas;

/// <summary>
/// Collects D_k (OPTIMAS, section 4.1): traces the system up to C_k, samples candidate outputs, and estimates each distinct one's expected
/// global reward by replaying only what is downstream of it. Every output was produced by the component itself.
/// </summary>
/// <param name="system">The system.</param>
/// <param name="options">How to collect.</param>
public sealed class PreferenceCollector<TIn, TOut>(ICompoundSystem<TIn, TOut> system, PreferenceOptions options)
{
    /// <summary>Collects preferences for one component. The result is the same at any parallelism.</summary>
    /// <param name="component">k.</param>
    /// <param name="configuration">The configuration of the system; C_k's own is the first candidate.</param>
    /// <param name="alternates">Other configurations of C_k to sample candidate outputs from; may be empty.</param>
    /// <param name="inputs">The examples.</param>
    /// <param name="cancellationToken">Ends the collection with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">A reward is not a finite number, or two examples have one id.</exception>
    public async Task<PreferenceBatch<TIn, TOut>> CollectAsync(
        int component,
        SystemConfiguration configuration,
        IReadOnlyList<ComponentConfiguration> alternates,
        IReadOnlyList<PreferenceInput<TIn, TOut>> inputs,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(alternates);
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Select(i => i.Example).Distinct(StringComparer.Ordinal).Count() < inputs.Count)
            throw new ArgumentException("Two examples have one id.", nameof(inputs));
        var graph = system.Graph;
        var upstream = graph.Ancestors(component);
        var downstream = graph.Descendants(component);
        var beside = ComponentSet.Of(Enumerable.Range(0, graph.Components.Length).Where(k => k != component && !downstream.Contains(k)));
        SystemConfiguration[] candidates = [configuration, .. alternates.Select(a => configuration.WithComponent(component, a))];

        var prefixes = await OrderedParallel.SelectAsync(
            inputs,
            options.Parallelism,
            (input, _, ct) => RunAsync(input, "prefix", 0, configuration, input.Prefix?.Clear(component), upstream, ct),
            cancellationToken).ConfigureAwait(false);
        Candidate[] samples =
        [
            .. from i in Enumerable.Range(0, inputs.Count)
               where prefixes[i].Completed
               from s in Enumerable.Range(0, options.SamplesPerConfiguration)
               from c in Enumerable.Range(0, candidates.Length)
               select new Candidate(i, c, s),
        ];
        var sampled = await OrderedParallel.SelectAsync(
            samples,
            options.Parallelism,
            (s, _, ct) => RunAsync(
                inputs[s.Input], $"candidate {s.Configuration}", s.Sample, candidates[s.Configuration], prefixes[s.Input].Trace,
                ComponentSet.Of(component), ct),
            cancellationToken).ConfigureAwait(false);

        Choice[] choices =
            [.. Enumerable.Range(0, inputs.Count).Select(i => Distinct(i, component, samples, sampled)).Where(c => c.Outputs.Length > 1)];
        // What does not depend on y_k runs once for all candidates of an input, so that they are compared under the same circumstances.
        var besides = await OrderedParallel.SelectAsync(
            choices,
            options.Parallelism,
            (c, _, ct) => RunAsync(inputs[c.Input], "beside", 0, configuration, prefixes[c.Input].Trace, beside, ct),
            cancellationToken).ConfigureAwait(false);
        int rollouts = downstream.Count == 0 ? 1 : options.Rollouts;
        Suffix[] suffixes =
        [
            .. from c in Enumerable.Range(0, choices.Length)
               where besides[c].Completed
               from o in Enumerable.Range(0, choices[c].Outputs.Length)
               from r in Enumerable.Range(0, rollouts)
               select new Suffix(c, o, r),
        ];
        var replayed = await OrderedParallel.SelectAsync(
            suffixes,
            options.Parallelism,
            (s, _, ct) =>
            {
                var choice = choices[s.Choice];
                var prefix = besides[s.Choice].Trace.Force(component, choice.Outputs[s.Output].Value);
                return ScoreAsync(inputs[choice.Input], s.Rollout, configuration, prefix, ct);
            },
            cancellationToken).ConfigureAwait(false);

        var pairs = ImmutableArray.CreateBuilder<PreferencePair>();
        foreach (var outputs in suffixes.Zip(replayed).GroupBy(s => s.First.Choice))
        {
            var choice = choices[outputs.Key];
            double[] means = [.. outputs.GroupBy(s => s.First.Output).OrderBy(g => g.Key).Select(g => g.Average(s => s.Second.Score))];
            AddPairs(pairs, component, inputs[choice.Input].Example, choice.Outputs, means);
        }

        IEnumerable<Run> runs = [.. prefixes, .. sampled, .. besides, .. replayed.Select(r => r.Run)];
        long executions = runs.Sum(r => (long)r.Executions);
        return new(
            component,
            pairs.ToImmutable(),
            [.. suffixes.Zip(replayed, (s, r) => new ScoredTrajectory<TIn, TOut>(inputs[choices[s.Choice].Input].Example, r.Run.Trace, r.Score))],
            executions,
            executions / (double)graph.Components.Length,
            runs.Count(r => !r.Completed),
            runs.Aggregate(default(ModelUsage), (sum, r) => sum + r.Usage));
    }

    /// <summary>The most component executions that a collection can take, for a plan made before the first call.</summary>
    /// <param name="component">k.</param>
    /// <param name="alternates">The number of alternate configurations.</param>
    /// <param name="inputs">The number of examples.</param>
    /// <param name="hasPrefix">Whether every example brings the trajectory up to C_k.</param>
    public long MaxExecutions(int component, int alternates, int inputs, bool hasPrefix)
    {
        int downstream = system.Graph.Descendants(component).Count;
        int prefix = hasPrefix ? 0 : system.Graph.Components.Length - 1 - downstream;
        long candidates = (long)options.SamplesPerConfiguration * (alternates + 1);
        return inputs * (prefix + candidates * (1 + (long)options.Rollouts * downstream));
    }

    private Choice Distinct(int input, int component, Candidate[] samples, Run[] sampled)
    {
        var outputs = new List<Output>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < samples.Length; i++)
        {
            if (samples[i].Input != input || !sampled[i].Completed)
                continue;
            var trace = sampled[i].Trace;
            // Neither a component that this input skips nor one that waits for a skipped producer has an output to compare.
            if (trace.Slots[component] is not { Origin: SlotOrigin.Executed } slot)
                continue;
            var observation = system.Observe(trace, component);
            if (seen.Add(observation.Output))
                outputs.Add(new(slot.Output, observation));
        }

        return new(input, [.. outputs]);
    }

    private void AddPairs(ImmutableArray<PreferencePair>.Builder pairs, int component, string example, Output[] outputs, double[] means)
    {
        for (int i = 0; i < outputs.Length; i++)
        {
            for (int j = i + 1; j < outputs.Length; j++)
            {
                double gap = Math.Abs(means[i] - means[j]);
                if (!(gap > options.MinGap))
                    continue;
                var (better, worse) = means[i] > means[j] ? (outputs[i], outputs[j]) : (outputs[j], outputs[i]);
                pairs.Add(new(component, better.Observation, worse.Observation, gap) { Example = example });
            }
        }
    }

    private async Task<(Run Run, double Score)> ScoreAsync(
        PreferenceInput<TIn, TOut> input,
        int rollout,
        SystemConfiguration configuration,
        Trace<TIn, TOut> prefix,
        CancellationToken cancellationToken)
    {
        // All candidates of an input share their rollouts' seeds: their differences are then due to y_k.
        var run = await RunAsync(input, "rollout", rollout, configuration, prefix, components: null, cancellationToken).ConfigureAwait(false);
        if (!run.Completed)
            return (run, options.FailureScore);
        double score = await input.Reward(run.Trace, cancellationToken).ConfigureAwait(false);
        return double.IsFinite(score)
            ? (run, score)
            : throw new ArgumentException($"The reward of example {input.Example} is {score}; a reward is a finite number.", nameof(input));
    }

    private async Task<Run> RunAsync(
        PreferenceInput<TIn, TOut> input,
        string purpose,
        int index,
        SystemConfiguration configuration,
        Trace<TIn, TOut>? prefix,
        ComponentSet? components,
        CancellationToken cancellationToken)
    {
        long seed = SeededRandom.Derive(SeededRandom.Derive(options.Seed, $"preferences: {purpose}", index), input.Example, 0);
        var request = new ExecutionRequest { Components = components, Seed = seed };
        try
        {
            var trace = await system.ExecuteAsync(input.Input, configuration, prefix, request, cancellationToken).ConfigureAwait(false);
            return Run.Of(trace, prefix, failure: null);
        }
        catch (ComponentException e) when (e.InnerException is not StopException)
        {
            return Run.Of((Trace<TIn, TOut>)e.Trajectory, prefix, e);
        }
    }

    private readonly record struct Candidate(int Input, int Configuration, int Sample);

    private readonly record struct Suffix(int Choice, int Output, int Rollout);

    private sealed record Output(object? Value, Observation Observation);

    private sealed record Choice(int Input, Output[] Outputs);

    private sealed record Run(Trace<TIn, TOut> Trace, bool Completed, int Executions, ModelUsage Usage)
    {
        public static Run Of(Trace<TIn, TOut> trace, Trace<TIn, TOut>? prefix, ComponentException? failure)
        {
            Slot[] added = [.. trace.Slots.Where((s, k) => s is not null && prefix?.Slots[k] is null).OfType<Slot>()];
            // The component that failed ran as well, though it filled no slot.
            int executions = failure?.Executions ?? added.Sum(s => s.Executions);
            return new(trace, failure is null, executions, failure?.Usage ?? added.Aggregate(default(ModelUsage), (sum, s) => sum + s.Usage));
        }
    }
}
