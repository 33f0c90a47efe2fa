using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Optimas.Runtime;

/// <summary>Everything the runtime knows of an annotated type. Generated code makes one per system.</summary>
/// <typeparam name="TSystem">The annotated type.</typeparam>
/// <typeparam name="TIn">The system's input.</typeparam>
/// <typeparam name="TOut">The system's output.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SystemBinding<TSystem, TIn, TOut>
{
    /// <summary>The graph.</summary>
    public required SystemGraph Graph { get; init; }

    /// <summary>A binding per component, in topological order.</summary>
    public required ImmutableArray<ComponentBinding<TSystem, TIn>> Components { get; init; }

    /// <summary>The configuration that the annotations declare.</summary>
    public required SystemConfiguration DefaultConfiguration { get; init; }

    /// <summary>Makes a trajectory of the system's own type.</summary>
    public required Func<TraceContent<TIn>, Trace<TIn, TOut>> CreateTrace { get; init; }

    /// <summary>How the input goes to JSON and back.</summary>
    public required Func<JsonTypeInfo<TIn>> InputType { get; init; }
}
