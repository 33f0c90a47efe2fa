using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using System.Text.Unicode;

namespace Optimas.Learning;

/// <summary>
/// A byte-level BPE tokenizer as a Hugging Face <c>tokenizer.json</c> describes it, with the ids and texts of the reference library
/// (<c>tokenizers</c>). Immutable and safe for concurrent use.
/// </summary>
/// <remarks>
/// Supported: byte-level BPE models; the splitting patterns of Llama 3, Qwen2 and GPT-2, and Digits; NFC; added tokens with all their
/// options; templates that put tokens around a text. Anything else in a file is refused when it is read.
/// </remarks>
public sealed class Tokenizer
{
    private const string DefaultSource = "tokenizer.json";

    private readonly TokenizerParts _parts;
    private readonly BytePairEncoder _encoder;
    private readonly AddedTokenMatcher? _rawMatcher;
    private readonly AddedTokenMatcher? _normalizedMatcher;
    private readonly FrozenDictionary<int, Added> _added;
    private readonly FrozenDictionary<string, int> _addedIds;

    private Tokenizer(TokenizerParts parts)
    {
        _parts = parts;
        _encoder = new(parts.Vocabulary, parts.Merges, parts.WholePieces);
        var specialTexts = parts.AddedTokens.Where(t => t.Special).Select(t => t.Content).ToHashSet(StringComparer.Ordinal);
        var added = parts.AddedTokens.Select(t => (Token: t, Pattern: t.Normalized && parts.Composes ? CanonicalComposition.Normalize(t.Content) : t.Content)).ToList();
        _rawMatcher = Matcher([.. added.Where(t => !t.Token.Normalized)]);
        _normalizedMatcher = Matcher([.. added.Where(t => t.Token.Normalized)]);
        _added = added.ToFrozenDictionary(t => t.Token.Id, t => new Added(t.Token, Bytes(t.Pattern), specialTexts.Contains(t.Pattern)));
        _addedIds = parts.AddedTokens.ToFrozenDictionary(t => t.Content, t => t.Id, StringComparer.Ordinal);
        SpecialTokenIds = parts.AddedTokens.Where(t => t.Special).Select(t => t.Id).ToFrozenSet();
        VocabularySize = Math.Max(parts.Vocabulary.Size, parts.AddedTokens.Select(t => t.Id + 1).DefaultIfEmpty().Max());

        static AddedTokenMatcher? Matcher(List<(AddedToken Token, string Pattern)> tokens) => tokens.Count > 0 ? new(tokens) : null;

        static byte[] Bytes(string pattern)
        {
            ByteAlphabet.TryRead(pattern, out byte[] bytes);
            return bytes;
        }
    }

    /// <summary>The largest id and one: how many rows an embedding needs at least. Padded checkpoints have more.</summary>
    public int VocabularySize { get; }

    /// <summary>The ids of the special tokens: the added tokens that control a model rather than spell text.</summary>
    public IReadOnlySet<int> SpecialTokenIds { get; }

    /// <summary>The ids that <see cref="Encode(string, bool)"/> puts before a text: the beginning-of-text token where there is one.</summary>
    public IReadOnlyList<int> LeadingTokens => _parts.Leading;

    /// <summary>The ids that <see cref="Encode(string, bool)"/> puts after a text; mostly none.</summary>
    public IReadOnlyList<int> TrailingTokens => _parts.Trailing;

