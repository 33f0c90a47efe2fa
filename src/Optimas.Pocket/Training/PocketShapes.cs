using Optimas.Learning;

namespace Optimas.Pocket;

/// <summary>The shapes of the two sizes; together their weights take less than 12 MB in bfloat16.</summary>
internal static class PocketShapes
{
    public const int VocabularySize = 2048;

    /// <summary>The longest text that they are made for, in tokens.</summary>
    public const int MaxPositions = 1024;

    /// <summary>The shape of a model.</summary>
    /// <param name="name"><see cref="PocketChatClient.Large"/> or <see cref="PocketChatClient.Small"/>.</param>
    /// <exception cref="ArgumentException">There is no such model.</exception>
    public static DecoderConfig Of(string name) => name switch
    {
        PocketChatClient.Large => Shape(width: 256, inner: 640, layers: 6, heads: 8),
        PocketChatClient.Small => Shape(width: 128, inner: 344, layers: 3, heads: 4),
        _ => throw new ArgumentException($"There is no model {name}; there are {PocketChatClient.Large} and {PocketChatClient.Small}.", nameof(name)),
    };

    private static DecoderConfig Shape(int width, int inner, int layers, int heads) => new()
    {
        Family = DecoderFamily.Llama,
        VocabularySize = VocabularySize,
        HiddenSize = width,
        IntermediateSize = inner,
        Layers = layers,
        Heads = heads,
        KeyValueHeads = heads,
        HeadSize = width / heads,
        MaxPositions = MaxPositions,
        TiedEmbeddings = true,
    };
}
