using System.Collections.Immutable;
using System.Text.Json;

namespace Optimas.Learning;

/// <summary>
/// A model as the Hugging Face hub lays it out: <c>config.json</c>, <c>tokenizer.json</c>, and the weights in <c>model.safetensors</c>
/// or in the shards that <c>model.safetensors.index.json</c> lists. Pickles are never read, and nothing outside the folder is.
/// </summary>
public sealed class CheckpointFolder
{
    /// <summary>The weights where they are one file.</summary>
    public const string WeightsFileName = "model.safetensors";

    /// <summary>The list of shards where they are several.</summary>
    public const string IndexFileName = "model.safetensors.index.json";

    /// <summary>The tokenizer.</summary>
    public const string TokenizerFileName = "tokenizer.json";

    /// <summary>What generation stops at, among other things that are not used.</summary>
    public const string GenerationFileName = "generation_config.json";

    private readonly IReadOnlyDictionary<string, string>? _index;

    private CheckpointFolder(string path)
    {
        Path = FolderFiles.FullPathOf(path);
        var configFile = JsonFile.Read(Require(DecoderConfig.FileName, "It says how the model is built."));
        Config = DecoderConfigReader.Read(configFile);
        EndTokens = ReadEndTokens(configFile);
        TokenizerPath = FolderFiles.Find(Path, TokenizerFileName);
        (WeightFiles, _index) = FindWeights();
    }

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>How the model is built.</summary>
    public DecoderConfig Config { get; }

    /// <summary>
    /// The tokens that end a text, each once: those of <c>generation_config.json</c>, else of <c>config.json</c> (<c>eos_token_id</c>);
    /// empty where neither says.
    /// </summary>
    public ImmutableArray<int> EndTokens { get; }

    /// <summary>The full path of <c>tokenizer.json</c>; null where the folder has none. See <see cref="RequireTokenizer"/>.</summary>
    public string? TokenizerPath { get; }

    /// <summary>The full paths of the files with the weights, in the order of their names.</summary>
    public ImmutableArray<string> WeightFiles { get; }

    /// <summary>Reads what the folder says of itself; the weights stay closed.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="CheckpointException">A file is missing, damaged, outside the folder, or describes what is not
    /// supported.</exception>
    public static CheckpointFolder Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new(path);
    }

    /// <summary>
    /// Writes <c>config.json</c> and <c>generation_config.json</c>; the weights go beside them as <see cref="WeightsFileName"/>.
    /// </summary>
    /// <param name="path">The folder; made if it does not exist.</param>
    /// <param name="config">How the model is built.</param>
    /// <param name="endTokens">The tokens that end a text.</param>
    public static void WriteConfig(string path, DecoderConfig config, params ReadOnlySpan<int> endTokens)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(config);
        Directory.CreateDirectory(path);
        int[] ends = endTokens.ToArray();
        byte[] content = config.ToUtf8(ends);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new() { Indented = true }))
        {
            writer.WriteStartObject();
            TokenIdJson.Write(writer, "eos_token_id", ends);
            writer.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        AtomicFile.Write(System.IO.Path.Combine(path, DecoderConfig.FileName), content);
        AtomicFile.Write(System.IO.Path.Combine(path, GenerationFileName), buffer.ToArray());
    }

    /// <summary>The full path of <c>tokenizer.json</c>.</summary>
    /// <exception cref="CheckpointException">The folder has none.</exception>
    public string RequireTokenizer() =>
        TokenizerPath ?? Require(TokenizerFileName, "It is the fast tokenizer's file; a tokenizer.model alone is not read.");

    /// <summary>Opens the weights and verifies that they are those of <see cref="Config"/>, tensor by tensor.</summary>
    /// <exception cref="CheckpointException">A file is damaged, or a tensor is missing, of another shape or type, or not expected: all are
    /// listed.</exception>
    public CheckpointWeights OpenWeights() => CheckpointWeights.Open(Path, WeightFiles, Config.ExpectedTensors(), _index);

    private string Require(string name, string why) =>
        FolderFiles.Find(Path, name) ?? throw new CheckpointException($"{Path} has no {name}. {why}");

    private ImmutableArray<int> ReadEndTokens(JsonFile config)
    {
        const string Key = "eos_token_id";
        var generation = FolderFiles.Find(Path, GenerationFileName) is { } path ? JsonFile.Read(path) : null;
        return [.. generation?.TokenIds(Key, Config.VocabularySize) ?? config.TokenIds(Key, Config.VocabularySize) ?? []];
    }

    private (ImmutableArray<string> Files, IReadOnlyDictionary<string, string>? Index) FindWeights()
    {
        if (FolderFiles.Find(Path, WeightsFileName) is { } single)
            return ([single], null);
        if (FolderFiles.Find(Path, IndexFileName) is { } indexPath)
        {
            var map = JsonFile.Read(indexPath).Object("weight_map");
            var index = map.Keys.ToDictionary(
                name => name,
                name => map.Text(name) ?? throw map.Wrong(name, "is null; the name of a file is wanted"),
                StringComparer.Ordinal);
            if (index.Count == 0)
                throw new CheckpointException($"{indexPath} lists no tensor. Fetch the checkpoint again.");
            return ([.. index.Values.Distinct().Order(StringComparer.Ordinal).Select(Shard)], index);
        }

        string[] pickles = [.. Directory.EnumerateFiles(Path).Select(f => System.IO.Path.GetFileName(f)!)
            .Where(f => System.IO.Path.GetExtension(f) is ".bin" or ".pt" or ".pth")
            .Order(StringComparer.Ordinal)];
        throw new CheckpointException(pickles.Length == 0
            ? $"{Path} has no weights: {WeightsFileName}, or {IndexFileName} and its shards, are wanted."
            : $"{Path} has its weights as pickles alone ({pickles[0]}), which can run code when read and so are never read. "
                + $"Take the checkpoint's safetensors, or convert it: save_pretrained of transformers writes {WeightsFileName}.");

        string Shard(string name) => FolderFiles.Find(Path, name)
            ?? throw new CheckpointException($"{Path} has no {name}, which {IndexFileName} lists. Fetch the missing shard.");
    }
}