    /// <summary>Reads a tokenizer from a file.</summary>
    /// <param name="path">A <c>tokenizer.json</c>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidDataException">
    /// The file is damaged or declares something that is not supported; the message names the file, the JSON path and what is supported.
    /// </exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static async Task<Tokenizer> LoadAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] json = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        return new(TokenizerFile.Read(json, path));
    }

    /// <summary>Reads a tokenizer from the bytes of a <c>tokenizer.json</c>.</summary>
    /// <param name="utf8Json">The file's content.</param>
    /// <exception cref="InvalidDataException">As for <see cref="LoadAsync"/>.</exception>
    public static Tokenizer Parse(ReadOnlyMemory<byte> utf8Json) => new(TokenizerFile.Read(utf8Json, DefaultSource));

    /// <summary>Reads a tokenizer from a stream with the content of a <c>tokenizer.json</c>, up to its end.</summary>
    /// <param name="utf8Json">The stream, which stays open.</param>
    /// <exception cref="InvalidDataException">As for <see cref="LoadAsync"/>.</exception>
    public static Tokenizer Parse(Stream utf8Json)
    {
        ArgumentNullException.ThrowIfNull(utf8Json);
        using var content = new MemoryStream();
        utf8Json.CopyTo(content);
        return Parse(content.GetBuffer().AsMemory(0, (int)content.Length));
    }

    /// <summary>
    /// The ids of a text that comes from outside: where it spells a special token it is text all the same, and nothing is put around it.
    /// (The reference's <c>encode</c> with <c>encode_special_tokens</c> and without <c>add_special_tokens</c>.)
    /// </summary>
    /// <param name="text">Any text; surrogates without their other half count as U+FFFD.</param>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<int>();
        Append(text, parseSpecial: false, ids);
        return [.. ids];
    }

    /// <summary>
    /// The ids of a text as the reference's <c>encode</c> gives them: special tokens in the text are parsed, so the text must be trusted.
    /// </summary>
    /// <param name="text">Any text; surrogates without their other half count as U+FFFD.</param>
    /// <param name="addSpecialTokens">Whether <see cref="LeadingTokens"/> and <see cref="TrailingTokens"/> go around it.</param>
    public int[] Encode(string text, bool addSpecialTokens)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<int>();
        if (addSpecialTokens)
            ids.AddRange(_parts.Leading);
        Append(text, parseSpecial: true, ids);
        if (addSpecialTokens)
            ids.AddRange(_parts.Trailing);
        return [.. ids];
    }

    /// <summary>The ids of UTF-8 text that comes from outside, like <see cref="Encode(string)"/>.</summary>
    /// <param name="utf8">
    /// Any bytes: what is not UTF-8 counts as U+FFFD, one for each longest start of a character (as Python's <c>errors="replace"</c>).
    /// </param>
    public int[] Encode(ReadOnlySpan<byte> utf8)
    {
        var ids = new List<int>();
        byte[] bytes = Utf8.IsValid(utf8) ? utf8.ToArray() : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(utf8));
        Append(bytes.AsMemory(), parseSpecial: false, ids);
        return [.. ids];
    }

    /// <summary>The text of ids, as the reference's <c>decode</c> gives it: bytes that are not UTF-8 come out as U+FFFD.</summary>
    /// <param name="ids">The ids; those that no token has are passed over, as padded checkpoints can emit them.</param>
    /// <param name="skipSpecialTokens">Whether special tokens are left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative.</exception>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens)
    {
        var bytes = new ArrayBufferWriter<byte>(Math.Max(16, ids.Length * 4));
        foreach (int id in ids)
            bytes.Write(Bytes(id, skipSpecialTokens));
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>The id of a token; null where there is none.</summary>
    /// <param name="token">The token as the vocabulary writes it: byte-level characters for text, its own text for an added token.</param>
    public int? TokenId(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (_addedIds.TryGetValue(token, out int id))
            return id;
        return _parts.Vocabulary.Find(token) is >= 0 and int found ? found : null;
    }

    /// <summary>The token of an id, as the vocabulary writes it; null where there is none.</summary>
    /// <param name="id">Any number.</param>
    public string? Token(int id) => _added.TryGetValue(id, out var added) ? added.Token.Content : _parts.Vocabulary.Token(id);

    /// <summary>What an id adds to the bytes of a decoded text.</summary>
    internal ReadOnlySpan<byte> Bytes(int id, bool skipSpecialTokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        if (_added.TryGetValue(id, out var added))
            return skipSpecialTokens && added.Skipped ? default : added.Bytes;
        return _parts.Vocabulary.Has(id) ? _parts.Vocabulary.Bytes(id) : default;
    }

    /// <summary>Adds the ids of a text.</summary>
    internal void Append(string text, bool parseSpecial, List<int> ids) => Append(Encoding.UTF8.GetBytes(text).AsMemory(), parseSpecial, ids);

    private void Append(ReadOnlyMemory<byte> text, bool parseSpecial, List<int> ids)
    {
        if (_rawMatcher is null)
        {
            AppendNormalized(text, parseSpecial, ids);
            return;
        }

        var parts = new List<(Range Range, AddedToken? Token)>();
        _rawMatcher.Split(text.Span, parseSpecial, parts);
        foreach (var (range, token) in parts)
        {
            if (token is null)
                AppendNormalized(text[range], parseSpecial, ids);
            else
                ids.Add(token.Id);
        }
    }

    private void AppendNormalized(ReadOnlyMemory<byte> text, bool parseSpecial, List<int> ids)
    {
        if (_parts.Composes)
            text = CanonicalComposition.Normalize(text);
        if (_normalizedMatcher is null)
        {
            AppendPieces(text.Span, 0, ids);
            return;
        }

        var parts = new List<(Range Range, AddedToken? Token)>();
        _normalizedMatcher.Split(text.Span, parseSpecial, parts);
        foreach (var (range, token) in parts)
        {
            if (token is null)
                AppendPieces(text.Span[range], 0, ids);
            else
                ids.Add(token.Id);
        }
    }

    private void AppendPieces(ReadOnlySpan<byte> text, int step, List<int> ids)
    {
        if (step == _parts.Patterns.Count)
        {
            if (!text.IsEmpty)
                _encoder.Encode(text, ids);
            return;
        }

        var pattern = _parts.Patterns[step];
        while (!text.IsEmpty)
        {
            int length = pattern.First(text);
            AppendPieces(text[..length], step + 1, ids);
            text = text[length..];
        }
    }

    /// <summary>An added token, what it adds to decoded text, and whether its text is that of a special token.</summary>
    private sealed record Added(AddedToken Token, byte[] Bytes, bool Skipped);
}
