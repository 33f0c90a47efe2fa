using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Optimas.Learning;

/// <summary>
/// A frozen local reward over a language model: r_k = h_k · φ([x_k, y_k]) with φ the last token's hidden state under an adapter. Safe for
/// concurrent use: calls that come at once share forward passes. An observation that was scored lately keeps its score; otherwise the last
/// digits may depend on what else is in the pass.
/// </summary>
/// <remarks>
/// Its JSON names the base model, and holds the head and, unless <see cref="LanguageModelRewardOptions.AdapterFolder"/> was given, the
/// adapter: an application that loads it first names the base by <see cref="Register"/>.
/// </remarks>
public sealed class LanguageModelReward : ILocalReward
{
    /// <summary>How its JSON says what it is: what <see cref="LocalRewardJson"/> tells readers apart by.</summary>
    public const string Kind = "language-model";

    private const int Version = 1, MaxCached = 16_384;

    private readonly RewardBackbone _backbone;
    private readonly LoraAdapter _adapter;
    private readonly float[] _head;
    private readonly int _maxTokens;
    private readonly string? _adapterFolder;
    private readonly ConcurrentDictionary<Observation, double> _scores = [];

    internal LanguageModelReward(RewardBackbone backbone, LoraAdapter adapter, float[] head, int maxTokens, string? adapterFolder)
    {
        _backbone = backbone;
        _adapter = adapter;
        _head = head;
        _maxTokens = maxTokens;
        _adapterFolder = adapterFolder;
    }

    /// <summary>
    /// Makes rewards of this kind readable, over a base model. They must have been trained on the same one; rewards with one adapter share
    /// it again.
    /// </summary>
    /// <param name="model">The base; must live as long as rewards over it do.</param>
    /// <param name="adapterFolder">Where adapters are that the JSON does not hold.</param>
    public static void Register(LanguageModel model, string? adapterFolder = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var backbone = RewardBackbone.Of(model);
        var adapters = new ConcurrentDictionary<string, WeakReference<LoraAdapter>>(StringComparer.Ordinal);
        LocalRewardJson.Register(Kind, json => Read(json, backbone, adapterFolder, adapters));
    }

    /// <inheritdoc/>
    public async ValueTask<double> ScoreAsync(Observation observation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(observation);
        cancellationToken.ThrowIfCancellationRequested();
        if (_scores.TryGetValue(observation, out double known))
            return known;
        var text = _backbone.Encode(observation, _maxTokens);
        double score = await _backbone.Scorer.ScoreAsync(_adapter, _head, text, cancellationToken).ConfigureAwait(false);
        if (_scores.Count >= MaxCached)
            _scores.Clear();
        return _scores.GetOrAdd(observation, score);
    }

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        string name = AdapterContent.NameOf(_adapter);
        writer.WriteStartObject();
        writer.WriteString("kind", Kind);
        writer.WriteNumber("version", Version);
        writer.WriteString("model", _backbone.Model.Name);
        writer.WriteString("identity", _backbone.Identity);
        writer.WriteNumber("maxTokens", _maxTokens);
        writer.WriteBase64String("head", MemoryMarshal.AsBytes<float>(_head));
        writer.WriteString("adapter", name);
        if (_adapterFolder is null)
        {
            writer.WritePropertyName("content");
            AdapterContent.Write(writer, _adapter);
        }
        else if (!File.Exists(Path.Combine(_adapterFolder, name, AdapterConfig.FileName)))
        {
            // The configuration is written last, so that a folder with one is whole.
            _adapter.SaveAsync(Path.Combine(_adapterFolder, name), CancellationToken.None).GetAwaiter().GetResult();
        }

        writer.WriteEndObject();
    }

    private static LanguageModelReward Read(
        JsonElement json, RewardBackbone backbone, string? folder, ConcurrentDictionary<string, WeakReference<LoraAdapter>> adapters)
    {
        int version = json.GetProperty("version").GetInt32();
        if (version != Version)
            throw new JsonException($"the local reward is of version {version}, but this is version {Version}; train it again");
        if (json.GetProperty("identity").GetString() != backbone.Identity)
        {
            throw new JsonException(
                $"the local reward was trained on {json.GetProperty("model").GetString()}, "
                + $"but {backbone.Model.Name}, which is registered, has other weights");
        }

        string name = json.GetProperty("adapter").GetString()!;
        float[] head = AdapterContent.Numbers(json.GetProperty("head"), backbone.Model.Network.Config.HiddenSize);
        int maxTokens = json.GetProperty("maxTokens").GetInt32();
        backbone.Check(maxTokens);
        if (!adapters.TryGetValue(name, out var kept) || !kept.TryGetTarget(out var adapter))
        {
            adapter = json.TryGetProperty("content", out var content)
                ? AdapterContent.Read(content, backbone.Model.Network)
                : Load(name, folder, backbone);
            if (AdapterContent.NameOf(adapter) != name)
                throw new JsonException($"the adapter of the local reward is damaged: its content is not that of {name}");
            adapters[name] = new(adapter);
        }

        return new(backbone, adapter, head, maxTokens, folder is null || json.TryGetProperty("content", out _) ? null : folder);
    }

    private static LoraAdapter Load(string name, string? folder, RewardBackbone backbone)
    {
        if (folder is null)
            throw new JsonException($"the local reward's adapter {name} lies in a folder, and {nameof(Register)} was given none");
        if (!name.All(char.IsAsciiHexDigitLower))
            throw new JsonException($"\"{name}\" is no name of an adapter");
        try
        {
            return LoraAdapter.Load(Path.Combine(folder, name), backbone.Model.Network.Config, backbone.Model.Network.Device);
        }
        catch (CheckpointException e)
        {
            throw new JsonException($"the local reward's adapter can't be read: {e.Message}", e);
        }
    }
}
