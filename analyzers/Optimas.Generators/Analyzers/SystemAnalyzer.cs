using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Optimas.Generators.Analyzers;

/// <summary>Reports those of the parser's diagnostics that belong to one concern.</summary>
public abstract class SystemAnalyzer : DiagnosticAnalyzer
{
    private protected SystemAnalyzer(params ImmutableArray<DiagnosticDescriptor> descriptors) => SupportedDiagnostics = descriptors;

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        // A system is a system wherever its source comes from; the generator's own parts of it are no reason to skip it.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private void Analyze(SymbolAnalysisContext context)
    {
        var result = ParsedSystems.Of((INamedTypeSymbol)context.Symbol, context.Compilation, context.CancellationToken);
        foreach (var diagnostic in result.Diagnostics)
        {
            if (SupportedDiagnostics.Contains(diagnostic.Descriptor))
                context.ReportDiagnostic(diagnostic);
        }
    }
}
