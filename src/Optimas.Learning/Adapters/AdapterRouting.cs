using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>Which adapter is in force on which rows of a batch: runs of rows, in their order, covering all rows.</summary>
internal sealed class AdapterRouting
{
    private readonly IReadOnlyList<(LoraAdapter? Adapter, int Rows)> _runs;

    private AdapterRouting(IReadOnlyList<(LoraAdapter? Adapter, int Rows)> runs) => _runs = runs;

    /// <summary>One adapter on all rows; null for none.</summary>
    public static AdapterRouting? All(LoraAdapter? adapter) => adapter is null ? null : new([(adapter, -1)]);

    /// <summary>Runs of rows, of which neighbours with one adapter become one; null where no row has an adapter.</summary>
    public static AdapterRouting? Of(IEnumerable<(LoraAdapter? Adapter, int Rows)> runs)
    {
        var merged = new List<(LoraAdapter? Adapter, int Rows)>();
        foreach (var (adapter, rows) in runs)
        {
            if (merged.Count > 0 && ReferenceEquals(merged[^1].Adapter, adapter))
                merged[^1] = (adapter, merged[^1].Rows + rows);
            else
                merged.Add((adapter, rows));
        }

        return merged.Count > 1 ? new(merged) : All(merged.FirstOrDefault().Adapter);
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
