using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Optimas.Generators.Diagnostics;
using Optimas.Generators.Parsing;

namespace Optimas.Generators.Analyzers;

/// <summary>Components that use another one behind the graph's back: OPT019.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DirectCallAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.DirectCall];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            var component = new KnownTypes(start.Compilation).Component;
            if (component is null)
                return;
            start.RegisterOperationAction(
                operation => Analyze(operation, component), OperationKind.Invocation, OperationKind.MethodReference);
        });
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol component)
    {
        var used = context.Operation switch
        {
            IInvocationOperation call => call.TargetMethod,
            IMethodReferenceOperation { Parent: not INameOfOperation } reference => reference.Method,
            _ => null,
        };
        if (used is null || context.ContainingSymbol is not IMethodSymbol user || used.Name == user.Name)
            return;
        if (!SymbolEqualityComparer.Default.Equals(used.ContainingType?.OriginalDefinition, user.ContainingType?.OriginalDefinition))
            return;
        if (Attributes.Find(user, component) is not null && Attributes.Find(used.OriginalDefinition, component) is not null)
        {
            context.ReportDiagnostic(
                Diagnostic.Create(Descriptors.DirectCall, context.Operation.Syntax.GetLocation(), user.Name, used.Name));
        }
    }
}
