namespace Optimas.Generators.Parsing;

/// <summary>The names that generated members, or what they inherit, already have.</summary>
internal static class ReservedNames
{
    private static readonly string[] s_objects =
    [
        "Equals", "GetHashCode", "ToString", "GetType", "MemberwiseClone", "Finalize", "ReferenceEquals", "EqualityContract", "PrintMembers",
        "Clone", "Deconstruct",
    ];

    private static readonly HashSet<string> s_components = new(StringComparer.Ordinal)
    {
        // Members of the system.
        "Configuration", "Trace", "Graph", "RunAsync", "TraceAsync", "ReplayAsync", "OptimizeAsync", "AsSystem",
        "GraphDefinition", "BindingDefinition", "RunInActivityAsync", "RunComponentsAsync", "ContinueRunAsync",
        // Members of its Trace, which has a property per component.
        "Input", "InputValue", "Output", "Slots", "Usage", "IsComplete", "SystemRuns", "Executions", "OutputOf", "Force", "Clear",
        "AssembleOutput", "Create", "With",
        // Members of its Configuration, which has a property per component.
        "Default", "FromJson", "LoadAsync", "Migrate", "ToJson", "GetComponent", "WithComponent", "GetValue", "WithValue", "Diff", "SaveAsync",
    };

    private static readonly HashSet<string> s_methods = new(StringComparer.Ordinal)
    {
        "RunAsync", "TraceAsync", "ReplayAsync", "OptimizeAsync", "AsSystem", "RunInActivityAsync", "RunComponentsAsync", "ContinueRunAsync",
    };

    private static readonly HashSet<string> s_others = new(StringComparer.Ordinal)
    {
        "Configuration", "Trace", "Graph", "GraphDefinition", "BindingDefinition",
    };

    private static readonly HashSet<string> s_fields = new(StringComparer.Ordinal) { "Selector", "GetValue", "WithValue", "Parameters" };

    static ReservedNames()
    {
        s_components.UnionWith(s_objects);
        s_fields.UnionWith(s_objects);
    }

    /// <summary>Whether no component can be called so.</summary>
    public static bool IsForComponents(string name) => s_components.Contains(name);

    /// <summary>Whether a member that the user writes beside the components can't be called so. Methods may share a method's name.</summary>
    public static bool IsForMembers(string name, bool isMethod) => s_others.Contains(name) || (!isMethod && s_methods.Contains(name));

    /// <summary>Whether no field of a component's configuration can be called so.</summary>
    public static bool IsForFields(string component, string name) => s_fields.Contains(name) || name == component + "Configuration";

    /// <summary>The generated members that are named after a component.</summary>
    public static IEnumerable<string> DerivedFrom(string component) => [component + "Configuration", component + "Core", "With" + component];
}
