namespace Optimas.Learning;

/// <summary>One message of a conversation.</summary>
/// <param name="Role">Who speaks: <c>system</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>.</param>
/// <param name="Text">What is said.</param>
public sealed record ChatTurn(string Role, string Text);
