using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>
/// A low-rank change of a model's projections (LoRA, Hu et al. 2022): y += scale · dropout(x)·Aᵀ·Bᵀ. Many can share one base model; each is
/// float32 whatever the base is.
/// </summary>
public sealed class LoraAdapter : IDisposable
{
    private readonly Dictionary<(int Layer, AdapterTargets Target), (Parameter A, Parameter B)> _pairs = [];
    private readonly DecoderConfig _model;
    private readonly Lock _lock = new();
    private int _holders;
    private bool _isDisposed;
    private volatile bool _isFreed;

    private LoraAdapter(AdapterConfig config, DecoderConfig model)
    {
        Config = config;
        _model = model;
    }

    /// <summary>What it changes, and how.</summary>
    public AdapterConfig Config { get; }

    /// <summary>Tells it from every other one, and doesn't keep it in memory.</summary>
    internal object Identity { get; } = new();

    /// <summary>How inputs are dropped, as training does; null, as at first, for not at all.</summary>
    internal LoraDropout? Dropout { get; set; }

    /// <summary>A new adapter that changes nothing yet: A is uniform as PEFT draws it, B is zero.</summary>
    /// <param name="config">Rank, scale, dropout, projections.</param>
    /// <param name="model">The shape of the base model.</param>
    /// <param name="device">Where the base model is.</param>
    /// <param name="seed">The seed of A.</param>
    public static LoraAdapter Create(AdapterConfig config, DecoderConfig model, Device device, long seed)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(model);
        var adapter = new LoraAdapter(config, model);
        using var generator = new Generator((ulong)seed);
        adapter.Fill(device, (inputs, outputs, _) =>
        {
            double bound = 1 / Math.Sqrt(inputs);
            return (empty([config.Rank, inputs]).uniform_(-bound, bound, generator), zeros([outputs, config.Rank]));
        });
        return adapter;
    }

    /// <summary>Reads an adapter in PEFT's format.</summary>
    /// <param name="path">A folder with <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>.</param>
    /// <param name="model">The shape of the base model.</param>
    /// <param name="device">Where the base model is.</param>
    /// <exception cref="CheckpointException">The folder holds no adapter, or one that does not fit the model.</exception>
    public static LoraAdapter Load(string path, DecoderConfig model, Device device)
    {
        var folder = AdapterFolder.Open(path);
        using var weights = folder.OpenWeights(model);
        var adapter = new LoraAdapter(folder.Config, model);
        adapter.Fill(device, (_, _, names) => (
            TensorStorage.Read(weights, names.A, ScalarType.Float32, CPU), TensorStorage.Read(weights, names.B, ScalarType.Float32, CPU)));
        return adapter;
    }

    /// <summary>An adapter whose tensors are at hand, each under PEFT's name.</summary>
    internal static LoraAdapter Of(AdapterConfig config, DecoderConfig model, Device device, Func<string, Tensor> tensorOf)
    {
        var adapter = new LoraAdapter(config, model);
        adapter.Fill(device, (_, _, names) => (tensorOf(names.A), tensorOf(names.B)));
        return adapter;
    }

    /// <summary>Writes it in PEFT's format.</summary>
    /// <param name="path">The folder; made where it does not exist.</param>
    /// <param name="cancellationToken">Ends the writing; what is there stays as it was.</param>
    public async Task SaveAsync(string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(path);
        var writer = new SafetensorsWriter();
        foreach (var (name, parameter) in NamedParameters())
            TensorStorage.Write(writer, name, parameter);
        await writer.WriteAsync(Path.Combine(path, AdapterConfig.WeightsFileName), cancellationToken).ConfigureAwait(false);
        Config.Write(Path.Combine(path, AdapterConfig.FileName));
    }

    /// <summary>A copy that can be trained by itself.</summary>
    public LoraAdapter Clone()
    {
        var copy = new LoraAdapter(Config, _model);
        using var scope = NewDisposeScope();
        foreach (var (key, (a, b)) in _pairs)
            copy._pairs[key] = (new(a.detach().clone()), new(b.detach().clone()));
        return copy;
    }

    /// <summary>What is trained, by PEFT's names, in the model's order.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> NamedParameters()
    {
        foreach (var ((layer, target), (a, b)) in _pairs)
        {
            var names = AdapterConfig.TensorNames(layer, target);
            yield return (names.A, a);
            yield return (names.B, b);
        }
    }

    /// <summary>Frees the tensors, once the texts have ended that an engine writes with it.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            FreeUnlessHeld();
        }
    }

    /// <summary>Keeps the tensors until <see cref="Release"/>, whoever disposes the adapter meanwhile.</summary>
    /// <exception cref="ObjectDisposedException">The adapter was disposed.</exception>
    internal void Hold()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _holders++;
        }
    }

    /// <summary>Ends what <see cref="Hold"/> began.</summary>
    internal void Release()
    {
        lock (_lock)
        {
            _holders--;
            FreeUnlessHeld();
        }
    }

    /// <summary>Whether it can be put over a model of that shape.</summary>
    internal bool Fits(DecoderConfig model) => ReferenceEquals(model, _model)
        || (model.Layers == _model.Layers && AdapterProjection.All.All(p => p.Size(model) == p.Size(_model)));

    /// <summary>y with the change added, in place of y, which is disposed; y itself where the projection is not a target.</summary>
    /// <exception cref="ObjectDisposedException">The adapter was disposed.</exception>
    internal Tensor Apply(int layer, AdapterTargets target, Tensor x, Tensor y)
    {
        ObjectDisposedException.ThrowIf(_isFreed, this);
        if (!_pairs.TryGetValue((layer, target), out var pair))
            return y;
        Tensor a = pair.A, b = pair.B;
        if (x.dtype != ScalarType.Float32)
            (a, b) = (a.to(x.dtype), b.to(x.dtype));
        if (Dropout is { } dropout)
            x = dropout.Drop(x, layer, target);
        var changed = addmm(y, x.mm(a.t()), b.t(), 1, (float)Config.Scale);
        // Nobody needs the base's own output any more, which is as large as the change.
        y.Dispose();
        return changed;
    }

    private void FreeUnlessHeld()
    {
        if (!_isDisposed || _isFreed || _holders > 0)
            return;
        _isFreed = true;
        foreach (var (a, b) in _pairs.Values)
        {
            a.Dispose();
            b.Dispose();
        }
    }

    private void Fill(Device device, Func<long, long, (string A, string B), (Tensor A, Tensor B)> make)
    {
        using var scope = NewDisposeScope();
        for (int layer = 0; layer < _model.Layers; layer++)
        {
            foreach (var projection in AdapterProjection.All.Where(p => Config.Targets.HasFlag(p.Target)))
            {
                var (outputs, inputs) = projection.Size(_model);
                var (a, b) = make(inputs, outputs, AdapterConfig.TensorNames(layer, projection.Target));
                _pairs[(layer, projection.Target)] = (new(a.to(device)), new(b.to(device)));
                a.Dispose();
                b.Dispose();
            }
        }
    }
}
