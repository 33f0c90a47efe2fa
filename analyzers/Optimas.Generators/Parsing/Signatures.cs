using Microsoft.CodeAnalysis;
using Optimas.Generators.Model;

namespace Optimas.Generators.Parsing;

/// <summary>What a component declares: its wiring and its type, as <c>(query: Query) -> string</c>.</summary>
internal static class Signatures
{
    public static string Of(ComponentDraft component)
    {
        string signature = $"({Wires(component.Parameters)}) -> {TypeFacts.Display(component.Value!)}";
        return component.When is { } when ? $"{signature} when {when.Method.Name}({Wires(when.Parameters)})" : signature;
    }

    private static string Wires(List<ParameterDraft> parameters) => string.Join(", ", parameters
        .Where(p => p.Kind == ParameterKind.Wired).Select(p => $"{p.Symbol.Name}: {Source(p.Source!)}"));

    private static string Source(Producer source) =>
        source.Member is null ? source.Component?.Name ?? "input" : $"{source.Component?.Name ?? "input"}.{source.Member}";
}
