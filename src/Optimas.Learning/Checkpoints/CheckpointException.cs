namespace Optimas.Learning;

/// <summary>A checkpoint, adapter or tensor file is damaged, incomplete, or of a kind that is not supported.</summary>
/// <param name="message">Names the file, and the tensor or key where there is one; says what is wrong and what would be right.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class CheckpointException(string message, Exception? innerException = null) : IOException(message, innerException);
