namespace Optimas.Learning;

/// <summary>The model's tokens: all their bytes in one array, found by id or by an open-addressed table.</summary>
internal sealed class Vocabulary
{
    private const byte ByteLevel = 1, Text = 2;

    private readonly byte[] _bytes;
    private readonly int[] _starts;
    private readonly byte[] _kinds;
    private readonly int[] _table;

    /// <summary>A vocabulary.</summary>
    /// <param name="tokens">The tokens as the vocabulary writes them, by id; null where no token has that id.</param>
    /// <exception cref="ArgumentException">A token occurs twice.</exception>
    public Vocabulary(IReadOnlyList<string?> tokens)
    {
        _starts = new int[tokens.Count + 1];
        _kinds = new byte[tokens.Count];
        var bytes = new List<byte>(tokens.Count * 8);
        for (int id = 0; id < tokens.Count; id++)
        {
            _starts[id] = bytes.Count;
            if (tokens[id] is not { } token)
                continue;
            _kinds[id] = ByteAlphabet.TryRead(token, out byte[] own) ? ByteLevel : Text;
            bytes.AddRange(own);
        }

        _starts[^1] = bytes.Count;
        _bytes = [.. bytes];
        _table = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)tokens.Count + 1) * 2];
        for (int id = 0; id < tokens.Count; id++)
        {
            if (_kinds[id] != 0)
                Insert(id);
        }
    }

    /// <summary>The largest id and one.</summary>
    public int Size => _kinds.Length;

    /// <summary>Whether a token has the id.</summary>
    public bool Has(int id) => (uint)id < (uint)_kinds.Length && _kinds[id] != 0;

    /// <summary>What a token that <see cref="Has"/> stands for.</summary>
    public ReadOnlySpan<byte> Bytes(int id) => _bytes.AsSpan(_starts[id].._starts[id + 1]);

    /// <summary>How the vocabulary writes a token; null without one of that id.</summary>
    public string? Token(int id) => !Has(id) ? null
        : _kinds[id] == ByteLevel ? ByteAlphabet.Write(Bytes(id))
        : System.Text.Encoding.UTF8.GetString(Bytes(id));

    /// <summary>The id of the token that stands for the bytes; -1 without one.</summary>
    public int Find(ReadOnlySpan<byte> bytes) => Find(bytes, ByteLevel);

    /// <summary>The id of the token that the vocabulary writes so; -1 without one.</summary>
    public int Find(string token) => ByteAlphabet.TryRead(token, out byte[] bytes) ? Find(bytes, ByteLevel) : Find(bytes, Text);

    private int Find(ReadOnlySpan<byte> bytes, byte kind)
    {
        for (int slot = (int)ByteHash.Of(bytes) & (_table.Length - 1); _table[slot] != 0; slot = (slot + 1) & (_table.Length - 1))
        {
            int id = _table[slot] - 1;
            if (_kinds[id] == kind && Bytes(id).SequenceEqual(bytes))
                return id;
        }

        return -1;
    }

    private void Insert(int id)
    {
        int slot = (int)ByteHash.Of(Bytes(id)) & (_table.Length - 1);
        for (; _table[slot] != 0; slot = (slot + 1) & (_table.Length - 1))
        {
            int other = _table[slot] - 1;
            if (_kinds[other] == _kinds[id] && Bytes(other).SequenceEqual(Bytes(id)))
                throw new ArgumentException($"\"{Token(id)}\" has the ids {other} and {id}.");
        }

        _table[slot] = id + 1;
    }
}
