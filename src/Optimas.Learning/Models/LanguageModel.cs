using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>A checkpoint in memory: the network, its tokenizer, its chat template and the ids that end its texts.</summary>
public sealed class LanguageModel : IDisposable
{
    /// <summary>A model out of its parts; it disposes the network.</summary>
    /// <param name="name">What it is called where clients name their model.</param>
    /// <param name="network">The weights.</param>
    /// <param name="tokenizer">The tokenizer; its ids must fit the network's vocabulary.</param>
    /// <param name="template">How conversations become texts.</param>
    /// <param name="endTokens">The ids that end a text.</param>
    /// <exception cref="ArgumentException">The tokenizer has more ids than the network.</exception>
    public LanguageModel(string name, DecoderModel network, Tokenizer tokenizer, ChatTemplate template, IEnumerable<int> endTokens)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(endTokens);
        if (tokenizer.VocabularySize > network.Config.VocabularySize)
        {
            throw new ArgumentException(
                $"The tokenizer has {tokenizer.VocabularySize} ids, but the network only {network.Config.VocabularySize}: they belong to different models.",
                nameof(tokenizer));
        }

        Name = name;
        Network = network;
        Tokenizer = tokenizer;
        Template = template;
        EndTokens = template.EndOfTurn is { } end ? [.. endTokens.Append(end).Distinct().Order()] : [.. endTokens.Distinct().Order()];
    }

    /// <summary>What it is called; the folder's name where it was loaded from one.</summary>
    public string Name { get; }

    /// <summary>The weights.</summary>
    public DecoderModel Network { get; }

    /// <summary>The tokenizer.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>How conversations become texts.</summary>
    public ChatTemplate Template { get; }

    /// <summary>The ids that end a text: the checkpoint's, and the template's end of a turn.</summary>
    public ImmutableArray<int> EndTokens { get; }

    /// <summary>Reads a checkpoint in Hugging Face's layout: <c>config.json</c>, <c>tokenizer.json</c>, <c>model.safetensors</c> or its shards.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">Where to, and in which precision.</param>
    /// <param name="cancellationToken">Ends the loading.</param>
    /// <exception cref="CheckpointException">A file is missing, damaged or not supported.</exception>
    /// <exception cref="InvalidDataException"><c>tokenizer.json</c> is damaged or not supported.</exception>
    public static async Task<LanguageModel> LoadAsync(string folder, LanguageModelOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var checkpoint = CheckpointFolder.Open(folder);
        var tokenizer = await Tokenizer.LoadAsync(checkpoint.RequireTokenizer(), cancellationToken).ConfigureAwait(false);
        var template = await ChatTemplate.LoadAsync(tokenizer, checkpoint.Path, cancellationToken).ConfigureAwait(false);
        var device = new Device(options.Device);
        var network = await Task.Run(
            () => DecoderModel.Load(checkpoint, options.TypeOn(device), device, cancellationToken), cancellationToken).ConfigureAwait(false);
        try
        {
            return new(Path.GetFileName(Path.TrimEndingDirectorySeparator(checkpoint.Path)), network, tokenizer, template, checkpoint.EndTokens);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();
}

/// <summary>Where a language model runs.</summary>
public sealed record LanguageModelOptions
{
    /// <summary>The CPU, in float32.</summary>
    public static LanguageModelOptions Default { get; } = new();

    /// <summary><c>cpu</c>, <c>cuda</c>, or <c>cuda:1</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>What it computes in; null for bfloat16 on CUDA and float32 on the CPU.</summary>
    public Precision? Precision { get; init; }

    internal ScalarType TypeOn(Device device) => (Precision ?? (device.type == DeviceType.CUDA ? Learning.Precision.BFloat16 : Learning.Precision.Float32)) switch
    {
        Learning.Precision.BFloat16 => ScalarType.BFloat16,
        _ => ScalarType.Float32,
    };
}

/// <summary>The type of a model's weights and of what it computes.</summary>
public enum Precision
{
    /// <summary>32 bits.</summary>
    Float32,

    /// <summary>16 bits, with the range of 32.</summary>
    BFloat16,
}
