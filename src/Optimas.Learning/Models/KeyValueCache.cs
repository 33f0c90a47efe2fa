using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>
/// Keys and values of texts under way: a fixed number of slots, each for one text of a fixed length. Row slot · length + position of every
/// layer's tensors belongs to that token.
/// </summary>
internal sealed class KeyValueCache : IDisposable
{
    private readonly LayerCache[] _layers;

    public KeyValueCache(DecoderConfig config, int slots, int length, ScalarType type, Device device)
    {
        Length = length;
        _layers = new LayerCache[config.Layers];
        long[] shape = [(long)slots * length, config.KeyValueHeads, config.HeadSize];
        using var scope = NewDisposeScope();
        for (int i = 0; i < _layers.Length; i++)
            _layers[i] = new(scope.Detach(zeros(shape, type, device)), scope.Detach(zeros(shape, type, device)));
    }

    /// <summary>The most tokens of one text.</summary>
    public int Length { get; }

    public LayerCache this[int layer] => _layers[layer];

    /// <summary>The bytes that one slot takes.</summary>
    public static long BytesPerSlot(DecoderConfig config, int length, int elementSize) =>
        2L * config.Layers * length * config.KeyValueHeads * config.HeadSize * elementSize;

    /// <summary>Gives one slot the first tokens of another.</summary>
    public void Copy(int from, int to, int tokens)
    {
        if (tokens == 0 || from == to)
            return;
        using var scope = NewDisposeScope();
        foreach (var layer in _layers)
        {
            foreach (var rows in new[] { layer.Keys, layer.Values })
                rows.narrow(0, (long)to * Length, tokens).copy_(rows.narrow(0, (long)from * Length, tokens));
        }
    }

    public void Dispose()
    {
        foreach (var layer in _layers)
        {
            layer.Keys.Dispose();
            layer.Values.Dispose();
        }
    }
}

/// <summary>One layer's keys and values: rows × key heads × head width.</summary>
internal sealed record LayerCache(Tensor Keys, Tensor Values)
{
    /// <summary>Writes new rows and gives the whole.</summary>
    public (Tensor Keys, Tensor Values) Store(Tensor rows, Tensor keys, Tensor values)
    {
        Keys.index_copy_(0, rows, keys);
        Values.index_copy_(0, rows, values);
        return (Keys, Values);
    }
}
