using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Optimas.Learning;

/// <summary>
/// Makes a byte-level BPE tokenizer out of texts: the pair of tokens that occurs most often becomes a token, again and again (Sennrich et al.
/// 2016). Texts are cut into pieces as Qwen2's are, digits one by one. The result is a function of the texts alone.
/// </summary>
public static class TokenizerTrainer
{
    private const int Bytes = 256;

    /// <summary>Trains a tokenizer.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="vocabularySize">The number of tokens, the 256 bytes and the special tokens included; fewer where the texts have no pair left.</param>
    /// <param name="specialTokens">Tokens that control a model rather than spell text; they get the last ids.</param>
    /// <param name="cancellationToken">Ends the training.</param>
    /// <returns>The bytes of a <c>tokenizer.json</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no room for the bytes and the special tokens.</exception>
    public static byte[] Train(
        IEnumerable<string> texts, int vocabularySize, IReadOnlyList<string> specialTokens, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(specialTokens);
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularySize, Bytes + specialTokens.Count);
        var words = Count(texts, cancellationToken);
        var tokens = Enumerable.Range(0, Bytes).Select(b => ByteAlphabet.Write([(byte)b])).ToList();
        var merges = Merge(words, tokens, vocabularySize - specialTokens.Count, cancellationToken);
        return ToJson(tokens, merges, specialTokens);
    }

    private static List<Word> Count(IEnumerable<string> texts, CancellationToken cancellationToken)
    {
        var pattern = PiecePattern.For(LlamaPattern.Qwen2Regex)!;
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (string text in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> rest = Encoding.UTF8.GetBytes(text);
            while (!rest.IsEmpty)
            {
                int length = pattern.First(rest);
                CollectionsMarshal.GetValueRefOrAddDefault(counts, ByteAlphabet.Write(rest[..length]), out _)++;
                rest = rest[length..];
            }
        }

        return
        [
            .. counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c =>
            {
                ByteAlphabet.TryRead(c.Key, out byte[] bytes);
                return new Word([.. bytes.Select(b => (int)b)], c.Value);
            }),
        ];
    }

    private static List<(int Left, int Right)> Merge(List<Word> words, List<string> tokens, int size, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<(int Left, int Right), long>();
        var places = new Dictionary<(int Left, int Right), HashSet<int>>();
        for (int i = 0; i < words.Count; i++)
            Add(i, +1);
        var merges = new List<(int Left, int Right)>();
        while (tokens.Count < size)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (best, count) = counts.DefaultIfEmpty().MaxBy(c => (c.Value, -c.Key.Left, -c.Key.Right));
            if (count < 1)
                break;
            merges.Add(best);
            tokens.Add(tokens[best.Left] + tokens[best.Right]);
            foreach (int place in places[best].ToArray())
            {
                Add(place, -1);
                Join(words[place].Tokens, best, tokens.Count - 1);
                Add(place, +1);
            }
        }

        return merges;

        void Add(int place, int sign)
        {
            var word = words[place].Tokens;
            for (int i = 0; i + 1 < word.Count; i++)
            {
                var pair = (word[i], word[i + 1]);
                CollectionsMarshal.GetValueRefOrAddDefault(counts, pair, out _) += sign * words[place].Count;
                var at = CollectionsMarshal.GetValueRefOrAddDefault(places, pair, out _) ??= [];
                if (sign > 0)
                    at.Add(place);
                else
                    at.Remove(place);
            }
        }
    }

    private static void Join(List<int> word, (int Left, int Right) pair, int token)
    {
        int to = 0;
        for (int from = 0; from < word.Count; from++, to++)
        {
            bool joins = from + 1 < word.Count && word[from] == pair.Left && word[from + 1] == pair.Right;
            word[to] = joins ? token : word[from];
            from += joins ? 1 : 0;
        }

        word.RemoveRange(to, word.Count - to);
    }

    private static byte[] ToJson(List<string> tokens, List<(int Left, int Right)> merges, IReadOnlyList<string> specialTokens)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("version", "1.0");
            json.WriteNull("truncation");
            json.WriteNull("padding");
            json.WriteStartArray("added_tokens");
            for (int i = 0; i < specialTokens.Count; i++)
                WriteSpecial(json, tokens.Count + i, specialTokens[i]);
            json.WriteEndArray();
            json.WriteNull("normalizer");
            json.WriteStartObject("pre_tokenizer");
            json.WriteString("type", "Sequence");
            json.WriteStartArray("pretokenizers");
            json.WriteStartObject();
            json.WriteString("type", "Split");
            json.WriteStartObject("pattern");
            json.WriteString("Regex", LlamaPattern.Qwen2Regex);
            json.WriteEndObject();
            json.WriteString("behavior", "Isolated");
            json.WriteBoolean("invert", false);
            json.WriteEndObject();
            json.WriteStartObject();
            WriteByteLevel(json);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteNull("post_processor");
            json.WriteStartObject("decoder");
            WriteByteLevel(json);
            json.WriteStartObject("model");
            json.WriteString("type", "BPE");
            foreach (string unused in (ReadOnlySpan<string>)["dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix"])
                json.WriteNull(unused);
            json.WriteBoolean("fuse_unk", false);
            json.WriteBoolean("byte_fallback", false);
            json.WriteStartObject("vocab");
            for (int i = 0; i < tokens.Count; i++)
                json.WriteNumber(tokens[i], i);
            json.WriteEndObject();
            json.WriteStartArray("merges");
            foreach (var (left, right) in merges)
                json.WriteStringValue($"{tokens[left]} {tokens[right]}");
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteByteLevel(Utf8JsonWriter json)
    {
        json.WriteString("type", "ByteLevel");
        json.WriteBoolean("add_prefix_space", false);
        json.WriteBoolean("trim_offsets", false);
        json.WriteBoolean("use_regex", false);
        json.WriteEndObject();
    }

    private static void WriteSpecial(Utf8JsonWriter json, int id, string content)
    {
        json.WriteStartObject();
        json.WriteNumber("id", id);
        json.WriteString("content", content);
        foreach (string off in (ReadOnlySpan<string>)["single_word", "lstrip", "rstrip", "normalized"])
            json.WriteBoolean(off, false);
        json.WriteBoolean("special", true);
        json.WriteEndObject();
    }

    private sealed record Word(List<int> Tokens, long Count);
}
