namespace Optimas.Providers;

/// <summary>How a client uses a reply cache.</summary>
public sealed record ReplyCacheOptions
{
    /// <summary>
    /// Tells apart clients that would answer the same request differently, such as two folders of weights under one model name. By default
    /// what the client says of itself: its provider and address, or its type.
    /// </summary>
    public string? Identity { get; init; }

    /// <summary>Secrets to keep out of the file, beside the API key of the client inside. A reply that holds one is not kept.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];
}
