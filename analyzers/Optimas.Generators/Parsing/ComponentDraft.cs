using Microsoft.CodeAnalysis;
using Optimas.Generators.Model;

namespace Optimas.Generators.Parsing;

/// <summary>A component while it is being parsed: symbols still, and producers as references rather than indices.</summary>
internal sealed class ComponentDraft(IMethodSymbol method, AttributeData annotation)
{
    public IMethodSymbol Method { get; } = method;

    /// <summary>Its [Component].</summary>
    public AttributeData Annotation { get; } = annotation;

    /// <summary>Its [Prompt]; null for a component with a body of the user's own.</summary>
    public AttributeData? Prompt { get; set; }

    /// <summary>Its position among the components as they are declared.</summary>
    public int Declared { get; set; }

    public string Name => Method.Name;

    public ReturnKind Return { get; set; }

    /// <summary>The type of y_k; null where the method returns nothing that could be one.</summary>
    public ITypeSymbol? Value { get; set; }

    public List<ParameterDraft> Parameters { get; } = [];

    public List<FieldModel> Fields { get; } = [];

    public PromptedModel? Prompted { get; set; }

    public PredicateDraft? When { get; set; }

    /// <summary>Whether it declares a predicate, be it a good one or not.</summary>
    public bool IsConditional { get; set; }

    /// <summary>The components that it, or its predicate, takes values from; one may occur more than once.</summary>
    public IEnumerable<ComponentDraft> Producers =>
        Parameters.Concat(When?.Parameters ?? []).Select(p => p.Source?.Component).OfType<ComponentDraft>();
}

/// <summary>A parameter while it is being parsed.</summary>
internal sealed class ParameterDraft(IParameterSymbol symbol, ParameterKind kind)
{
    public IParameterSymbol Symbol { get; } = symbol;

    public ParameterKind Kind { get; } = kind;

    public Producer? Source { get; set; }

    public int Field { get; set; } = -1;

    public string? TrainableBase { get; set; }
}

/// <summary>A predicate while it is being parsed.</summary>
internal sealed record PredicateDraft(IMethodSymbol Method, List<ParameterDraft> Parameters);

/// <summary>What a parameter can be wired to.</summary>
/// <param name="Component">The component; null for the system input.</param>
/// <param name="Member">The member of its value; null for the whole.</param>
/// <param name="Type">The type of what is taken; null where the component has none.</param>
/// <param name="Expression">What [From] takes to mean it, as <c>nameof(Query)</c>.</param>
/// <param name="Display">What messages call it, as <c>Query</c> or <c>MultiHopQuestion.Question</c>.</param>
internal sealed record Producer(ComponentDraft? Component, string? Member, ITypeSymbol? Type, string Expression, string Display)
{
    public bool IsOptional => Component?.IsConditional == true;
}
