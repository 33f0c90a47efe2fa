using System.Text.Json;

namespace Optimas.Learning;

/// <summary>Reads a <c>tokenizer.json</c>: what is not supported is refused by name rather than passed over.</summary>
internal static class TokenizerFile
{
    private const string ModelSupport = "byte-level BPE";

    /// <summary>What the file declares.</summary>
    /// <param name="utf8Json">The file.</param>
    /// <param name="source">Its name in errors.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or declares what is not supported.</exception>
    public static TokenizerParts Read(ReadOnlyMemory<byte> utf8Json, string source)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        if (utf8Json.Span.StartsWith(mark))
            utf8Json = utf8Json[mark.Length..];
        try
        {
            using var document = JsonDocument.Parse(utf8Json);
            return Read(new TokenizerNode(source, "", document.RootElement));
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{source}: not valid JSON: {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            // A string of the file is no valid text: half a surrogate pair.
            throw new InvalidDataException($"{source}: {e.Message}", e);
        }
    }

    private static TokenizerParts Read(TokenizerNode root)
    {
        if (root["version"] is { IsNull: false } version && version.Text() != "1.0")
            throw version.Wrong($"is \"{version.Text()}\"", "\"1.0\"");
        foreach (string name in (string[])["truncation", "padding"])
        {
            if (root[name] is { IsNull: false } option)
                throw option.Wrong("is set", "null: cut and fill sequences where they are used");
        }

        bool composes = ReadNormalizer(root["normalizer"]);
        var patterns = ReadPatterns(root["pre_tokenizer"]);
        ReadDecoder(root["decoder"]);
        var (vocabulary, merges) = ReadModel(root["model"]);
        var added = root["added_tokens"] is { IsNull: false } tokens ? ReadAddedTokens(tokens, vocabulary) : [];
        var (leading, trailing) = ReadFrame(root["post_processor"]);
        return new(vocabulary, merges, root["model"]["ignore_merges"].Flag(false), composes, patterns, added, leading, trailing);
    }

    private static bool ReadNormalizer(TokenizerNode node)
    {
        if (node.IsNull)
            return false;
        return node.Type switch
        {
            "NFC" => true,
            "Sequence" => node["normalizers"].Items().Select(ReadNormalizer).ToList().Contains(true),
            var type => throw node.Wrong($"is of type {type}", "null and NFC"),
        };
    }

    private static List<PiecePattern> ReadPatterns(TokenizerNode node)
    {
        const string Support = "ByteLevel, or a Sequence of Split and Digits with ByteLevel as the last";
        var steps = Flatten(node, "pretokenizers");
        var patterns = new List<PiecePattern>();
        for (int i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            bool last = i == steps.Count - 1;
            string type = step.Type;
            if (type == "ByteLevel" != last)
                throw step.Wrong($"is of type {type}", Support);
            switch (type)
            {
                case "ByteLevel":
                    if (step["add_prefix_space"].Flag(true))
                        throw step["add_prefix_space"].Wrong("is true", "false");
                    if (step["use_regex"].Flag(true))
                        patterns.Add(new Gpt2Pattern());
                    break;
                case "Digits":
                    patterns.Add(new DigitPattern(step["individual_digits"].Flag(false)));
                    break;
                case "Split":
                    patterns.Add(ReadSplit(step));
                    break;
                default:
                    throw step.Wrong($"is of type {type}", Support);
            }
        }

        return steps.Count > 0 ? patterns : throw node.Wrong("is null", Support);
    }

    private static PiecePattern ReadSplit(TokenizerNode step)
    {
        if (step["behavior"].Text() != "Isolated")
            throw step["behavior"].Wrong($"is {step["behavior"].Text()}", "Isolated");
        if (step["invert"].Flag(false))
            throw step["invert"].Wrong("is true", "false");
        var regex = step["pattern"]["Regex"];
        if (regex.IsNull)
            throw step["pattern"].Wrong("is not a Regex", "the Regex of Llama 3, of Qwen2 or of GPT-2");
        return PiecePattern.For(regex.Text())
            ?? throw regex.Wrong($"is the unknown pattern {regex.Text()}", "the patterns of Llama 3, of Qwen2 and of GPT-2, character for character");
    }

    private static void ReadDecoder(TokenizerNode node)
    {
        if (Flatten(node, "decoders") is not [{ Type: "ByteLevel" }])
            throw node.Wrong(node.IsNull ? "is null" : $"is of type {node.Type}", "ByteLevel");
    }

    private static (Vocabulary Vocabulary, MergeTable Merges) ReadModel(TokenizerNode model)
    {
        if (model.IsNull)
            throw model.Wrong("is missing", ModelSupport);
        if (model["type"] is { IsNull: false } type && type.Text() != "BPE")
            throw type.Wrong($"is {type.Text()}", ModelSupport);
        if (model["byte_fallback"].Flag(false))
            throw model["byte_fallback"].Wrong("is true", "false: " + ModelSupport);
        if (model["dropout"] is { IsNull: false } dropout && !(dropout.Json.ValueKind == JsonValueKind.Number && dropout.Json.GetDouble() == 0))
            throw dropout.Wrong($"is {dropout.Json.GetRawText()}", "null and 0");
        foreach (string name in (string[])["continuing_subword_prefix", "end_of_word_suffix"])
        {
            if (model[name] is { IsNull: false } affix && affix.Text().Length > 0)
                throw affix.Wrong($"is \"{affix.Text()}\"", "null: " + ModelSupport);
        }

        var vocabulary = ReadVocabulary(model["vocab"]);
        return (vocabulary, ReadMerges(model["merges"], vocabulary));
    }

