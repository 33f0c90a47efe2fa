using System.Collections.Immutable;

namespace Optimas.Pocket;

/// <summary>One way in which replies can differ, such as their length.</summary>
/// <param name="Name">What it is called in reports.</param>
/// <param name="Behaviours">What an instruction can ask for; two or more.</param>
public sealed record Dimension(string Name, ImmutableArray<Behaviour> Behaviours);

/// <summary>A behaviour that an instruction can ask for.</summary>
/// <param name="Name">What it is called in reports.</param>
/// <param name="Share">How often replies show it where the instruction says nothing about its dimension; relative to its siblings.</param>
/// <param name="Clauses">How an instruction asks for it: sentences, each with its full stop.</param>
public sealed record Behaviour(string Name, double Share, Phrasing Clauses);
