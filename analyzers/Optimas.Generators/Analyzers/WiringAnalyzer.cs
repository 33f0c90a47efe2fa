using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Optimas.Generators.Diagnostics;

namespace Optimas.Generators.Analyzers;

/// <summary>Whether every parameter has its one producer: OPT002, OPT003, OPT004.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WiringAnalyzer() : SystemAnalyzer(Descriptors.NoProducer, Descriptors.AmbiguousProducer, Descriptors.TypeMismatch);
