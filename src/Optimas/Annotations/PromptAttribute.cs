namespace Optimas;

/// <summary>
/// On a partial method without a body: an LLM component with this instruction, whose body is generated. On a string parameter: a prompt
/// handed to the user's own code. Either way the text is the default; the configuration holds the value in force.
/// </summary>
/// <param name="text">The default instruction. <c>{name}</c> stands for the parameter of that name.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Parameter)]
public sealed class PromptAttribute(string text) : Attribute
{
    /// <summary>The default instruction.</summary>
    public string Text { get; } = text;

    /// <summary>The member or constructor parameter that holds the chat client to call, where the system has more than one.</summary>
    public string? Client { get; init; }
}
