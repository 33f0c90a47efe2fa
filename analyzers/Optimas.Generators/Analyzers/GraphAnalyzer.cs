using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Optimas.Generators.Diagnostics;

namespace Optimas.Generators.Analyzers;

/// <summary>Whether the components form a graph that ends in the output: OPT005, OPT008, OPT009.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class GraphAnalyzer() : SystemAnalyzer(Descriptors.Cycle, Descriptors.BadOutput, Descriptors.Unreachable);
