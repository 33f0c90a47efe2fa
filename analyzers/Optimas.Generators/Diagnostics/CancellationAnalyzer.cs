using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Optimas.Generators.Diagnostics;

/// <summary>Whether components can be cancelled: OPT016.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CancellationAnalyzer() : SystemAnalyzer(Descriptors.NoCancellationToken);
