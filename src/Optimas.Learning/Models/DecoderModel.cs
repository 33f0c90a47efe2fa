using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>
/// The weights of a decoder language model of the Llama or Qwen2 family, and its forward pass over packed sequences. Safe for concurrent use
/// as long as nobody changes the weights.
/// </summary>
public sealed class DecoderModel : IDisposable
{
    private const string Embeddings = "model.embed_tokens.weight", FinalNorm = "model.norm.weight", Head = "lm_head.weight";

    private readonly OrderedDictionary<string, Tensor> _weights = [];
    private readonly List<JoinedProjection> _joined = [];
    private readonly DecoderLayer[] _layers;
    private readonly RotaryTable _rotary;

    private DecoderModel(DecoderConfig config, ScalarType type, Device device, Func<ExpectedTensor, Tensor> make)
    {
        Config = config;
        ElementType = type;
        Device = device;
        foreach (var expected in config.ExpectedTensors().Where(e => !e.IsOptional))
            _weights[expected.Name] = make(expected);
        _rotary = new(config, type, device);
        _layers = [.. Enumerable.Range(0, config.Layers).Select(Layer)];
    }

    /// <summary>The model's shape.</summary>
    public DecoderConfig Config { get; }

    /// <summary>The type of its weights and of what it computes.</summary>
    public ScalarType ElementType { get; }

    /// <summary>Where it is.</summary>
    public Device Device { get; }

