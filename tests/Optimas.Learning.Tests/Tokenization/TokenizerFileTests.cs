using System.Text;
using System.Text.Json.Nodes;

namespace Optimas.Learning.Tests.Tokenization;

public class TokenizerFileTests
{
    public static TheoryData<string, string, string> Unsupported => new()
    {
        { "version", "\"2.0\"", "version is \"2.0\". Supported: \"1.0\"" },
        { "truncation", "{\"max_length\":5}", "truncation is set" },
        { "padding", "{}", "padding is set" },
        { "normalizer", "{\"type\":\"Lowercase\"}", "normalizer is of type Lowercase. Supported: null and NFC" },
        { "normalizer", "{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"NFC\"},{\"type\":\"NFKC\"}]}", "normalizer.normalizers[1] is of type NFKC" },
        { "pre_tokenizer", "null", "pre_tokenizer is null" },
        { "pre_tokenizer", "{\"type\":\"Whitespace\"}", "pre_tokenizer is of type Whitespace" },
        { "pre_tokenizer", "{\"type\":\"ByteLevel\",\"add_prefix_space\":true}", "pre_tokenizer.add_prefix_space is true" },
        { "pre_tokenizer.pretokenizers[0].pattern", "{\"Regex\":\"\\\\w+\"}", "is the unknown pattern \\w+. Supported: the patterns of Llama 3" },
        { "pre_tokenizer.pretokenizers[0].pattern", "{\"String\":\" \"}", "pre_tokenizer.pretokenizers[0].pattern is not a Regex" },
        { "pre_tokenizer.pretokenizers[0].behavior", "\"Removed\"", "behavior is Removed. Supported: Isolated" },
        { "pre_tokenizer.pretokenizers[0].invert", "true", "invert is true" },
        { "pre_tokenizer.pretokenizers[1]", "{\"type\":\"Digits\"}", "pre_tokenizer.pretokenizers[1] is of type Digits" },
        { "post_processor", "{\"type\":\"BertProcessing\"}", "post_processor is of type BertProcessing" },
        { "post_processor.single", "[]", "post_processor.single has no Sequence A" },
        { "post_processor.special_tokens", "{}", "post_processor.special_tokens.<|begin_of_text|>" },
        { "decoder", "null", "decoder is null. Supported: ByteLevel" },
        { "decoder", "{\"type\":\"Metaspace\"}", "decoder is of type Metaspace" },
        { "model", "null", "model is missing" },
        { "model.type", "\"Unigram\"", "model.type is Unigram. Supported: byte-level BPE" },
        { "model.byte_fallback", "true", "model.byte_fallback is true" },
        { "model.dropout", "0.1", "model.dropout is 0.1" },
        { "model.end_of_word_suffix", "\"</w>\"", "model.end_of_word_suffix is \"</w>\"" },
        { "model.vocab", "null", "model.vocab is missing" },
        { "model.vocab", "[]", "model.vocab is not an object" },
        { "model.vocab", "{\"a\":0}", "model.vocab has no token for the byte 0x00" },
        { "model.vocab", "{\"a\":0,\"b\":0}", "is 0, the id of \"a\" too" },
        { "model.vocab", "{\"a\":-1}", "model.vocab[\"a\"] is -1. Supported: an id from 0" },
        { "model.vocab", "{\"a\":1.5}", "model.vocab[\"a\"] is 1.5" },
        { "model.vocab", "{\"a\":4000000000}", "model.vocab[\"a\"] is 4000000000" },
        { "model.merges", "null", "model.merges is missing" },
        { "model.merges", "[\"ab\"]", "model.merges[0] is \"ab\". Supported: \"a b\" and [\"a\", \"b\"]" },
        { "model.merges", "[\"h e\", \"a b c\"]", "model.merges[1] is \"a b c\"" },
        { "model.merges", "[[\"a\"]]", "model.merges[0] is not a pair" },
        { "model.merges", "[[\"zq\", \"b\"]]", "model.merges[0] needs the token \"zq\"" },
        { "model.merges", "[[\"z\", \"q\"]]", "model.merges[0] needs the token \"zq\"" },
        { "added_tokens[0].id", "3", "is 3, the id of \"ă\" in model.vocab" },
        { "added_tokens[0].content", "\"!\"", "but \"!\" is 33 in model.vocab" },
        { "added_tokens[1].content", "\"<|begin_of_text|>\"", "added_tokens[1] repeats" },
        { "added_tokens[1].special", "\"yes\"", "added_tokens[1].special is \"yes\". Supported: true or false" },
        { "added_tokens", "{}", "added_tokens is not an array" },
    };

