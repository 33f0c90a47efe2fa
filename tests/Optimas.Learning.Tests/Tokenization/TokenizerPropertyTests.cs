using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace Optimas.Learning.Tests.Tokenization;

public class TokenizerPropertyTests
{
    private const int Cases = 500;

    private static readonly Tokenizer s_tokenizer = SmallTokenizer.Llama3();

    // Characters that the patterns and the vocabulary care about, and any others.
    private static readonly Gen<string> s_texts = Gen.Choose(0, 9).SelectMany(kind => kind switch
        {
            < 3 => Gen.Elements(" ", "  ", "\n", "\r\n", "\t", "\u00a0", "\u3000"),
            < 6 => Gen.Elements("a", "the", "s", "S", "'", "'s", "'LL", "12", "3", "!", "é", "e\u0301", "東", "😀", "𝒜", "<|eot_id|>", "_"),
            _ => Gen.Choose(0, 0x10FFFF).Where(Rune.IsValid).Select(c => new Rune(c).ToString()),
        })
        .ListOf().Select(string.Concat);

    private static readonly Gen<int[]> s_sequences = Gen.Choose(0, s_tokenizer.VocabularySize + 5).ArrayOf();

    [Fact]
    public void Decoding_undoes_encoding() => Check(s_texts, text =>
        s_tokenizer.Decode(s_tokenizer.Encode(text), skipSpecialTokens: true) == text
        && s_tokenizer.Decode(s_tokenizer.Encode(text, addSpecialTokens: false), skipSpecialTokens: false) == text);

    [Fact]
    public void Bytes_and_text_are_one() => Check(s_texts, text => s_tokenizer.Encode(Encoding.UTF8.GetBytes(text)).SequenceEqual(s_tokenizer.Encode(text)));

    [Fact]
    public void Outside_text_never_has_a_special_token() => Check(s_texts, text => !s_tokenizer.Encode(text).Any(s_tokenizer.SpecialTokenIds.Contains));

    [Fact]
    public void A_growing_text_is_the_whole_text() => Check(s_sequences, ids =>
    {
        var decoder = new TokenDecoder(s_tokenizer, skipSpecialTokens: false);
        var parts = ids.Select(decoder.Append).ToList();
        parts.Add(decoder.Finish());
        return string.Concat(parts) == s_tokenizer.Decode(ids, skipSpecialTokens: false)
            && parts.All(p => p.Length == 0 || (!char.IsLowSurrogate(p[0]) && !char.IsHighSurrogate(p[^1])));
    });

    [Fact]
    public void Scanning_and_queueing_merge_alike()
    {
        var parts = TokenizerFile.Read(Encoding.UTF8.GetBytes(SmallTokenizer.Json(LlamaPattern.Llama3Regex).ToJsonString()), "small");
        var encoder = new BytePairEncoder(parts.Vocabulary, parts.Merges, parts.WholePieces);
        Check(Gen.Elements("a", "aa", "t", "h", "e", " ", "the", "é", "!", "=", "r", "er").ListOf().Select(string.Concat), text =>
        {
            List<int> scanned = [], queued = [];
            encoder.AddByScan(Encoding.UTF8.GetBytes(text), scanned);
            encoder.AddByQueue(Encoding.UTF8.GetBytes(text), queued);
            return scanned.SequenceEqual(queued);
        });
    }

    [Theory]
    [InlineData(LlamaPattern.Llama3Regex)]
    [InlineData(LlamaPattern.Qwen2Regex)]
    [InlineData(Gpt2Pattern.Regex)]
    public void Pieces_are_the_regular_expression_s_where_dotnet_reads_it_alike(string regex)
    {
        var pattern = PiecePattern.For(regex)!;
        var expression = new Regex(regex, RegexOptions.CultureInvariant);
        // Its classes are those of UTF-16 code units, and its case folding is not Unicode's: the golden files cover those.
        var texts = s_texts.Where(text => text.All(c => !char.IsSurrogate(c) && c != '\u017f' && c != '\u212a'));
        Check(texts, text =>
        {
            var expected = expression.Matches(text).Select(m => m.Value);
            var pieces = new List<string>();
            for (var rest = Encoding.UTF8.GetBytes(text).AsSpan(); !rest.IsEmpty; rest = rest[pattern.First(rest)..])
                pieces.Add(Encoding.UTF8.GetString(rest[..pattern.First(rest)]));
            return pieces.SequenceEqual(expected);
        });
    }

    [Fact]
    public void Normalizing_twice_changes_nothing_more() => Check(s_texts, text =>
        CanonicalComposition.Normalize(CanonicalComposition.Normalize(text)) == CanonicalComposition.Normalize(text));

    private static void Check<T>(Gen<T> values, Func<T, bool> holds) =>
        Prop.ForAll(values.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(Cases));
}
