namespace Optimas.Journaling;

/// <summary>Stands for an exception that was thrown before a run was interrupted, and was recorded by its type and message.</summary>
/// <param name="type">The type's name.</param>
/// <param name="message">The message.</param>
public sealed class RecordedFailureException(string type, string message) : Exception(message)
{
    /// <summary>The name of the type that was thrown.</summary>
    public string Type { get; } = type;
}
