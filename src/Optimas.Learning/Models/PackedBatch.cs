using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>
/// Token sequences one after the other, without padding: a row per token. Outputs that share a context share its rows too, so a context is
/// computed once however many continuations it has. Belongs to the dispose scope that it was made in.
/// </summary>
internal sealed class PackedBatch
{
    private PackedBatch(
        Tensor tokens, Tensor positions, long[] layout, Tensor? deviceLayout, Tensor? keyRows, Tensor lastRows, long[] lastLayout, Tensor? deviceLastLayout)
    {
        Tokens = tokens;
        Positions = positions;
        Layout = layout;
        DeviceLayout = deviceLayout;
        KeyRows = keyRows;
        LastRows = lastRows;
        LastLayout = lastLayout;
        DeviceLastLayout = deviceLastLayout;
    }

    /// <summary>Token ids, one a row.</summary>
    public Tensor Tokens { get; }

    /// <summary>Each row's position in its text.</summary>
    public Tensor Positions { get; }

    /// <summary>The largest of them; −1 of an empty batch.</summary>
    public int LargestPosition { get; private init; } = -1;

    /// <summary>The number of tokens.</summary>
    public int Rows { get; private init; }

    /// <summary>The number of sequences.</summary>
    public int Sequences => Layout.Length / 4;

    /// <summary>Of each sequence: its first query row, its queries, its first key row, its keys.</summary>
    public long[] Layout { get; }

    /// <summary>The layout on a CUDA device; null on the CPU.</summary>
    public Tensor? DeviceLayout { get; }

    /// <summary>Which rows the keys are, where they aren't the rows themselves: a shared context comes up once for each continuation.</summary>
    public Tensor? KeyRows { get; }

    /// <summary>The last row of each sequence.</summary>
    public Tensor LastRows { get; }

    /// <summary>The layout in which each sequence asks with its last row alone.</summary>
    public long[] LastLayout { get; }

    /// <summary>The same on a CUDA device; null on the CPU.</summary>
    public Tensor? DeviceLastLayout { get; }

    /// <summary>Independent sequences.</summary>
    public static PackedBatch Of(IReadOnlyList<IReadOnlyList<int>> sequences, Device device) =>
        Of([.. sequences.Select(s => new Branching(s, [[]]))], device);

    /// <summary>Contexts with their continuations: a sequence is a context with one of its continuations, in their order.</summary>
    /// <exception cref="ArgumentException">A sequence is empty.</exception>
    public static PackedBatch Of(IReadOnlyList<Branching> contexts, Device device)
    {
        var tokens = new List<long>();
        var positions = new List<long>();
        var layout = new List<long>();
        var keyRows = new List<long>();
        var lastRows = new List<long>();
        bool shared = false;
        foreach (var (context, continuations) in contexts)
        {
            long start = tokens.Count;
            Add(context, 0);
            for (int i = 0; i < continuations.Count; i++)
            {
                if (context.Count + continuations[i].Count == 0)
                    throw new ArgumentException("A sequence has no token.", nameof(contexts));
                long own = tokens.Count;
                Add(continuations[i], context.Count);
                // The first continuation follows its context in memory; of the others the context's keys are fetched from there.
                long first = i == 0 ? start : own, keys = context.Count + continuations[i].Count;
                if (tokens.Count == first)
                    throw new ArgumentException("Only the first continuation of a context can be empty.", nameof(contexts));
                layout.AddRange([first, tokens.Count - first, keyRows.Count, keys]);
                keyRows.AddRange(Enumerable.Range(0, context.Count).Select(p => start + p));
                keyRows.AddRange(Enumerable.Range(0, continuations[i].Count).Select(p => own + p));
                lastRows.Add(tokens.Count - 1);
                shared |= i > 0;
            }
        }

        return Make([.. tokens], [.. positions], [.. layout], shared ? [.. keyRows] : null, [.. lastRows], device);

        void Add(IReadOnlyList<int> ids, int from)
        {
            for (int i = 0; i < ids.Count; i++)
            {
                tokens.Add(ids[i]);
                positions.Add(from + i);
            }
        }
    }

    /// <summary>New tokens of texts whose earlier ones are in a cache; the keys are the cache's rows.</summary>
    /// <param name="texts">Of each: the new ids, how many tokens come before them, and the cache's row of the text's first token.</param>
    /// <param name="device">Where the model is.</param>
    public static PackedBatch OfCached(IReadOnlyList<(IReadOnlyList<int> Tokens, int Before, long CacheRow)> texts, Device device)
    {
        int count = texts.Sum(t => t.Tokens.Count), row = 0;
        long[] tokens = new long[count], positions = new long[count], layout = new long[4 * texts.Count], lastRows = new long[texts.Count];
        for (int i = 0; i < texts.Count; i++)
        {
            var (ids, before, cacheRow) = texts[i];
            layout[4 * i] = row;
            layout[(4 * i) + 1] = ids.Count;
            layout[(4 * i) + 2] = cacheRow;
            layout[(4 * i) + 3] = before + ids.Count;
            for (int p = 0; p < ids.Count; p++, row++)
            {
                tokens[row] = ids[p];
                positions[row] = before + p;
            }

            lastRows[i] = row - 1;
        }

        return Make(tokens, positions, layout, keyRows: null, lastRows, device);
    }

    private static PackedBatch Make(long[] tokens, long[] positions, long[] layout, long[]? keyRows, long[] lastRows, Device device)
    {
        long[] lastLayout = [.. layout];
        for (int i = 0; i < lastRows.Length; i++)
        {
            lastLayout[4 * i] = i;
            lastLayout[(4 * i) + 1] = 1;
        }

        return new(
            tensor(tokens, device: device),
            tensor(positions, device: device),
            layout,
            OnDevice(layout, device),
            keyRows is null ? null : tensor(keyRows, device: device),
            tensor(lastRows, device: device),
            lastLayout,
            OnDevice(lastLayout, device))
        {
            Rows = tokens.Length,
            LargestPosition = positions.Length == 0 ? -1 : (int)positions.Max(),
        };
    }

    private static Tensor? OnDevice(long[] layout, Device device)
    {
        if (device.type == DeviceType.CPU || layout.Length == 0)
            return null;
        int count = layout.Length / 4;
        int[] values = new int[(3 * count) + 2];
        for (int i = 0; i < count; i++)
        {
            values[i] = (int)layout[4 * i];
            values[i + 1] = (int)(layout[4 * i] + layout[(4 * i) + 1]);
            values[count + 1 + i] = (int)layout[(4 * i) + 2];
            values[count + 2 + i] = (int)(layout[(4 * i) + 2] + layout[(4 * i) + 3]);
            values[(2 * count) + 2 + i] = (int)layout[(4 * i) + 3];
        }

        return tensor(values, device: device);
    }
}

/// <summary>A context and what follows it in different texts.</summary>
/// <param name="Context">The ids that the texts share.</param>
/// <param name="Continuations">The ids that follow in each.</param>
internal readonly record struct Branching(IReadOnlyList<int> Context, IReadOnlyList<IReadOnlyList<int>> Continuations);
