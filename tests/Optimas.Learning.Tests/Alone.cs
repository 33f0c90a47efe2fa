namespace Optimas.Learning.Tests;

/// <summary>Tests that count what the whole process holds: they run while no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
