using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Optimas.Generators.Parsing;

namespace Optimas.Generators.Analyzers;

/// <summary>The parser's results, computed once a compilation and shared by its analyzers.</summary>
internal static class ParsedSystems
{
    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<INamedTypeSymbol, ParseResult>> s_results = new();

    /// <summary>What the parser finds in a type; nothing for one that is no system.</summary>
    public static ParseResult Of(INamedTypeSymbol type, Compilation compilation, CancellationToken ct)
    {
        var results = s_results.GetValue(compilation, static _ => new(SymbolEqualityComparer.Default));
        return results.TryGetValue(type, out var known) ? known : results.GetOrAdd(type, SystemParser.Parse(type, compilation, ct));
    }
}
