namespace Optimas.Generators.Model;

/// <summary>
/// Everything the emitter needs of one annotated type. It holds strings, enums and equatable arrays only: a symbol, node or location would
/// keep old compilations alive and make every edit look like a change.
/// </summary>
/// <param name="Type">The annotated type and what it is nested in.</param>
/// <param name="Input">TIn.</param>
/// <param name="Output">TOut.</param>
/// <param name="OutputParts">
/// The components that the output is made of: one with the empty name where TOut is that component's own type, else one per constructor
/// parameter or settable property of TOut that has a component's name.
/// </param>
/// <param name="JsonContext">The fully qualified JsonSerializerContext that the user named; null for none.</param>
/// <param name="Accessibility">
/// <c>public</c> or <c>internal</c>: as visible as the system, its input, its output and the types of its configuration's fields all are.
/// </param>
/// <param name="Components">The components in topological order (declaration order among those that are free).</param>
/// <param name="Constructor">
/// The parameters of the constructor that dependency injection calls; null where no class of the system's namespace could call one, because
/// it, the system or a type around it is private.
/// </param>
/// <param name="Writers">How each type that occurs in an input or output is visited, one entry a type, producers before users.</param>
internal sealed record SystemModel(
    TypeModel Type,
    TypeReference Input,
    TypeReference Output,
    EquatableArray<OutputPart> OutputParts,
    string? JsonContext,
    string Accessibility,
    EquatableArray<ComponentModel> Components,
    EquatableArray<ConstructorParameter>? Constructor,
    EquatableArray<WriterModel> Writers);

/// <summary>The annotated type.</summary>
/// <param name="Name">Its name without type parameters.</param>
/// <param name="Namespace">Its namespace; empty for the global one.</param>
/// <param name="HintName">Its full metadata name with containing types and arity, usable in a file name.</param>
/// <param name="Declarations">
/// The partial declarations to reopen, outermost first, each as <c>partial record struct Name&lt;T&gt;</c>; the last one is the system itself.
/// </param>
/// <param name="FullyQualified">Its fully qualified name with type arguments, as <c>global::A.Outer.Name&lt;T&gt;</c>.</param>
/// <param name="IsStruct">Whether it is a struct, whose <c>this</c> no local function may capture.</param>
/// <param name="IsGeneric">Whether it, or a type around it, has type parameters.</param>
internal sealed record TypeModel(
    string Name, string Namespace, string HintName, EquatableArray<string> Declarations, string FullyQualified, bool IsStruct, bool IsGeneric)
{
    /// <summary>The type parameters of the types around it and its own, outermost first, as <c>&lt;T, U&gt;</c>; empty for none.</summary>
    public string TypeParameters { get; init; } = "";

    /// <summary>Whether it derives from another system, whose generated members its own ones hide.</summary>
    public bool IsDerivedSystem { get; init; }

    /// <summary>Their constraint clauses with fully qualified names, as <c>where T : class where U : notnull</c>; empty for none.</summary>
    public string Constraints { get; init; } = "";
}

/// <summary>A type as emitted code writes it.</summary>
/// <param name="FullyQualified">With <c>global::</c>, nullable annotations and tuple names.</param>
/// <param name="Display">As a person writes it, without namespaces.</param>
/// <param name="IsValueType">Whether it is a value type, a nullable one included.</param>
/// <param name="IsNullable">Whether null is a legal value of it.</param>
internal sealed record TypeReference(string FullyQualified, string Display, bool IsValueType, bool IsNullable);

/// <summary>A component that the output is made of.</summary>
/// <param name="Parameter">The constructor parameter or property of TOut; empty where the component's value is the output.</param>
/// <param name="Component">The component's index.</param>
/// <param name="IsMember">Whether it is a property, which an object initializer sets.</param>
internal sealed record OutputPart(string Parameter, int Component, bool IsMember);

/// <summary>A parameter of the system's constructor.</summary>
/// <param name="Name">Its name: the key of a chat client where there are several.</param>
/// <param name="Type">Its type.</param>
/// <param name="Key">The key of the service, as C# source; null for one that has none.</param>
/// <param name="Default">The value where no service is registered, as C# source; null where there has to be one.</param>
internal sealed record ConstructorParameter(string Name, TypeReference Type, string? Key, string? Default);
