using System.Text.Json;
using System.Text.Json.Nodes;
using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning.Tests;

/// <summary>Small models with random weights: a token per byte, and the special tokens of ChatML.</summary>
internal static class TinyModels
{
    public const int StartId = 256, EndOfTurnId = 257, EndOfTextId = 258;

    public static DecoderConfig Config { get; } = new()
    {
        Family = DecoderFamily.Llama,
        VocabularySize = 260,
        HiddenSize = 48,
        IntermediateSize = 96,
        Layers = 2,
        Heads = 4,
        KeyValueHeads = 2,
        HeadSize = 12,
        MaxPositions = 512,
        TiedEmbeddings = true,
    };

    public static Tokenizer Tokenizer() => Learning.Tokenizer.Parse(System.Text.Encoding.UTF8.GetBytes(TokenizerJson()));

    public static LanguageModel Create(long seed, double deviation = 0.1) => Create(Config, seed, deviation);

    public static LanguageModel Create(DecoderConfig config, long seed, double deviation)
    {
        var tokenizer = Tokenizer();
        return new("tiny", DecoderModel.Create(config, deviation, seed, float32, CPU), tokenizer, ChatTemplate.ChatMl(tokenizer), [EndOfTextId]);
    }

    /// <summary>A model whose texts don't end by themselves.</summary>
    public static LanguageModel CreateEndless(long seed)
    {
        var tokenizer = Tokenizer();
        return new("endless", DecoderModel.Create(Config with { MaxPositions = 1 << 16 }, 0.1, seed, float32, CPU), tokenizer, ChatTemplate.Plain(tokenizer), []);
    }

    /// <summary>Writes a checkpoint in Hugging Face's layout.</summary>
    public static async Task WriteAsync(string folder, long seed)
    {
        using var network = DecoderModel.Create(Config, 0.1, seed, float32, CPU);
        await network.SaveAsync(folder, [EndOfTextId], default);
        await File.WriteAllTextAsync(Path.Combine(folder, CheckpointFolder.TokenizerFileName), TokenizerJson());
    }

    public static string TokenizerJson()
    {
        var vocabulary = new JsonObject();
        for (int value = 0; value < 256; value++)
            vocabulary[CharOf(value).ToString()] = value;
        string[] special = ["<|im_start|>", "<|im_end|>", "<|endoftext|>"];
        return new JsonObject
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = new JsonArray([.. special.Select((t, i) => new JsonObject
            {
                ["id"] = 256 + i,
                ["content"] = t,
                ["single_word"] = false,
                ["lstrip"] = false,
                ["rstrip"] = false,
                ["normalized"] = false,
                ["special"] = true,
            })]),
            ["normalizer"] = null,
            ["pre_tokenizer"] = Bytes(),
            ["post_processor"] = null,
            ["decoder"] = Bytes(),
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["dropout"] = null,
                ["unk_token"] = null,
                ["continuing_subword_prefix"] = null,
                ["end_of_word_suffix"] = null,
                ["fuse_unk"] = false,
                ["byte_fallback"] = false,
                ["vocab"] = vocabulary,
                ["merges"] = new JsonArray(),
            },
        }.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

        static JsonObject Bytes() => new() { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = true };
    }

    // GPT-2's alphabet: printable bytes stand for themselves, the others are shifted behind Latin.
    private static char CharOf(int value)
    {
        bool Printable(int b) => b is >= 33 and <= 126 or >= 161 and <= 172 or >= 174 and <= 255;
        return Printable(value) ? (char)value : (char)(256 + Enumerable.Range(0, value).Count(b => !Printable(b)));
    }
}
