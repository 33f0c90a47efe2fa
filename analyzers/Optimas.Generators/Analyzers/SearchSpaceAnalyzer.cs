using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Optimas.Generators.Diagnostics;

namespace Optimas.Generators.Analyzers;

/// <summary>What there is to optimize: OPT010, OPT014, OPT015.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SearchSpaceAnalyzer() : SystemAnalyzer(Descriptors.BadCandidates, Descriptors.NoTrainableModel, Descriptors.NothingToOptimize);
