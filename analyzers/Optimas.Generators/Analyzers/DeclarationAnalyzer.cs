using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Optimas.Generators.Diagnostics;

namespace Optimas.Generators.Analyzers;

/// <summary>What can be a system or component: OPT001, OPT017.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeclarationAnalyzer() : SystemAnalyzer(Descriptors.NotPartial, Descriptors.BadShape);
