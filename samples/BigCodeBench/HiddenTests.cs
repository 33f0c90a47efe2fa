namespace BigCodeBench;

/// <summary>Tests that a task's author wrote, and that the system never sees.</summary>
/// <param name="Language">The program's language.</param>
/// <param name="Opening">The lines that a program starts with, such as imports and a signature; empty where there are none.</param>
/// <param name="Test">The tests.</param>
public sealed record HiddenTests(string Language, string Opening, string Test);
