using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Optimas.Generators.Diagnostics;

/// <summary>Prompted components: OPT006, OPT007, OPT011.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PromptAnalyzer() : SystemAnalyzer(Descriptors.PromptedShape, Descriptors.NoChatClient, Descriptors.UnknownPlaceholder);
