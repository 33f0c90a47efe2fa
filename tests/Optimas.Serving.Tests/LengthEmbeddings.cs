using Microsoft.Extensions.AI;

namespace Optimas.Serving.Tests;

/// <summary>Embeds a text as its length, its first letter, and a constant.</summary>
internal sealed class LengthEmbeddings : IEmbeddingGenerator<string, Embedding<float>>
{
    public static float[] Of(string text) => [text.Length, text.Length == 0 ? 0 : text[0], 0.1f];

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(text => new Embedding<float>(Of(text))))
        {
            Usage = new() { InputTokenCount = values.Sum(text => text.Length) },
        });

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
