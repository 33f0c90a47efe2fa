namespace Optimas.Learning;

/// <summary>
/// The ids of short pieces that came up lately: a fixed number of slots, each with an immutable entry that a newer one replaces, so that
/// threads share it without a lock.
/// </summary>
internal sealed class PieceCache
{
    /// <summary>The longest piece that is kept, in bytes.</summary>
    public const int LongestPiece = 64;

    private const int Slots = 1 << 14;

    private readonly Entry?[] _entries = new Entry?[Slots];

    /// <summary>The ids of a piece, where they are known.</summary>
    public int[]? Find(ReadOnlySpan<byte> piece)
    {
        var entry = Volatile.Read(ref _entries[ByteHash.Of(piece) & (Slots - 1)]);
        return entry is not null && piece.SequenceEqual(entry.Piece) ? entry.Ids : null;
    }

    /// <summary>Keeps the ids of a piece.</summary>
    public void Keep(ReadOnlySpan<byte> piece, int[] ids) =>
        Volatile.Write(ref _entries[ByteHash.Of(piece) & (Slots - 1)], new Entry(piece.ToArray(), ids));

    private sealed record Entry(byte[] Piece, int[] Ids);
}