    private static Vocabulary ReadVocabulary(TokenizerNode node)
    {
        var tokens = new List<string?>();
        foreach (var (token, value) in node.Members())
        {
            int id = value.Id();
            while (tokens.Count <= id)
                tokens.Add(null);
            if (tokens[id] is { } other)
                throw value.Wrong($"is {id}, the id of \"{other}\" too", "an id of its own for each token");
            tokens[id] = token;
        }

        Vocabulary vocabulary;
        try
        {
            vocabulary = new(tokens);
        }
        catch (ArgumentException e)
        {
            throw node.Wrong($"is ambiguous: {e.Message}", "each token once");
        }

        // C0, C1 and F5 to FF occur in no valid UTF-8. With a token for each other byte there is no unknown text.
        for (int b = 0; b < 0xF5; b++)
        {
            if (b is not (0xC0 or 0xC1) && vocabulary.Find([(byte)b]) < 0)
                throw node.Wrong($"has no token for the byte 0x{b:X2}", "a token for each byte of UTF-8: " + ModelSupport);
        }

        return vocabulary;
    }

    private static MergeTable ReadMerges(TokenizerNode node, Vocabulary vocabulary)
    {
        int rank = 0;
        var items = node.Items();
        var merges = new MergeTable(node.Json.GetArrayLength());
        foreach (var item in items)
        {
            var (left, right) = ReadMerge(item);
            if (left is null)
                continue;
            merges.Set(Known(left), Known(right), rank++, Known(left + right));

            int Known(string token) => vocabulary.Find(token) is >= 0 and int id
                ? id
                : throw item.Wrong($"needs the token \"{token}\", which is not in model.vocab", "merges of tokens into a token");
        }

        return merges;
    }

    private static (string? Left, string Right) ReadMerge(TokenizerNode item)
    {
        const string Support = "\"a b\" and [\"a\", \"b\"]";
        if (item.Json.ValueKind == JsonValueKind.Array)
        {
            return item.Items().ToList() is [var left, var right]
                ? (left.Text(), right.Text())
                : throw item.Wrong("is not a pair", Support);
        }

        string text = item.Text();
        if (text.StartsWith("#version", StringComparison.Ordinal))
            return (null, "");
        return text.Split(' ') is [var a, var b] ? (a, b) : throw item.Wrong($"is \"{text}\"", Support);
    }

    private static List<AddedToken> ReadAddedTokens(TokenizerNode node, Vocabulary vocabulary)
    {
        var tokens = new Dictionary<int, AddedToken>();
        var contents = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in node.Items())
        {
            int id = item["id"].Id();
            string content = item["content"].Text();
            if (content.Length == 0)
                continue;
            if (vocabulary.Find(content) is >= 0 and int known && known != id)
                throw item["id"].Wrong($"is {id}, but \"{content}\" is {known} in model.vocab", "the same id in both");
            if (vocabulary.Token(id) is { } other && other != content)
                throw item["id"].Wrong($"is {id}, the id of \"{other}\" in model.vocab", "an id of its own for each token");
            var token = new AddedToken(
                id,
                content,
                item["single_word"].Flag(false),
                item["lstrip"].Flag(false),
                item["rstrip"].Flag(false),
                item["normalized"].Flag(true),
                item["special"].Flag(false));
            if (!tokens.TryAdd(id, token) || !contents.Add(content))
                throw item.Wrong($"repeats the id {id} or the content \"{content}\"", "each added token once");
        }

        return [.. tokens.Values];
    }

    private static (List<int> Leading, List<int> Trailing) ReadFrame(TokenizerNode node)
    {
        List<int> leading = [], trailing = [];
        foreach (var step in Flatten(node, "processors"))
        {
            switch (step.Type)
            {
                // Moves offsets only, which are not kept here.
                case "ByteLevel":
                    break;
                case "TemplateProcessing":
                    var (before, after) = ReadTemplate(step);
                    leading.InsertRange(0, before);
                    trailing.AddRange(after);
                    break;
                default:
                    throw step.Wrong($"is of type {step.Type}", "null, ByteLevel, TemplateProcessing and a Sequence of them");
            }
        }

        return (leading, trailing);
    }

    private static (List<int> Before, List<int> After) ReadTemplate(TokenizerNode step)
    {
        List<int> before = [], after = [];
        bool inside = false;
        foreach (var piece in step["single"].Items())
        {
            if (piece["SpecialToken"] is { IsNull: false } token)
            {
                var ids = step["special_tokens"][token["id"].Text()]["ids"].Items().Select(id => id.Id());
                (inside ? after : before).AddRange(ids);
            }
            else if (!inside && piece["Sequence"] is { IsNull: false } sequence && sequence["id"].Text() == "A")
            {
                inside = true;
            }
            else
            {
                throw piece.Wrong("is neither a SpecialToken nor the only Sequence A", "special tokens around the sequence A");
            }
        }

        return inside ? (before, after) : throw step["single"].Wrong("has no Sequence A", "special tokens around the sequence A");
    }

    // The steps of a Sequence, of Sequences in it too, or the one step.
    private static List<TokenizerNode> Flatten(TokenizerNode node, string members)
    {
        if (node.IsNull)
            return [];
        return node.Type == "Sequence" ? [.. node[members].Items().SelectMany(item => Flatten(item, members))] : [node];
    }
}
