namespace Optimas;

/// <summary>A configuration, or a value meant for one, is not legal for the system.</summary>
/// <param name="message">What is wrong, and what would be right.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class ConfigurationException(string message, Exception? innerException = null) : Exception(message, innerException);
