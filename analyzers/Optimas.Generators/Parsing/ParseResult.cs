using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Optimas.Generators.Model;

namespace Optimas.Generators.Parsing;

/// <summary>What the parser finds: the generator takes the model, the analyzers take the diagnostics, so that the two can't drift apart.</summary>
/// <param name="Model">The system; null where an error makes it meaningless.</param>
/// <param name="Unfinished">What a system with errors still needs; null where it needs nothing.</param>
/// <param name="Diagnostics">What is wrong or worth knowing, each once.</param>
internal sealed record ParseResult(SystemModel? Model, UnfinishedSystem? Unfinished, ImmutableArray<Diagnostic> Diagnostics);
