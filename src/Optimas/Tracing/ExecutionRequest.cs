namespace Optimas;

/// <summary>What to run of a system.</summary>
public sealed record ExecutionRequest
{
    /// <summary>Everything, with samples that may differ from run to run.</summary>
    public static ExecutionRequest Default { get; } = new();

    /// <summary>The components that may run; null for all. Filled slots are kept either way.</summary>
    public ComponentSet? Components { get; init; }

    /// <summary>
    /// An earlier trajectory of the same system on the same input. A component whose configuration is the one it ran under there, and
    /// whose producers all have the outputs they had there (compared field by field), keeps the slot that it has there; null to run everything.
    /// </summary>
    public Trace? Reference { get; init; }

    /// <summary>
    /// The seed that the components' samples are drawn from; null lets the providers choose. With a seed a run that fails is repeatable too:
    /// the components that don't depend on the failed one run to their end, so that what was completed and spent does not depend on timing.
    /// Without one they are cancelled.
    /// </summary>
    public long? Seed { get; init; }
}
