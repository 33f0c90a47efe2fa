using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Optimas.Learning.Tests.Tokenization;

/// <summary>Every id and every text is what the reference library says; make_tokenizer_golden.py wrote down what that is.</summary>
public class TokenizerGoldenTests
{
    public static TheoryData<string> Names => ["llama3", "qwen2", "gpt2"];

    [Theory, MemberData(nameof(Names))]
    public async Task Texts_have_the_ids_of_the_reference(string name)
    {
        var (tokenizer, golden) = await Load(name);
        tokenizer.VocabularySize.ShouldBe(golden.GetProperty("vocabularySize").GetInt32());
        int[] prefix = Ids(golden.GetProperty("prefix"));
        tokenizer.LeadingTokens.ShouldBe(prefix);
        var texts = await Texts();
        var cases = golden.GetProperty("texts").EnumerateArray().ToList();
        cases.Count.ShouldBe(texts.Count);
        for (int i = 0; i < texts.Count; i++)
        {
            int[] ids = Ids(cases[i].GetProperty("ids"));
            string about = $"text {i}: {JsonSerializer.Serialize(texts[i])}";
            tokenizer.Encode(texts[i], addSpecialTokens: false).ShouldBe(ids, about);
            tokenizer.Encode(texts[i], addSpecialTokens: true).ShouldBe(cases[i].TryGetProperty("framed", out var framed) ? Ids(framed) : [.. prefix, .. ids], about);
            tokenizer.Encode(texts[i]).ShouldBe(cases[i].TryGetProperty("plain", out var plain) ? Ids(plain) : ids, about);
            AssertDecodes(tokenizer, cases[i], ids, texts[i], about);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Sequences_of_ids_have_the_texts_of_the_reference(string name)
    {
        var (tokenizer, golden) = await Load(name);
        foreach (var decoding in golden.GetProperty("decodings").EnumerateArray())
        {
            int[] ids = Ids(decoding.GetProperty("ids"));
            AssertDecodes(tokenizer, decoding, ids, "", string.Join(' ', ids));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Bytes_that_are_no_text_count_as_Python_replaces_them(string name)
    {
        var (tokenizer, _) = await Load(name);
        var texts = await Texts();
        foreach (var item in (await Read("texts.golden.json")).GetProperty("byteStrings").EnumerateArray())
        {
            string hexadecimal = item.GetProperty("bytes").GetString()!, text = texts[item.GetProperty("text").GetInt32()];
            byte[] bytes = Convert.FromHexString(hexadecimal);
            Encoding.UTF8.GetString(bytes).ShouldBe(text, hexadecimal);
            tokenizer.Encode(bytes).ShouldBe(tokenizer.Encode(text), hexadecimal);
        }
    }

    [Theory]
    [InlineData("llama3", "llama3")]
    [InlineData("qwen2", "chatml")]
    public async Task Conversations_are_laid_out_as_the_official_templates_do(string name, string layout)
    {
        var (tokenizer, golden) = await Load(name);
        var chat = golden.GetProperty("chat");
        var template = ChatTemplate.For(tokenizer, chat.GetProperty("template").GetString());
        template.Name.ShouldBe(layout);
        foreach (var item in chat.GetProperty("conversations").EnumerateArray())
        {
            var turns = item.GetProperty("messages").EnumerateArray()
                .Select(m => new ChatTurn(m.GetProperty("role").GetString()!, m.GetProperty("content").GetString()!)).ToList();
            bool prompt = item.GetProperty("generationPrompt").GetBoolean();
            string text = item.GetProperty("text").GetString()!;
            template.Render(turns, prompt).ShouldBe(text);
            if (item.TryGetProperty("ids", out var ids))
                template.Encode(turns, prompt).ShouldBe(Ids(ids), text);
            else
                template.Encode(turns, prompt).Count(tokenizer.SpecialTokenIds.Contains).ShouldBeLessThan(tokenizer.Encode(text, false).Count(tokenizer.SpecialTokenIds.Contains));
        }
    }

    [Theory]
    [InlineData("letters", CharacterClass.Letter)]
    [InlineData("numbers", CharacterClass.Number)]
    [InlineData("spaces", CharacterClass.Space)]
    internal async Task Characters_are_of_the_classes_that_the_reference_matches(string name, CharacterClass expected)
    {
        int[] differences = Ids((await Read("unicode.golden.json")).GetProperty(name));
        var inside = new HashSet<int>();
        for (int i = 0, last = 0; i < differences.Length; i += 2)
        {
            int first = last + differences[i];
            last = first + differences[i + 1];
            inside.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        Characters().Where(r => (CharacterClasses.First(Encoding.UTF8.GetBytes(r.ToString()), out _) == expected) != inside.Contains(r.Value))
            .Select(r => $"{r.Value:X}").ShouldBeEmpty();
    }

    [Fact]
    public async Task Normalization_is_the_reference_s()
    {
        var golden = await Read("unicode.golden.json");
        var composed = golden.GetProperty("composed").EnumerateObject().ToDictionary(c => Convert.ToInt32(c.Name, 16), c => c.Value.GetString()!);
        foreach (var rune in Characters())
            CanonicalComposition.Normalize(rune.ToString()).ShouldBe(composed.GetValueOrDefault(rune.Value, rune.ToString()), $"{rune.Value:X}");
        golden.GetProperty("recomposed").EnumerateObject().ShouldBeEmpty();
        foreach (var pair in golden.GetProperty("normalized").EnumerateArray())
            CanonicalComposition.Normalize(pair[0].GetString()!).ShouldBe(pair[1].GetString(), pair[0].GetRawText());
    }

    [Fact]
    public async Task Digits_are_cut_as_the_reference_cuts_them()
    {
        foreach (var item in (await Read("unicode.golden.json")).GetProperty("digits").EnumerateArray())
        {
            var pieces = new List<string>();
            foreach (string part in Pieces(new DigitPattern(item.GetProperty("individual").GetBoolean()), item.GetProperty("text").GetString()!))
                pieces.AddRange(Pieces(new Gpt2Pattern(), part));
            pieces.ShouldBe(item.GetProperty("pieces").EnumerateArray().Select(p => p.GetString()!), item.GetRawText());
        }
    }

    private static List<string> Pieces(PiecePattern pattern, string text)
    {
        var pieces = new List<string>();
        for (var rest = Encoding.UTF8.GetBytes(text).AsSpan(); !rest.IsEmpty; rest = rest[pattern.First(rest)..])
            pieces.Add(Encoding.UTF8.GetString(rest[..pattern.First(rest)]));
        return pieces;
    }

    private static void AssertDecodes(Tokenizer tokenizer, JsonElement expected, int[] ids, string text, string about)
    {
        string decoded = expected.TryGetProperty("decoded", out var own) ? own.GetString()! : text;
        string skipped = expected.TryGetProperty("skipped", out var other) ? other.GetString()! : decoded;
        tokenizer.Decode(ids, skipSpecialTokens: false).ShouldBe(decoded, about);
        tokenizer.Decode(ids, skipSpecialTokens: true).ShouldBe(skipped, about);
        var stream = new TokenDecoder(tokenizer, skipSpecialTokens: true);
        (string.Concat(ids.Select(stream.Append)) + stream.Finish()).ShouldBe(skipped, about);
    }

    private static IEnumerable<Rune> Characters() => Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(c => new Rune(c));

    private static int[] Ids(JsonElement json) => [.. json.EnumerateArray().Select(i => i.GetInt32())];

    private static async Task<List<string>> Texts() => [.. (await Read("texts.golden.json")).GetProperty("texts").EnumerateArray().Select(t => t.GetString()!)];

    private static async Task<(Tokenizer Tokenizer, JsonElement Golden)> Load(string name) =>
        (await Tokenizer.LoadAsync(Path.Combine(Folder(), $"{name}.tokenizer.json")), await Read($"{name}.golden.json"));

    private static async Task<JsonElement> Read(string file)
    {
        using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Folder(), file)));
        return document.RootElement.Clone();
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "Golden", "tokenizers");
}
