using Optimas.Learning;

namespace LearningBenchmarks;

/// <summary>The shapes of known models; weights are random, since speed does not depend on them.</summary>
internal static class Shapes
{
    public static DecoderConfig Of(string name) => name switch
    {
        "pocket" => new()
        {
            Family = DecoderFamily.Llama,
            VocabularySize = 2048,
            HiddenSize = 256,
            IntermediateSize = 688,
            Layers = 6,
            Heads = 8,
            KeyValueHeads = 8,
            HeadSize = 32,
            MaxPositions = 2048,
            TiedEmbeddings = true,
        },
        "qwen2.5-0.5b" => Qwen(896, 4864, 24, 14, 2, tied: true),
        "qwen2.5-1.5b" => Qwen(1536, 8960, 28, 12, 2, tied: true),
        "llama-3-8b" => new()
        {
            Family = DecoderFamily.Llama,
            VocabularySize = 128256,
            HiddenSize = 4096,
            IntermediateSize = 14336,
            Layers = 32,
            Heads = 32,
            KeyValueHeads = 8,
            HeadSize = 128,
            MaxPositions = 8192,
            NormEpsilon = 1e-5,
            RopeTheta = 500000,
        },
        _ => throw new ArgumentException($"No shape is called {name}; known are pocket, qwen2.5-0.5b, qwen2.5-1.5b and llama-3-8b."),
    };

    private static DecoderConfig Qwen(int width, int inner, int layers, int heads, int keyHeads, bool tied) => new()
    {
        Family = DecoderFamily.Qwen2,
        VocabularySize = 151936,
        HiddenSize = width,
        IntermediateSize = inner,
        Layers = layers,
        Heads = heads,
        KeyValueHeads = keyHeads,
        HeadSize = width / heads,
        MaxPositions = 32768,
        RopeTheta = 1_000_000,
        QueryKeyValueBias = true,
        TiedEmbeddings = tied,
    };
}
