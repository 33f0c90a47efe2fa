using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning.Tests.Training;

/// <summary>Random decoders that train in seconds.</summary>
internal static class TinyModel
{
    public static DecoderConfig Config(int vocabulary = 32, int width = 64, int layers = 2) => new()
    {
        Family = DecoderFamily.Llama,
        VocabularySize = vocabulary,
        HiddenSize = width,
        IntermediateSize = 2 * width,
        Layers = layers,
        Heads = 4,
        KeyValueHeads = 2,
        HeadSize = width / 4,
        MaxPositions = 512,
        TiedEmbeddings = true,
    };

    public static DecoderModel Create(long seed = 1, ScalarType type = ScalarType.Float32, DecoderConfig? config = null) =>
        DecoderModel.Create(config ?? Config(), 0.02, seed, type, CPU);

    /// <summary>The copy task: random symbols, a mark, and the same symbols again, which alone are predictable.</summary>
    public static TokenSequence Copy(long number, int length = 6, float elsewhere = 0)
    {
        var random = new SeededRandom(7, "copy", number);
        int[] symbols = [.. Enumerable.Range(0, length).Select(_ => 2 + random.Next(28))];
        return new([1, .. symbols, 0, .. symbols], [.. Enumerable.Repeat(elsewhere, length + 2), .. Enumerable.Repeat(1f, length)]);
    }

    public static float[] Values(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to(ScalarType.Float32).data<float>().ToArray();
    }
}
