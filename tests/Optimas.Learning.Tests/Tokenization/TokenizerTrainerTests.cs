using System.Text;
using System.Text.Json;

namespace Optimas.Learning.Tests.Tokenization;

public sealed class TokenizerTrainerTests
{
    private static readonly string[] s_texts = [.. Enumerable.Range(0, 400).Select(i => $"The river Morla flows to Tarnholm; bridge {i % 37} is {i % 7} miles off.\n")];

    [Fact]
    public void What_is_trained_reads_every_text_back_and_fewer_tokens_than_bytes()
    {
        var tokenizer = Tokenizer.Parse(TokenizerTrainer.Train(s_texts, 400, ["<|im_start|>", "<|im_end|>"], default));

        foreach (string text in s_texts.Append("Über 3½ naïve — 日本語 🎈 <|im_end|>"))
            tokenizer.Decode(tokenizer.Encode(text), skipSpecialTokens: false).ShouldBe(text);
        tokenizer.Encode(s_texts[0]).Length.ShouldBeLessThan(Encoding.UTF8.GetByteCount(s_texts[0]) / 3);
        ChatTemplate.For(tokenizer).Name.ShouldBe("chatml");
    }

    // Worked out by hand (Sennrich et al. 2016): "ab" occurs 5 times, then "abc" 3 times.
    [Fact]
    public void The_most_frequent_pair_is_merged_first()
    {
        using var json = JsonDocument.Parse(TokenizerTrainer.Train(["abc", "abc", "abc", "ab", "ab", "d"], 258, [], default));

        json.RootElement.GetProperty("model").GetProperty("merges").EnumerateArray().Select(m => m.GetString()).ShouldBe(["a b", "ab c"]);
    }

    [Fact]
    public void Repeated_letters_are_joined_from_the_left()
    {
        var tokenizer = Tokenizer.Parse(TokenizerTrainer.Train(["aaaaa aaaaa"], 257, [], default));

        tokenizer.Encode("aaaaa").Length.ShouldBe(3);
    }

    [Fact]
    public void The_same_texts_give_the_same_bytes() =>
        TokenizerTrainer.Train(s_texts, 350, ["<s>"], default).ShouldBe(TokenizerTrainer.Train(s_texts.ToList(), 350, ["<s>"], default));

    [Fact]
    public void Texts_without_pairs_give_a_smaller_vocabulary()
    {
        var tokenizer = Tokenizer.Parse(TokenizerTrainer.Train(["a", "b"], 1000, ["<s>"], default));

        tokenizer.VocabularySize.ShouldBe(257);
        tokenizer.TokenId("<s>").ShouldBe(256);
    }

    [Fact]
    public void There_must_be_room_for_all_bytes() =>
        Should.Throw<ArgumentOutOfRangeException>(() => TokenizerTrainer.Train(["a"], 256, ["<s>"], default));
}
