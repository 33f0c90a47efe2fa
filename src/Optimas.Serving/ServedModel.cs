using Microsoft.Extensions.AI;

namespace Optimas.Serving;

/// <summary>A model that a server offers. What answers for it stays the caller's, who disposes it after the server.</summary>
/// <param name="Name">What requests call it; given on as <see cref="ChatOptions.ModelId"/>, so that one client can be several models.</param>
public sealed record ServedModel(string Name)
{
    /// <summary>Answers chats; null where the model only embeds. Called concurrently.</summary>
    public IChatClient? Chat { get; init; }

    /// <summary>Embeds texts; null where the model only chats. Called concurrently.</summary>
    public IEmbeddingGenerator<string, Embedding<float>>? Embeddings { get; init; }
}