    /// <summary>Reads a checkpoint's weights.</summary>
    /// <param name="folder">A checkpoint.</param>
    /// <param name="type">The type to compute in; stored weights are converted.</param>
    /// <param name="device">Where to.</param>
    /// <param name="cancellationToken">Ends the loading between two tensors.</param>
    /// <exception cref="CheckpointException">The weights are damaged, or do not fit the configuration.</exception>
    public static DecoderModel Load(CheckpointFolder folder, ScalarType type, Device device, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        using var weights = folder.OpenWeights();
        var read = new List<Tensor>();
        try
        {
            return new(folder.Config, type, device, expected =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                read.Add(TensorStorage.Read(weights, expected.Name, type, device));
                return read[^1];
            });
        }
        catch
        {
            read.ForEach(t => t.Dispose());
            throw;
        }
    }

    /// <summary>New weights: normal with the given deviation (the output projections of the blocks by √(2 · layers) less), norms 1, biases 0.</summary>
    /// <param name="config">The shape.</param>
    /// <param name="deviation">The standard deviation; 0.02 is usual.</param>
    /// <param name="seed">The seed; it gives other weights on CUDA than on the CPU.</param>
    /// <param name="type">The type to compute in.</param>
    /// <param name="device">Where to.</param>
    public static DecoderModel Create(DecoderConfig config, double deviation, long seed, ScalarType type, Device device)
    {
        ArgumentNullException.ThrowIfNull(config);
        // Drawn where the weights will be: billions of them would take minutes on the CPU.
        using var generator = new Generator((ulong)seed, device);
        return new(config, type, device, expected =>
        {
            using var scope = NewDisposeScope();
            using var none = no_grad();
            long[] shape = [.. expected.Shape];
            var values = shape.Length == 1
                ? full(shape, expected.Name.EndsWith(".bias", StringComparison.Ordinal) ? 0.0 : 1.0, ScalarType.Float32, device)
                : empty(shape, ScalarType.Float32, device).normal_(0, deviation / (IsOutput(expected.Name) ? Math.Sqrt(2 * config.Layers) : 1), generator);
            return scope.Detach(values.to(type, device));
        });
    }

    /// <summary>The weights by their names in a checkpoint. With tied embeddings there is no output projection.</summary>
    public IReadOnlyDictionary<string, Tensor> Weights => _weights;

    /// <summary>Writes <c>config.json</c> and <c>model.safetensors</c>.</summary>
    /// <param name="path">The folder; made where it does not exist.</param>
    /// <param name="endTokens">The ids that end a text.</param>
    /// <param name="cancellationToken">Ends the writing; no file is left half written.</param>
    public async Task SaveAsync(string path, IReadOnlyList<int> endTokens, CancellationToken cancellationToken)
    {
        CheckpointFolder.WriteConfig(path, Config, [.. endTokens]);
        var writer = new SafetensorsWriter().AddMetadata("format", "pt");
        foreach (var (name, weight) in _weights)
            TensorStorage.Write(writer, name, weight);
        await writer.WriteAsync(Path.Combine(path, CheckpointFolder.WeightsFileName), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var weight in _weights.Values)
            weight.Dispose();
        _joined.ForEach(j => j.Dispose());
        _rotary.Dispose();
    }

    /// <summary>The final hidden states, behind the last norm: rows × width, a row per token.</summary>
    internal Tensor Hidden(PackedBatch batch, LoraAdapter? adapter) => Run(Pass(batch, AdapterRouting.All(adapter), AdapterRouting.All(adapter), null), null, lastOnly: false);

    /// <summary>The final hidden state of each sequence's last token: sequences × width. The last block is computed for those alone.</summary>
    internal Tensor LastHidden(PackedBatch batch, LoraAdapter? adapter) => LastHidden(batch, AdapterRouting.All(adapter), AdapterRouting.All(adapter));

    /// <summary>The same with the adapters on the rows, and those on the sequences.</summary>
    internal Tensor LastHidden(PackedBatch batch, AdapterRouting? adapters, AdapterRouting? lastAdapters) =>
        Run(Pass(batch, adapters, lastAdapters, null), null, lastOnly: true);

    /// <summary>The same for texts whose earlier tokens are in a cache, which takes up the new ones.</summary>
    /// <param name="batch">The new tokens.</param>
    /// <param name="cache">The cache.</param>
    /// <param name="cacheRows">Where in the cache each new token goes.</param>
    /// <param name="adapters">The adapters on the rows.</param>
    /// <param name="lastAdapters">The adapters on the sequences.</param>
    internal Tensor LastHidden(PackedBatch batch, KeyValueCache cache, Tensor cacheRows, AdapterRouting? adapters, AdapterRouting? lastAdapters) =>
        Run(Pass(batch, adapters, lastAdapters, cacheRows), cache, lastOnly: true);

    /// <summary>The logits of hidden states: rows × vocabulary.</summary>
    internal Tensor Logits(Tensor hidden) => DecoderOperations.Linear(hidden, _weights[Config.TiedEmbeddings ? Embeddings : Head], null);

    /// <summary>The hidden states of layer 0.</summary>
    internal Tensor Embed(PackedBatch batch) => _weights[Embeddings].index_select(0, batch.Tokens);

    internal DecoderPass Pass(PackedBatch batch, AdapterRouting? adapters, AdapterRouting? lastAdapters, Tensor? cacheRows)
    {
        var (cos, sin) = _rotary.At(batch.Positions, batch.LargestPosition);
        return new(batch, cos, sin, adapters, lastAdapters, cacheRows);
    }

    internal int LayerCount => _layers.Length;

    /// <summary>One block. What it makes on the way is freed; where gradients are to come, libtorch itself keeps what they take.</summary>
    /// <param name="layer">Which.</param>
    /// <param name="x">rows × width.</param>
    /// <param name="pass">What belongs to all blocks of the pass.</param>
    /// <param name="cache">Where keys and values are kept, if they are.</param>
    /// <param name="lastOnly">Whether the pass is after the sequences' last rows alone, which the last block then gives.</param>
    internal Tensor RunLayer(int layer, Tensor x, DecoderPass pass, KeyValueCache? cache, bool lastOnly)
    {
        // Where each text has one row, that is the last one.
        bool selects = lastOnly && layer == _layers.Length - 1 && pass.Batch.Rows > pass.Batch.Sequences;
        return _layers[layer].Forward(x, pass, cache?[layer], selects);
    }

    internal Tensor Normalize(Tensor x) => DecoderOperations.RmsNorm(x, _weights[FinalNorm], Config.NormEpsilon);

    private static bool IsOutput(string name) =>
        name.EndsWith("o_proj.weight", StringComparison.Ordinal) || name.EndsWith("down_proj.weight", StringComparison.Ordinal);

    private Tensor Run(DecoderPass pass, KeyValueCache? cache, bool lastOnly)
    {
        var x = Embed(pass.Batch);
        for (int i = 0; i < _layers.Length; i++)
        {
            using var before = x;
            x = RunLayer(i, x, pass, cache, lastOnly);
        }

        return Normalize(x);
    }

    private DecoderLayer Layer(int index)
    {
        string stem = $"model.layers.{index}.";
        JoinedProjection Joined(params AdapterTargets[] targets)
        {
            var joined = new JoinedProjection(
                _weights, [.. AdapterProjection.All.Where(p => targets.Contains(p.Target)).Select(p => $"{stem}{p.Block}.{p.Name}")]);
            _joined.Add(joined);
            return joined;
        }

        // Joined first: the projections' own weights are views of what that makes.
        var queryKeyValue = Joined(AdapterTargets.Query, AdapterTargets.Key, AdapterTargets.Value);
        var gateUp = Joined(AdapterTargets.Gate, AdapterTargets.Up);
        Projection Of(AdapterTargets target)
        {
            var projection = AdapterProjection.All.Single(p => p.Target == target);
            string name = $"{stem}{projection.Block}.{projection.Name}.";
            return new(_weights[name + "weight"], _weights.TryGetValue(name + "bias", out var bias) ? bias : null, index, target);
        }

        return new(
            Config,
            _weights[stem + "input_layernorm.weight"],
            Of(AdapterTargets.Query),
            Of(AdapterTargets.Key),
            Of(AdapterTargets.Value),
            queryKeyValue,
            Of(AdapterTargets.AttentionOutput),
            _weights[stem + "post_attention_layernorm.weight"],
            Of(AdapterTargets.Gate),
            Of(AdapterTargets.Up),
            gateUp,
            Of(AdapterTargets.Down));
    }
}
