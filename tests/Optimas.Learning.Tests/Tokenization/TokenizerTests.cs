using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Optimas.Learning.Tests.Tokenization;

public class TokenizerTests
{
    [Fact]
    public void Special_tokens_in_a_text_are_parsed_only_on_request()
    {
        var tokenizer = SmallTokenizer.Llama3();
        int end = tokenizer.TokenId("<|eot_id|>")!.Value, begin = tokenizer.TokenId("<|begin_of_text|>")!.Value;
        tokenizer.Encode("a<|eot_id|>").ShouldNotContain(end);
        tokenizer.Encode("a<|eot_id|>", addSpecialTokens: true).ShouldBe([begin, .. tokenizer.Encode("a"), end]);
        tokenizer.Encode("").ShouldBeEmpty();
        tokenizer.Encode("", addSpecialTokens: true).ShouldBe([begin]);
        tokenizer.Decode([begin, end], skipSpecialTokens: true).ShouldBe("");
    }

    [Fact]
    public void Added_tokens_have_their_options()
    {
        var json = SmallTokenizer.Json(LlamaPattern.Qwen2Regex);
        int first = json["model"]!["vocab"]!.AsObject().Count;
        json["normalizer"] = new JsonObject { ["type"] = "NFC" };
        var added = json["added_tokens"]!.AsArray();
        added.Add(SmallTokenizer.Added(first, "<l>", left: true));
        added.Add(SmallTokenizer.Added(first + 1, "<r>", right: true));
        added.Add(SmallTokenizer.Added(first + 2, "cat", singleWord: true));
        added.Add(SmallTokenizer.Added(first + 3, "<l><l>"));
        added.Add(SmallTokenizer.Added(first + 4, "e\u0301!", normalized: true));
        var tokenizer = SmallTokenizer.Parse(json);
        int[] Plain(string text) => tokenizer.Encode(text);

        Plain("x \u3000\n<l> y").ShouldBe([.. Plain("x"), first, .. Plain(" y")]);
        Plain("x <r> \t y").ShouldBe([.. Plain("x "), first + 1, .. Plain("y")]);
        Plain("a cat, cats _cat cat").ShouldBe([.. Plain("a "), first + 2, .. Plain(", cats _cat "), first + 2]);
        Plain("ⓐcat").ShouldNotContain(first + 2);
        Plain("<l><l><l>").ShouldBe([first + 3, first]);
        Plain("<r>  <l>").ShouldBe([first + 1, first]);
        Plain("x\u00e9!").ShouldBe([.. Plain("x"), first + 4]);
        Plain("xe\u0301!").ShouldBe([.. Plain("x"), first + 4]);
    }

    [Fact]
    public void Text_is_composed_where_the_file_says_so()
    {
        var json = SmallTokenizer.Json(LlamaPattern.Qwen2Regex);
        var asIs = SmallTokenizer.Parse(json);
        json["normalizer"] = new JsonObject { ["type"] = "NFC" };
        var composing = SmallTokenizer.Parse(json);
        composing.Encode("e\u0301 A\u030a \u1112\u1161\u11ab \u212b a\u0302\u0323 \u0958 \uf900").ShouldBe(asIs.Encode("\u00e9 \u00c5 \ud55c \u00c5 \u1ead \u0915\u093c \u8c48"));
        composing.Encode("q\u0307\u0323").ShouldBe(asIs.Encode("q\u0323\u0307"));
        composing.Encode("plain über").ShouldBe(asIs.Encode("plain über"));
    }

    [Fact]
    public void Lone_surrogates_count_as_the_replacement_character()
    {
        var tokenizer = SmallTokenizer.Llama3();
        tokenizer.Encode("a\ud83d b").ShouldBe(tokenizer.Encode("a\ufffd b"));
        tokenizer.Encode([0x61, 0xF0, 0x9F, 0x98, 0x62]).ShouldBe(tokenizer.Encode("a\ufffdb"));
    }

    [Fact]
    public void Whole_pieces_win_over_merges_where_the_file_says_so()
    {
        var json = SmallTokenizer.Json(LlamaPattern.Llama3Regex);
        int id = json["model"]!["vocab"]!.AsObject().Count;
        json["model"]!["vocab"]!["zyzzyva"] = id;
        SmallTokenizer.Parse(json).Encode("zyzzyva").ShouldNotContain(id);
        json["model"]!["ignore_merges"] = true;
        SmallTokenizer.Parse(json).Encode("zyzzyva zyzzyvas").Count(i => i == id).ShouldBe(1);
    }

    [Fact]
    public void A_decoder_yields_a_character_when_it_is_complete()
    {
        var tokenizer = SmallTokenizer.Llama3();
        int[] bytes = [.. Encoding.UTF8.GetBytes("é🤖x").Select(b => tokenizer.TokenId(ByteAlphabet.Write([b]))!.Value)];
        var decoder = new TokenDecoder(tokenizer, skipSpecialTokens: true);
        bytes.Select(decoder.Append).ShouldBe(["", "é", "", "", "", "🤖", "x"]);
        decoder.Finish().ShouldBe("");
        decoder.Append(bytes[2]);
        decoder.Finish().ShouldBe("\ufffd");
        decoder.Append(bytes[6]).ShouldBe("x");
    }

    [Fact]
    public async Task Threads_share_a_tokenizer()
    {
        var tokenizer = SmallTokenizer.Llama3();
        string[] texts = [.. Enumerable.Range(0, 3000).Select(i => $"the answer {i * 7919} über {(char)('a' + (i % 26))}{i} 今日は{i} <|eot_id|> return{i}")];
        var alone = SmallTokenizer.Llama3();
        int[][] expected = [.. texts.Select(t => alone.Encode(t))];
        await Task.WhenAll(Enumerable.Range(0, 6).Select(worker => Task.Run(() =>
        {
            for (int i = 0; i < texts.Length; i++)
            {
                int at = (i + (worker * 499)) % texts.Length;
                tokenizer.Encode(texts[at]).ShouldBe(expected[at]);
            }
        })));
    }

    [Theory]
    [InlineData("a")]
    [InlineData(" ")]
    [InlineData("\n ")]
    [InlineData("=")]
    [InlineData("ab1 ")]
    [InlineData("'")]
    [InlineData("<")]
    [InlineData("<|eot_id")]
    [InlineData("e\u0301")]
    [InlineData("\u0301\u0323")]
    [InlineData("今")]
    public void A_megabyte_of_anything_takes_time_in_proportion(string unit)
    {
        var json = SmallTokenizer.Json(LlamaPattern.Llama3Regex, "<|eot_id|>");
        json["normalizer"] = new JsonObject { ["type"] = "NFC" };
        var tokenizer = SmallTokenizer.Parse(json);
        string text = string.Concat(Enumerable.Repeat(unit, (1 << 20) / unit.Length));
        tokenizer.Encode(text[..1000]);
        var watch = Stopwatch.StartNew();
        int[] ids = tokenizer.Encode(text);
        // A quadratic step over a million characters takes many minutes; this leaves room for a busy machine.
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
        tokenizer.Decode(ids, skipSpecialTokens: false).ShouldBe(CanonicalComposition.Normalize(text));
    }
}
