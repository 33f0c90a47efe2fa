namespace Optimas.Generators.Diagnostics;

/// <summary>The keys under which diagnostics tell code fixes what to do.</summary>
internal static class FixProperties
{
    /// <summary>OPT002, OPT003: the expressions that [From] can take; OPT007: the chat clients; parted by <see cref="Separator"/>.</summary>
    public const string Producers = "producers";

    /// <summary>OPT006, OPT010, OPT017: which of several things is wrong.</summary>
    public const string Problem = "problem";

    /// <summary>OPT008: the component to name; OPT011: the placeholder to use; OPT013: the predicate to add.</summary>
    public const string Name = "name";

    /// <summary>OPT013: the parameter list of the predicate to add.</summary>
    public const string Parameters = "parameters";

    /// <summary>OPT004, OPT006, OPT007: the type to use, fully qualified.</summary>
    public const string Type = "type";

    /// <summary>OPT010: the default value, as an expression.</summary>
    public const string Default = "default";

    public const char Separator = '|';
}