    [Theory, MemberData(nameof(Unsupported))]
    public void What_is_not_supported_is_refused_by_name(string path, string value, string message)
    {
        var json = SmallTokenizer.Json(LlamaPattern.Llama3Regex, "<|begin_of_text|>", "<|eot_id|>");
        Set(json, path, JsonNode.Parse(value));
        var error = Should.Throw<InvalidDataException>(() => SmallTokenizer.Parse(json));
        error.Message.ShouldContain(message);
        error.Message.ShouldStartWith("tokenizer.json: ");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"model\":{\"type\":\"BPE\",\"vocab\":{\"\\ud800\":0}}}")]
    public void What_is_damaged_is_refused(string json) =>
        Should.Throw<InvalidDataException>(() => Tokenizer.Parse(Encoding.UTF8.GetBytes(json))).Message.ShouldStartWith("tokenizer.json: ");

    [Fact]
    public async Task Errors_name_the_file()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(path, "{\"version\":\"0\"}");
        try
        {
            (await Should.ThrowAsync<InvalidDataException>(() => Tokenizer.LoadAsync(path))).Message.ShouldStartWith(path);
        }
        finally
        {
            File.Delete(path);
        }

        await Should.ThrowAsync<FileNotFoundException>(() => Tokenizer.LoadAsync(path));
        await Should.ThrowAsync<OperationCanceledException>(() => Tokenizer.LoadAsync(path, new CancellationToken(true)));
    }

    [Fact]
    public void Cut_files_are_refused_at_every_length()
    {
        byte[] json = Encoding.UTF8.GetBytes(SmallTokenizer.Json(LlamaPattern.Qwen2Regex, "<|im_end|>").ToJsonString());
        for (int length = 0; length < json.Length; length += 97)
            Should.Throw<InvalidDataException>(() => Tokenizer.Parse(json.AsMemory(0, length)));
    }

    [Fact]
    public void Both_forms_of_merges_a_byte_order_mark_and_a_stream_are_read()
    {
        var json = SmallTokenizer.Json(LlamaPattern.Llama3Regex, "<|eot_id|>");
        var expected = SmallTokenizer.Parse(json);
        var merges = json["model"]!["merges"]!.AsArray();
        for (int i = 0; i < merges.Count; i++)
            merges[i] = new JsonArray([.. merges[i]!.GetValue<string>().Split(' ').Select(s => (JsonNode)s)]);
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(json.ToJsonString())];
        using var stream = new MemoryStream(bytes);
        const string Text = "the quick brown fox doesn't return 今日は";
        Tokenizer.Parse(stream).Encode(Text).ShouldBe(expected.Encode(Text));
        expected.Encode(Text).Length.ShouldBeLessThan(Encoding.UTF8.GetByteCount(Text) / 2);
    }

    [Fact]
    public void Ids_may_have_gaps()
    {
        var json = SmallTokenizer.Json(LlamaPattern.Llama3Regex);
        json["added_tokens"]!.AsArray().Add(SmallTokenizer.Added(5000, "<|far|>", special: true));
        var tokenizer = SmallTokenizer.Parse(json);
        tokenizer.VocabularySize.ShouldBe(5001);
        tokenizer.Token(4999).ShouldBeNull();
        tokenizer.Token(-1).ShouldBeNull();
        tokenizer.Token(5000).ShouldBe("<|far|>");
        tokenizer.TokenId("<|far|>").ShouldBe(5000);
        tokenizer.TokenId("Ġthe").ShouldNotBeNull();
        tokenizer.Token(tokenizer.TokenId("Ġthe")!.Value).ShouldBe("Ġthe");
        tokenizer.TokenId("no such token").ShouldBeNull();
        tokenizer.Decode([4999, 5000], skipSpecialTokens: false).ShouldBe("<|far|>");
        Should.Throw<ArgumentOutOfRangeException>(() => tokenizer.Decode([-1], skipSpecialTokens: false));
    }

    private static void Set(JsonNode json, string path, JsonNode? value)
    {
        string[] steps = path.Replace("[", ".[", StringComparison.Ordinal).Split('.');
        foreach (string step in steps[..^1])
            json = step[0] == '[' ? json[int.Parse(step[1..^1])]! : json[step]!;
        if (steps[^1][0] == '[')
            json[int.Parse(steps[^1][1..^1])] = value;
        else
            json[steps[^1]] = value;
    }
}
