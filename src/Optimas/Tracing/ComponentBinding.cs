using System.ComponentModel;
using System.Text.Json.Serialization.Metadata;

namespace Optimas.Runtime;

/// <summary>How a component of a system is called and observed. Generated code makes one per component.</summary>
/// <typeparam name="TSystem">The annotated type.</typeparam>
/// <typeparam name="TIn">The system's input.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ComponentBinding<TSystem, TIn>
{
    /// <summary>Calls the component: x_k is taken from the input and from the outputs of its producers, by index.</summary>
    public required Func<TSystem, TIn, object?[], ComponentConfiguration?, CancellationToken, ValueTask<object?>> Invoke { get; init; }

    /// <summary>The predicate that decides whether the component runs; null for one that always does.</summary>
    public Func<TSystem, TIn, object?[], bool>? When { get; init; }

    /// <summary>Writes x_k, a field per wired parameter.</summary>
    public required Action<IFieldWriter, TIn, object?[]> WriteInputs { get; init; }

    /// <summary>Writes y_k, as the field "output".</summary>
    public required Action<IFieldWriter, object?> WriteOutput { get; init; }

    /// <summary>x_k by parameter name, for error reports.</summary>
    public required Func<TIn, object?[], IReadOnlyDictionary<string, object?>> Inputs { get; init; }

    /// <summary>How y_k goes to JSON and back.</summary>
    public required Func<JsonTypeInfo> OutputType { get; init; }
}
