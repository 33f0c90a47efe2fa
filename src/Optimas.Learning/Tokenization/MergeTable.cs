using System.Numerics;

namespace Optimas.Learning;

/// <summary>Which neighbours merge: from two ids to the merge's rank and the id that it makes.</summary>
internal sealed class MergeTable
{
    private readonly ulong[] _pairs;
    private readonly (int Rank, int Id)[] _merges;
    private readonly int _shift;

    /// <summary>An empty table.</summary>
    /// <param name="capacity">How many merges will be set at most.</param>
    public MergeTable(int capacity)
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)capacity + 1) * 2;
        _pairs = new ulong[size];
        _merges = new (int, int)[size];
        _shift = 64 - BitOperations.Log2((uint)size);
    }

    /// <summary>Sets what a pair becomes; the last word counts.</summary>
    public void Set(int left, int right, int rank, int id)
    {
        int slot = Slot(Pair(left, right));
        _pairs[slot] = Pair(left, right);
        _merges[slot] = (rank, id);
    }

    /// <summary>Whether two neighbours merge.</summary>
    public bool TryFind(int left, int right, out (int Rank, int Id) merge)
    {
        int slot = Slot(Pair(left, right));
        merge = _merges[slot];
        return _pairs[slot] != 0;
    }

    private int Slot(ulong pair)
    {
        int slot = (int)((pair * 0x9E3779B97F4A7C15) >> _shift);
        while (_pairs[slot] != 0 && _pairs[slot] != pair)
            slot = (slot + 1) & (_pairs.Length - 1);
        return slot;
    }

    // Never 0, which marks an empty slot.
    private static ulong Pair(int left, int right) => ((ulong)(uint)left << 32) + (uint)right + 1;
}
