using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Optimas.Generators.Diagnostics;

/// <summary>What there is to optimize: OPT010, OPT014, OPT015.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SearchSpaceAnalyzer() : SystemAnalyzer(Descriptors.BadCandidates, Descriptors.NoTrainableModel, Descriptors.NothingToOptimize);
