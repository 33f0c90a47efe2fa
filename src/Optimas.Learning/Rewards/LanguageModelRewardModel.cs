using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Optimas.Learning;

/// <summary>
/// Local rewards over a local language model (OPTIMAS, section 4): φ is the frozen model with a LoRA adapter over it, [x_k, y_k] its text,
/// and h_k a linear head on the last token's hidden state. Stage 1 trains one adapter that all components share, with all heads. Stage 2
/// gives the component a copy of its adapter and trains that with its head: what the others' rewards say stays as it was, to the last
/// digit.
/// </summary>
/// <remarks>
/// One part of the examples (<see cref="RewardTraining.Folds"/>) is held out: it chooses when training stops and which weights are kept,
/// and measures and calibrates the rewards, which therefore never learn from it. Rewards that were handed out keep their adapters in
/// memory.
/// </remarks>
public sealed class LanguageModelRewardModel : ILocalRewardModel
{
    private readonly RewardBackbone _backbone;
    private readonly LanguageModelRewardOptions _options;
    private readonly IProgress<RewardEpoch>? _progress;
    private State _state = new(null, ImmutableSortedDictionary<int, Head>.Empty);

    /// <summary>A model that has learned nothing yet.</summary>
    /// <param name="model">The base. It is never changed, stays its owner's, and must live as long as rewards over it do.</param>
    /// <param name="options">How it is trained; null for the defaults.</param>
    /// <param name="progress">Told of each pass over the evidence, on the thread that trains.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public LanguageModelRewardModel(
        LanguageModel model, LanguageModelRewardOptions? options = null, IProgress<RewardEpoch>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        _options = options ?? new();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Rank, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.TokensPerPass, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxEpochs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxAdaptationEpochs, 1);
        _backbone = RewardBackbone.Of(model);
        _backbone.Check(_options.MaxTokens);
        _progress = progress;
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingDivergedException">The loss is not a number any more; the model keeps what it had.</exception>
    public Task<RewardFit> FitAsync(
        IReadOnlyList<PreferencePair> pairs, IReadOnlyList<PointwiseTarget> targets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(targets);
        return Task.Run(() => Fit(RankingTerms.Of(pairs, targets, _options.Evidence), cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingDivergedException">The loss is not a number any more; the model keeps what it had.</exception>
    public Task<ComponentFit> AdaptAsync(
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
        var terms = RankingTerms.Of(pairs, targets, _options.Evidence);
        return Task.Run(() => Adapt(component, terms, [.. fresh.Select(p => p.Group)], cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public ILocalReward? Reward(int component)
    {
        if (!_state.Heads.TryGetValue(component, out var head) || head.Evidence.Abstains(_options.Evidence))
            return null;
        float[] weights = [.. head.Weights.Select(w => (float)(head.Evidence.Scale * w))];
        return new LanguageModelReward(_backbone, head.Adapter, weights, _options.MaxTokens, _options.AdapterFolder);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The adapters and heads with their evidence. Each training starts with fresh moments of the optimizer, so none are kept.
    /// </remarks>
    public async Task SaveAsync(Stream destination, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var state = _state;
        LoraAdapter[] adapters = [.. state.Heads.Values.Select(h => h.Adapter).Prepend(state.Shared).OfType<LoraAdapter>().Distinct()];
        var writer = new Utf8JsonWriter(destination);
        await using var _ = writer.ConfigureAwait(false);
        writer.WriteStartObject();
        writer.WriteString("model", _backbone.Model.Name);
        writer.WriteString("identity", _backbone.Identity);
        writer.WriteString("options", Description);
        writer.WriteNumber("shared", Array.IndexOf(adapters, state.Shared));
        writer.WriteStartArray("adapters");
        foreach (var adapter in adapters)
        {
            AdapterContent.Write(writer, adapter);
            await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("heads");
        foreach (var (component, head) in state.Heads)
        {
            writer.WriteStartObject(component.ToString(CultureInfo.InvariantCulture));
            writer.WriteNumber("adapter", Array.IndexOf(adapters, head.Adapter));
            writer.WriteBase64String("weights", MemoryMarshal.AsBytes<float>(head.Weights));
            head.Evidence.Write(writer);
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
            _state = Read(document.RootElement);
        }
        catch (Exception e) when (
            e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"The saved local rewards are damaged: {e.Message}", e);
        }
    }

    private string Description => FormattableString.Invariant(
        $"rank {_options.Rank}, alpha {_options.Alpha}, {_options.Targets}, {_options.MaxTokens} tokens");

    private State Read(JsonElement json)
    {
        if (json.GetProperty("identity").GetString() != _backbone.Identity)
        {
            throw new InvalidDataException(
                $"The saved local rewards are over {json.GetProperty("model").GetString()}, "
                + $"whose weights {_backbone.Model.Name} does not have.");
        }

        if (json.GetProperty("options").GetString() is var saved && saved != Description)
            throw new InvalidDataException($"The saved local rewards are of {saved}, but this model is of {Description}.");
        var network = _backbone.Model.Network;
        LoraAdapter[] adapters = [.. json.GetProperty("adapters").EnumerateArray().Select(a => AdapterContent.Read(a, network))];
        var heads = ImmutableSortedDictionary.CreateBuilder<int, Head>();
        foreach (var head in json.GetProperty("heads").EnumerateObject())
        {
            heads[int.Parse(head.Name, CultureInfo.InvariantCulture)] = new(
                At(head.Value.GetProperty("adapter").GetInt32()) ?? throw new FormatException("a head has no adapter"),
                AdapterContent.Numbers(head.Value.GetProperty("weights"), network.Config.HiddenSize),
                HeadEvidence.Read(head.Value));
        }

        return new(At(json.GetProperty("shared").GetInt32()), heads.ToImmutable());

        LoraAdapter? At(int index) => index == -1 ? null
            : index >= 0 && index < adapters.Length ? adapters[index]
            : throw new FormatException($"there is no adapter {index}");
    }

    private RewardFit Fit(ImmutableArray<RankingTerm> terms, CancellationToken cancellationToken)
    {
        if (terms.IsEmpty)
        {
            _state = new(null, ImmutableSortedDictionary<int, Head>.Empty);
            return new([]);
        }

        var start = new SortedDictionary<int, float[]>();
        foreach (int component in terms.Select(t => t.Component).Distinct())
            start[component] = new float[_backbone.Model.Network.Config.HiddenSize];
        using var adapter = NewAdapter();
        var result = new BackboneTrainer(_backbone, _options, _progress).Fit(
            terms, adapter, start, terms.Select(t => t.Group), _options.MaxEpochs, startCounts: false, cancellationToken);
        var heads = ImmutableSortedDictionary.CreateBuilder<int, Head>();
        var fits = ImmutableArray.CreateBuilder<ComponentFit>();
        foreach (var own in terms.GroupBy(t => t.Component))
        {
            var (evidence, fit) = HeadEvidence.None.Learn(own.Key, [.. own], result.HeldOut, result.Epochs, _options.Evidence);
            heads[own.Key] = new(result.Adapter, result.Heads[own.Key], evidence);
            fits.Add(fit);
        }

        _state = new(result.Adapter, heads.ToImmutable());
        return new(fits.ToImmutable());
    }

    private ComponentFit Adapt(int component, ImmutableArray<RankingTerm> terms, string[] freshGroups, CancellationToken cancellationToken)
    {
        var state = _state;
        var known = state.Heads.GetValueOrDefault(component);
        var before = known?.Evidence ?? HeadEvidence.None;
        if (terms.IsEmpty)
            return before.Learn(component, [], [], epochs: 0, _options.Evidence).Fit;
        var shared = state.Shared ?? NewAdapter();
        var result = new BackboneTrainer(_backbone, _options, _progress).Fit(
            terms,
            known?.Adapter ?? shared,
            new() { [component] = known?.Weights ?? new float[_backbone.Model.Network.Config.HiddenSize] },
            freshGroups,
            _options.MaxAdaptationEpochs,
            startCounts: known is not null,
            cancellationToken);
        var (after, fit) = before.Learn(component, terms, result.HeldOut, result.Epochs, _options.Evidence);
        // Weights that did not change keep their adapter, and with it shared passes.
        var head = result.Epochs == 0 ? known! with { Evidence = after } : new(result.Adapter, result.Heads[component], after);
        _state = new(shared, state.Heads.SetItem(component, head));
        return fit;
    }

    private LoraAdapter NewAdapter() => LoraAdapter.Create(
        _options.Adapter(_backbone.Model.Name),
        _backbone.Model.Network.Config,
        _backbone.Model.Network.Device,
        SeededRandom.Derive(_options.Evidence.Seed, "reward adapter", 0));

    /// <summary>Replaced as a whole when training ends.</summary>
    /// <param name="Shared">Stage 1's adapter, from which components without a head start in stage 2.</param>
    /// <param name="Heads">The components.</param>
    private sealed record State(LoraAdapter? Shared, ImmutableSortedDictionary<int, Head> Heads);

    /// <summary>What one component has.</summary>
    /// <param name="Adapter">Its adapter, never changed; several components may have one.</param>
    /// <param name="Weights">h_k, before calibration; never changed.</param>
    /// <param name="Evidence">What it was learned from.</param>
    private sealed record Head(LoraAdapter Adapter, float[] Weights, HeadEvidence Evidence);
}
