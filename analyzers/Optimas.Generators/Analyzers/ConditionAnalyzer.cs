using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Optimas.Generators.Diagnostics;

namespace Optimas.Generators.Analyzers;

/// <summary>Conditional components: OPT012, OPT013.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConditionAnalyzer() : SystemAnalyzer(Descriptors.ConsumerMustAcceptNull, Descriptors.BadPredicate);
