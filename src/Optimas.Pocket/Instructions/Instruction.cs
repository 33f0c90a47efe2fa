using System.Collections.Immutable;

namespace Optimas.Pocket;

/// <summary>An instruction, and what it asks for.</summary>
/// <param name="Text">What the model reads.</param>
/// <param name="Asked">For each dimension of the skill the index of the behaviour asked for; null where nothing is said.</param>
public sealed record Instruction(string Text, ImmutableArray<int?> Asked);
