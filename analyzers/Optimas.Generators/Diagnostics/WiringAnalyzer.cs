using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Optimas.Generators.Diagnostics;

/// <summary>Whether every parameter has its one producer: OPT002, OPT003, OPT004.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WiringAnalyzer() : SystemAnalyzer(Descriptors.NoProducer, Descriptors.AmbiguousProducer, Descriptors.TypeMismatch);
