namespace Optimas.Providers;

/// <summary>What is recorded of model calls.</summary>
public sealed record ChatTelemetryOptions
{
    /// <summary>
    /// Whether messages, replies and additional properties are recorded, without secrets. Not by default: they may be private.
    /// </summary>
    public bool RecordContent { get; init; }

    /// <summary>Secrets to mask, beside the API key of the client inside and what looks like one.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];
}
