namespace Optimas.Pocket;

/// <summary>Something to do, and how it is done well.</summary>
/// <param name="Skill">The skill.</param>
/// <param name="Instruction">The system message.</param>
/// <param name="Input">The user's message.</param>
/// <param name="Reply">A right reply that does what the instruction asks for.</param>
public sealed record PocketExample(string Skill, Instruction Instruction, string Input, string Reply)
{
    /// <summary>Whether a reply is right, whatever the instruction asks for.</summary>
    public required Predicate<string> IsRight { get; init; }

    /// <summary>Whether a reply is right and does all that the instruction asks for.</summary>
    public required Predicate<string> Follows { get; init; }
}
