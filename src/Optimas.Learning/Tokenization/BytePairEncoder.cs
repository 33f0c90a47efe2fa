using System.Buffers;

namespace Optimas.Learning;

/// <summary>
/// Byte pair encoding of one piece (Sennrich, Haddow, Birch 2016): of all neighbours that merge, those with the lowest rank do, the leftmost
/// first, until none does. Safe for concurrent use.
/// </summary>
/// <param name="vocabulary">The tokens, among them one for each byte that valid UTF-8 has.</param>
/// <param name="merges">Which neighbours merge.</param>
/// <param name="wholePieces">Whether a piece that is a token becomes that token, whatever the merges say.</param>
internal sealed class BytePairEncoder(Vocabulary vocabulary, MergeTable merges, bool wholePieces)
{
    // Up to here looking through all ranks for each merge is faster than a queue.
    private const int ShortPiece = 48;

    private readonly PieceCache _cache = new();
    private readonly int[] _byteIds = [.. Enumerable.Range(0, 256).Select(b => vocabulary.Find([(byte)b]))];

    /// <summary>Adds a piece's ids.</summary>
    public void Encode(ReadOnlySpan<byte> piece, List<int> ids)
    {
        if (wholePieces && vocabulary.Find(piece) is >= 0 and int whole)
        {
            ids.Add(whole);
            return;
        }

        if (piece.Length > PieceCache.LongestPiece)
        {
            AddByQueue(piece, ids);
            return;
        }

        if (_cache.Find(piece) is { } known)
        {
            ids.AddRange(known);
            return;
        }

        int before = ids.Count;
        if (piece.Length <= ShortPiece)
            AddByScan(piece, ids);
        else
            AddByQueue(piece, ids);
        _cache.Keep(piece, [.. ids[before..]]);
    }

    /// <summary>Adds the ids of a piece of up to a few dozen bytes: quadratic, without allocation.</summary>
    internal void AddByScan(ReadOnlySpan<byte> piece, List<int> ids)
    {
        Span<int> symbols = stackalloc int[piece.Length];
        Span<(int Rank, int Id)> next = stackalloc (int, int)[piece.Length];
        int count = 0;
        foreach (byte b in piece)
            symbols[count++] = _byteIds[b];
        for (int i = 0; i + 1 < count; i++)
            next[i] = Merge(symbols[i], symbols[i + 1]);

        while (count > 1)
        {
            int best = 0;
            for (int i = 1; i + 1 < count; i++)
            {
                if (next[i].Rank < next[best].Rank)
                    best = i;
            }

            if (next[best].Rank == int.MaxValue)
                break;
            symbols[best] = next[best].Id;
            symbols[(best + 2)..count].CopyTo(symbols[(best + 1)..]);
            next[(best + 1)..(count - 1)].CopyTo(next[best..]);
            count--;
            if (best > 0)
                next[best - 1] = Merge(symbols[best - 1], symbols[best]);
            if (best + 1 < count)
                next[best] = Merge(symbols[best], symbols[best + 1]);
        }

        foreach (int symbol in symbols[..count])
            ids.Add(symbol);
    }

    /// <summary>Adds the ids of a piece of any length, in O(n log n).</summary>
    internal void AddByQueue(ReadOnlySpan<byte> piece, List<int> ids)
    {
        int count = piece.Length;
        var pool = ArrayPool<int>.Shared;
        int[] symbols = pool.Rent(count), before = pool.Rent(count), after = pool.Rent(count);
        var queue = new PriorityQueue<int, long>(count);
        for (int i = 0; i < count; i++)
        {
            symbols[i] = _byteIds[piece[i]];
            before[i] = i - 1;
            after[i] = i + 1;
        }

        for (int i = 0; i + 1 < count; i++)
            Queue(i, i + 1);
        while (queue.TryDequeue(out int id, out long order))
        {
            int left = (int)(uint)order;
            int right = symbols[left] < 0 ? count : after[left];
            // The queue still holds merges whose symbols are gone.
            if (right >= count || !merges.TryFind(symbols[left], symbols[right], out var merge) || merge.Id != id)
                continue;
            symbols[left] = id;
            symbols[right] = -1;
            after[left] = after[right];
            if (after[left] < count)
            {
                before[after[left]] = left;
                Queue(left, after[left]);
            }

            if (before[left] >= 0)
                Queue(before[left], left);
        }

        for (int i = 0; i < count; i = after[i])
            ids.Add(symbols[i]);
        pool.Return(symbols);
        pool.Return(before);
        pool.Return(after);

        void Queue(int left, int right)
        {
            if (merges.TryFind(symbols[left], symbols[right], out var merge))
                queue.Enqueue(merge.Id, ((long)merge.Rank << 32) | (uint)left);
        }
    }

    private (int Rank, int Id) Merge(int left, int right) => merges.TryFind(left, right, out var merge) ? merge : (int.MaxValue, -1);
}
