using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>Which adapter is in force on which rows of a batch: runs of rows, in their order, covering all rows.</summary>
internal sealed class AdapterRouting
{
    private readonly IReadOnlyList<(LoraAdapter? Adapter, int Rows)> _runs;

    private AdapterRouting(IReadOnlyList<(LoraAdapter? Adapter, int Rows)> runs) => _runs = runs;

    /// <summary>One adapter on all rows; null for none.</summary>
    public static AdapterRouting? All(LoraAdapter? adapter) => adapter is null ? null : new([(adapter, -1)]);

    /// <summary>Runs of rows; null where no row has an adapter.</summary>
    public static AdapterRouting? Of(IReadOnlyList<(LoraAdapter? Adapter, int Rows)> runs)
    {
        var adapters = runs.Select(r => r.Adapter).Distinct().ToArray();
        return adapters.Length == 1 ? All(adapters[0]) : adapters.Length == 0 ? null : new(runs);
    }

    public Tensor Apply(int layer, AdapterTargets target, Tensor x, Tensor y)
    {
        if (_runs is [var (only, rows)] && rows < 0)
            return only!.Apply(layer, target, x, y);
        var parts = new List<Tensor>(_runs.Count);
        long start = 0;
        foreach (var (adapter, count) in _runs)
        {
            var part = y.narrow(0, start, count);
            parts.Add(adapter is null ? part : adapter.Apply(layer, target, x.narrow(0, start, count), part));
            start += count;
        }

        return cat(parts, 0);
    }
}
