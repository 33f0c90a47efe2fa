using Microsoft.CodeAnalysis.Editing;

namespace Optimas.CodeFixes;

/// <summary>One way to fix a diagnostic.</summary>
/// <param name="Key">What all fixes of the same kind share, so that they can be applied at once.</param>
/// <param name="Title">What the user reads.</param>
/// <param name="Edit">Makes the change.</param>
/// <param name="Effect">What is added, where several diagnostics ask for the same addition; null for an edit of the diagnosed code itself.</param>
internal sealed record FixOption(string Key, string Title, Action<SyntaxEditor> Edit, string? Effect = null);
