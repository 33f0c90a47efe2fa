using System.Collections.Immutable;

namespace Optimas.Pocket;

/// <summary>An instruction, and what it asks for.</summary>
/// <param name="Text">What the model reads.</param>
/// <param name="Asked">For each dimension of the skill the index of the behaviour asked for; null where nothing is said.</param>
public sealed record Instruction(string Text, ImmutableArray<int?> Asked)
{
    /// <summary>No instruction: what the optimizer asks for stands in its message.</summary>
    internal static Instruction None { get; } = new("", []);

    /// <summary>An instruction made of sentences.</summary>
    /// <param name="parts">What it is made of, in order.</param>
    /// <param name="asked">What it asks for.</param>
    internal static Instruction Of(ImmutableArray<InstructionPart> parts, ImmutableArray<int?> asked) =>
        new(string.Join(' ', parts.Select(p => p.Text)), asked) { Parts = parts };

    /// <summary>What it is made of; empty where it is known as a whole only.</summary>
    internal ImmutableArray<InstructionPart> Parts { get; private init; } = [];
}

/// <summary>A sentence or two of an instruction.</summary>
/// <param name="Dimension">The index of the dimension that it speaks of; null where it says what is to be done.</param>
/// <param name="Text">What it says.</param>
internal readonly record struct InstructionPart(int? Dimension, string Text);
