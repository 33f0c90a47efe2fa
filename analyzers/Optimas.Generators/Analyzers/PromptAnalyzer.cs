using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Optimas.Generators.Diagnostics;

namespace Optimas.Generators.Analyzers;

/// <summary>Prompted components: OPT006, OPT007, OPT011.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PromptAnalyzer() : SystemAnalyzer(Descriptors.PromptedShape, Descriptors.NoChatClient, Descriptors.UnknownPlaceholder);
