using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Optimas;

/// <summary>Local rewards with linear heads over fixed features of an observation: what the managed backbones have in common.</summary>
public abstract class LinearRewardModel : ILocalRewardModel
{
    private readonly RewardTraining _training;
    private readonly int _width;
    private State _state = new(new([], []), ImmutableSortedDictionary<int, HeadEvidence>.Empty);

    private protected LinearRewardModel(RewardTraining training, int width)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        _training = training;
        _width = width;
    }

    /// <summary>The number of features; known once features were computed.</summary>
    private protected abstract int FeatureCount { get; }

    /// <summary>What the features are, for recognising a saved model: a saved head fits a model with the same description only.</summary>
    private protected abstract string Description { get; }

    /// <inheritdoc/>
    public async Task<RewardFit> FitAsync(
        IReadOnlyList<PreferencePair> pairs, IReadOnlyList<PointwiseTarget> targets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(targets);
        var features = await FeaturesAsync(Observations(pairs, targets), cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => Fit(pairs, targets, o => features[o], cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<ComponentFit> AdaptAsync(
        int component,
        IReadOnlyList<PreferencePair> fresh,
        IReadOnlyList<PreferencePair> replayed,
        IReadOnlyList<PointwiseTarget> targets,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(fresh);
        ArgumentNullException.ThrowIfNull(replayed);
        ArgumentNullException.ThrowIfNull(targets);
        PreferencePair[] pairs = [.. fresh, .. replayed];
        if (pairs.Any(p => p.Component != component) || targets.Any(t => t.Component != component))
            throw new ArgumentException($"Evidence on another component than {component} can't adapt its head.", nameof(component));
        var features = await FeaturesAsync(Observations(pairs, targets), cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => Adapt(component, fresh, pairs, targets, o => features[o], cancellationToken), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ILocalReward? Reward(int component)
    {
        var state = _state;
        if (!state.Components.TryGetValue(component, out var head) || head.Abstains(_training))
            return null;
        double[] own = state.Weights.Heads[component];
        float[] weights = new float[state.Features];
        for (int i = 0; i < weights.Length; i++)
        {
            double weight = state.Weights.Projection.Length == 0 ? own[i] : Row(state.Weights.Projection, i, own);
            weights[i] = (float)(head.Scale * weight);
        }

        return Freeze(weights);
    }

    /// <inheritdoc/>
    public async Task SaveAsync(Stream destination, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var state = _state;
        var writer = new Utf8JsonWriter(destination);
        await using var _ = writer.ConfigureAwait(false);
        writer.WriteStartObject();
        writer.WriteString("features", Description);
        writer.WriteNumber("count", state.Features);
        writer.WriteNumber("width", _width);
        writer.WriteBase64String("projection", Bytes(state.Weights.Projection));
        writer.WriteStartObject("heads");
        foreach (var (component, head) in state.Components)
        {
            writer.WriteStartObject(component.ToString(CultureInfo.InvariantCulture));
            writer.WriteBase64String("weights", Bytes(state.Weights.Heads[component]));
            head.Write(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task LoadAsync(Stream source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        try
        {
            using var document = await JsonDocument.ParseAsync(source, cancellationToken: cancellationToken).ConfigureAwait(false);
            var json = document.RootElement;
            string saved = $"{json.GetProperty("features").GetString()}, width {json.GetProperty("width").GetInt32()}";
            if (saved != $"{Description}, width {_width}")
                throw new InvalidDataException($"The saved local rewards are over {saved}, but this model is over {Description}, width {_width}.");
            int count = json.GetProperty("count").GetInt32();
            double[] projection = Doubles(json.GetProperty("projection"), _width == 0 ? 0 : count * _width);
            var weights = new SortedDictionary<int, double[]>();
            var heads = ImmutableSortedDictionary.CreateBuilder<int, HeadEvidence>();
            foreach (var head in json.GetProperty("heads").EnumerateObject())
            {
                int component = int.Parse(head.Name, CultureInfo.InvariantCulture);
                weights[component] = Doubles(head.Value.GetProperty("weights"), _width == 0 ? count : _width);
                heads[component] = HeadEvidence.Read(head.Value);
            }

            _state = new(new(projection, weights), heads.ToImmutable()) { Features = count };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"The saved local rewards are damaged: {e.Message}", e);
        }
    }

    /// <summary>The features of observations.</summary>
    private protected abstract ValueTask<IReadOnlyDictionary<Observation, SparseVector>> FeaturesAsync(
        IReadOnlyCollection<Observation> observations, CancellationToken cancellationToken);

    /// <summary>A frozen reward with a weight per feature.</summary>
    private protected abstract ILocalReward Freeze(float[] weights);

    private static HashSet<Observation> Observations(IEnumerable<PreferencePair> pairs, IEnumerable<PointwiseTarget> targets) =>
        [.. pairs.SelectMany(p => new[] { p.Preferred, p.Rejected }), .. targets.Select(t => t.Observation)];

    private RewardFit Fit(
        IReadOnlyList<PreferencePair> pairs,
        IReadOnlyList<PointwiseTarget> targets,
        Func<Observation, SparseVector> features,
        CancellationToken cancellationToken)
    {
        var comparisons = new SortedDictionary<int, Comparison[]>(
            Comparisons(pairs, targets, features).GroupBy(c => c.Term.Component).ToDictionary(g => g.Key, g => g.ToArray()));
        int length = comparisons.Count == 0 ? 0 : FeatureCount;
        double[] projection = Projection(length);
        // Without a projection nothing is shared: each head then stops by itself.
        IEnumerable<IReadOnlyDictionary<int, Comparison[]>> jobs = _width == 0
            ? comparisons.Select(c => new Dictionary<int, Comparison[]> { [c.Key] = c.Value })
            : comparisons.Count == 0 ? [] : [comparisons];
        var heads = new SortedDictionary<int, double[]>();
        var components = ImmutableSortedDictionary.CreateBuilder<int, HeadEvidence>();
        var fits = new List<ComponentFit>();
        foreach (var job in jobs)
        {
            var start = new SortedDictionary<int, double[]>();
            foreach (int component in job.Keys)
                start[component] = new double[_width == 0 ? length : _width];
            var result = new RankingTrainer(_training).Fit(
                job, new(projection, start), job.Values.SelectMany(c => c).Select(c => c.Term.Group), _training.MaxEpochs, cancellationToken);
            projection = result.Weights.Projection;
            foreach (var (component, terms) in job)
            {
                heads[component] = result.Weights.Heads[component];
                var (evidence, fit) = HeadEvidence.None.Learn(component, [.. terms.Select(t => t.Term)], result.HeldOut, result.Epochs, _training);
                components[component] = evidence;
                fits.Add(fit);
            }
        }

        _state = new(new(projection, heads), components.ToImmutable()) { Features = length };
        return new([.. fits.OrderBy(f => f.Component)]);
    }

    private ComponentFit Adapt(
        int component,
        IReadOnlyList<PreferencePair> fresh,
        IReadOnlyList<PreferencePair> pairs,
        IReadOnlyList<PointwiseTarget> targets,
        Func<Observation, SparseVector> features,
        CancellationToken cancellationToken)
    {
        Comparison[] terms = Comparisons(pairs, targets, features);
        var state = _state;
        var before = state.Components.GetValueOrDefault(component) ?? HeadEvidence.None;
        if (terms.Length == 0)
            return before.Learn(component, [], [], epochs: 0, _training).Fit;
        int length = state.Features == 0 ? FeatureCount : state.Features;
        double[] projection = state.Weights.Projection.Length == 0 ? Projection(length) : state.Weights.Projection;
        double[] head = state.Weights.Heads.TryGetValue(component, out double[]? own) ? own : new double[_width == 0 ? length : _width];

        // The backbone stays as it is, so that the other heads stay right: this head is trained on projected features.
        Comparison[] projected = _width == 0 ? terms : [.. terms.Select(t => t with { Difference = Project(t.Difference, projection) })];
        var result = new RankingTrainer(_training).Fit(
            new Dictionary<int, Comparison[]> { [component] = projected },
            new([], new() { [component] = head }),
            fresh.Select(p => p.Group),
            _training.MaxAdaptationEpochs,
            cancellationToken);

        var (after, fit) = before.Learn(component, [.. terms.Select(t => t.Term)], result.HeldOut, result.Epochs, _training);
        var heads = new SortedDictionary<int, double[]>(state.Weights.Heads) { [component] = result.Weights.Heads[component] };
        _state = new(new(projection, heads), state.Components.SetItem(component, after)) { Features = length };
        return fit;
    }

    private Comparison[] Comparisons(
        IReadOnlyList<PreferencePair> pairs, IReadOnlyList<PointwiseTarget> targets, Func<Observation, SparseVector> features) =>
        [.. RankingTerms.Of(pairs, targets, _training).Select(t => new Comparison(t, features(t.Preferred) - features(t.Rejected)))];

    private double[] Projection(int features)
    {
        var random = new SeededRandom(_training.Seed, "projection");
        double[] projection = new double[features * _width];
        for (int i = 0; i < projection.Length; i++)
            projection[i] = random.NextGaussian() / Math.Sqrt(_width);
        return projection;
    }

    private SparseVector Project(SparseVector vector, double[] projection)
    {
        double[] projected = new double[_width];
        for (int i = 0; i < vector.Indices.Length; i++)
        {
            for (int j = 0; j < _width; j++)
                projected[j] += vector.Values[i] * projection[vector.Indices[i] * _width + j];
        }

        return SparseVector.Of(projected.Select((value, j) => KeyValuePair.Create(j, value)));
    }

    private static double Row(double[] projection, int row, double[] head)
    {
        double sum = 0;
        for (int j = 0; j < head.Length; j++)
            sum += projection[row * head.Length + j] * head[j];
        return sum;
    }

    private static byte[] Bytes(double[] values)
    {
        byte[] bytes = new byte[values.Length * sizeof(double)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)), values[i]);
        return bytes;
    }

    private static double[] Doubles(JsonElement json, int count)
    {
        byte[] bytes = json.GetBytesFromBase64();
        if (bytes.Length != count * sizeof(double))
            throw new InvalidDataException($"The saved local rewards are damaged: {bytes.Length / sizeof(double)} weights where {count} belong.");
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)));
        return values;
    }

    /// <summary>Replaced as a whole when training ends.</summary>
    private sealed record State(RankingWeights Weights, ImmutableSortedDictionary<int, HeadEvidence> Components)
    {
        public int Features { get; init; }
    }
}
