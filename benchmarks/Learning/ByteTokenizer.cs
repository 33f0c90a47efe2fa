using System.Text;
using Optimas.Learning;

namespace LearningBenchmarks;

/// <summary>A token per byte: enough for models whose weights are random.</summary>
internal static class ByteTokenizer
{
    public static Tokenizer Create()
    {
        bool Printable(int b) => b is (>= 33 and <= 126) or (>= 161 and <= 172) or (>= 174 and <= 255);
        var entries = Enumerable.Range(0, 256).Select(b =>
        {
            int code = Printable(b) ? b : 256 + Enumerable.Range(0, b).Count(o => !Printable(o));
            return $"\"\\u{code:x4}\": {b}";
        });
        const string Bytes = """{ "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true }""";
        return Tokenizer.Parse(Encoding.UTF8.GetBytes(
            $$"""
            {
              "version": "1.0", "truncation": null, "padding": null, "added_tokens": [], "normalizer": null,
              "pre_tokenizer": {{Bytes}}, "post_processor": null, "decoder": {{Bytes}},
              "model": {
                "type": "BPE", "dropout": null, "unk_token": null, "continuing_subword_prefix": null, "end_of_word_suffix": null,
                "fuse_unk": false, "byte_fallback": false, "vocab": { {{string.Join(", ", entries)}} }, "merges": []
              }
            }
            """));
    }
}
