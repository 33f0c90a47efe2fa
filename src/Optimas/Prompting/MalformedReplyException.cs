namespace Optimas;

/// <summary>A language model's reply could not be read as the component's output type, and neither could its second try.</summary>
/// <param name="component">The component that asked.</param>
/// <param name="reply">The last reply, whole.</param>
/// <param name="problem">What is wrong with it.</param>
public sealed class MalformedReplyException(string component, string reply, string problem)
    : Exception($"The model's reply for {component} can't be read: {problem} Reply: {Shorten(reply)}")
{
    private const int ShownCharacters = 200;

    /// <summary>The component that asked.</summary>
    public string Component { get; } = component;

    /// <summary>The last reply, whole.</summary>
    public string Reply { get; } = reply;

    private static string Shorten(string reply) => reply.Length <= ShownCharacters ? reply : reply[..ShownCharacters] + "…";
}
