namespace Optimas.Providers;

/// <summary>A request was made that the cassette does not hold. The message names the nearest one that it does hold, and what differs.</summary>
/// <param name="message">What was asked, and what is recorded.</param>
public sealed class MissingRecordingException(string message) : StopException(message);
