using System.Collections.Immutable;

namespace Optimas;

/// <summary>A node C_k of a system.</summary>
/// <param name="Name">Its name: what it produces.</param>
/// <param name="Description">What its XML documentation says it does; empty where it says nothing.</param>
/// <param name="OutputType">The C# name of the type of y_k.</param>
/// <param name="Inputs">Where x_k comes from, one entry a wired parameter, in their order.</param>
/// <param name="Parameters">v_k: what its configuration holds.</param>
public sealed record ComponentInfo(
    string Name,
    string Description,
    string OutputType,
    ImmutableArray<ComponentInput> Inputs,
    ImmutableArray<ParameterInfo> Parameters)
{
    /// <summary>Its position in the topological order.</summary>
    public int Index { get; internal init; }

    /// <summary>Where the predicate that decides whether it runs takes its arguments from; default for a component that always runs.</summary>
    public ImmutableArray<ComponentInput> When { get; init; }

    /// <summary>Whether it runs for some inputs only.</summary>
    public bool IsConditional => !When.IsDefault;

    /// <summary>The components that it, or its predicate, takes values from, ascending.</summary>
    public ImmutableArray<int> Parents =>
        [.. Inputs.Concat(IsConditional ? When : []).Where(i => i.Producer is not null).Select(i => i.Producer!.Value).Distinct().Order()];

    /// <summary>Whether an optimizer has something to change here.</summary>
    public bool IsOptimizable => Parameters.Any(p => p.IsSearched);
}

/// <summary>One wired parameter.</summary>
/// <param name="Parameter">The parameter's name.</param>
/// <param name="Producer">The index of the component it takes its value from; null for the system input.</param>
/// <param name="Member">The member of the producer's value that is taken; null for the whole.</param>
public readonly record struct ComponentInput(string Parameter, int? Producer, string? Member);
