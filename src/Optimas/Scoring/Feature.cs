namespace Optimas;

/// <summary>A number that an observation's types or texts give away, such as the length of a list.</summary>
/// <param name="Name">What it measures. The same measurement has the same name in every observation of a component.</param>
/// <param name="Value">A finite number.</param>
public readonly record struct Feature(string Name, double Value);
