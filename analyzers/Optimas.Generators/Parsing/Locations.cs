using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Optimas.Generators.Parsing;

/// <summary>Where symbols are written.</summary>
internal static class Locations
{
    /// <summary>The identifier of a symbol's declaration.</summary>
    public static Location Of(ISymbol symbol) => symbol.Locations.FirstOrDefault(l => l.IsInSource) ?? Location.None;

    /// <summary>The type as which a parameter is declared.</summary>
    public static Location TypeOf(IParameterSymbol parameter, CancellationToken ct) =>
        Syntax(parameter, ct)?.Type?.GetLocation() ?? Of(parameter);

    /// <summary>The default value of a parameter.</summary>
    public static Location DefaultOf(IParameterSymbol parameter, CancellationToken ct) =>
        Syntax(parameter, ct)?.Default?.Value.GetLocation() ?? Of(parameter);

    private static ParameterSyntax? Syntax(IParameterSymbol parameter, CancellationToken ct) =>
        parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(ct) as ParameterSyntax;
}
