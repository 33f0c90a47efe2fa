using System.Text;
using System.Text.Json.Nodes;

namespace Optimas.Learning.Tests.Tokenization;

/// <summary>Tokenizers of a few hundred tokens, as JSON that a test may damage before it is read.</summary>
internal static class SmallTokenizer
{
    private const string TrainingText =
        "the quick brown fox jumps over the lazy dog, and the dog doesn't mind: it's asleep. you are a helpful assistant. "
        + "In 1969, 3 astronauts travelled 384400 km; return the answer.\n\n    def f(x):\n        return x\n  über Größe, été, Привет мир, 今日は東京 😀😀👍🏽 "
        + "aaaa aaaa aaaaaaaa        ========\n\n\n";

    public static Tokenizer Llama3() => Parse(Json(LlamaPattern.Llama3Regex, "<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"));

    public static Tokenizer ChatMl() => Parse(Json(LlamaPattern.Qwen2Regex, "<|endoftext|>", "<|im_start|>", "<|im_end|>"));

    public static Tokenizer Parse(JsonNode json) => Tokenizer.Parse(Encoding.UTF8.GetBytes(json.ToJsonString()));

    /// <summary>A tokenizer without a normalizer; a first token called begin_of_text goes before each text.</summary>
    public static JsonObject Json(string regex, params string[] specialTokens)
    {
        var (vocabulary, merges) = Train(PiecePattern.For(regex)!, 200);
        var vocab = new JsonObject();
        foreach (string token in vocabulary)
            vocab[token] = vocab.Count;
        var added = new JsonArray();
        foreach (string token in specialTokens)
            added.Add(Added(vocab.Count + added.Count, token, special: true));
        JsonNode? frame = null;
        if (specialTokens.FirstOrDefault() is "<|begin_of_text|>" and var begin)
        {
            frame = new JsonObject
            {
                ["type"] = "TemplateProcessing",
                ["single"] = new JsonArray(
                    new JsonObject { ["SpecialToken"] = new JsonObject { ["id"] = begin, ["type_id"] = 0 } },
                    new JsonObject { ["Sequence"] = new JsonObject { ["id"] = "A", ["type_id"] = 0 } }),
                ["pair"] = new JsonArray(),
                ["special_tokens"] = new JsonObject { [begin] = new JsonObject { ["id"] = begin, ["ids"] = new JsonArray(vocab.Count), ["tokens"] = new JsonArray(begin) } },
            };
        }

        return new JsonObject
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = added,
            ["normalizer"] = null,
            ["pre_tokenizer"] = new JsonObject
            {
                ["type"] = "Sequence",
                ["pretokenizers"] = new JsonArray(
                    new JsonObject { ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = regex }, ["behavior"] = "Isolated", ["invert"] = false },
                    new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = false }),
            },
            ["post_processor"] = frame,
            ["decoder"] = new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = true, ["trim_offsets"] = true, ["use_regex"] = true },
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["dropout"] = null,
                ["unk_token"] = null,
                ["ignore_merges"] = false,
                ["vocab"] = vocab,
                ["merges"] = new JsonArray([.. merges.Select(m => (JsonNode)$"{m.Left} {m.Right}")]),
            },
        };
    }

    public static JsonObject Added(int id, string content, bool special = false, bool singleWord = false, bool left = false, bool right = false, bool normalized = false) => new()
    {
        ["id"] = id,
        ["content"] = content,
        ["single_word"] = singleWord,
        ["lstrip"] = left,
        ["rstrip"] = right,
        ["normalized"] = normalized,
        ["special"] = special,
    };

    private static (List<string> Vocabulary, List<(string Left, string Right)> Merges) Train(PiecePattern pattern, int count)
    {
        var vocabulary = Enumerable.Range(0, 256).Select(b => ByteAlphabet.Write([(byte)b])).ToList();
        var words = new List<List<string>>();
        var text = Encoding.UTF8.GetBytes(TrainingText).AsSpan();
        while (!text.IsEmpty)
        {
            int length = pattern.First(text);
            words.Add([.. text[..length].ToArray().Select(b => ByteAlphabet.Write([b]))]);
            text = text[length..];
        }

        var merges = new List<(string Left, string Right)>();
        while (merges.Count < count)
        {
            var pairs = words.SelectMany(w => w.Zip(w.Skip(1))).GroupBy(p => p).OrderByDescending(g => g.Count())
                .ThenBy(g => g.Key.First, StringComparer.Ordinal).ThenBy(g => g.Key.Second, StringComparer.Ordinal).ToList();
            if (pairs.Count == 0)
                break;
            var best = pairs[0].Key;
            merges.Add(best);
            if (!vocabulary.Contains(best.First + best.Second))
                vocabulary.Add(best.First + best.Second);
            foreach (var word in words)
            {
                for (int i = 0; i + 1 < word.Count; i++)
                {
                    if (word[i] == best.First && word[i + 1] == best.Second)
                    {
                        word[i] += word[i + 1];
                        word.RemoveAt(i + 1);
                    }
                }
            }
        }

        return (vocabulary, merges);
    }
}
