using System.Collections.Immutable;

namespace Optimas.Pocket;

/// <summary>What the made-up shop sells: kinds of things in pairs that go together, and three pairs a department.</summary>
public static class Catalogue
{
    private static readonly (string Department, string Pairs)[] s_departments =
    [
        ("kitchen", "kettle teapot pan pot knife board"),
        ("garden", "spade rake hose sprinkler planter trellis"),
        ("camping", "tent lantern stove flask backpack hammock"),
        ("office", "pen notebook lamp desk stapler folder"),
        ("bathroom", "towel bathrobe soap sponge mirror shelf"),
        ("toys", "puzzle game doll pram kite ball"),
        ("pets", "leash collar bowl mat basket blanket"),
        ("sports", "racket net helmet gloves dumbbell bench"),
    ];

    private static readonly Dictionary<string, (string Department, string Partner)> s_kinds = s_departments
        .SelectMany(d => d.Pairs.Split(' ').Chunk(2).SelectMany(p => new[] { (Kind: p[0], d.Department, Partner: p[1]), (Kind: p[1], d.Department, Partner: p[0]) }))
        .ToDictionary(k => k.Kind, k => (k.Department, k.Partner));

    /// <summary>All kinds.</summary>
    public static ImmutableArray<string> Kinds { get; } = [.. s_departments.SelectMany(d => d.Pairs.Split(' '))];

    /// <summary>All colours.</summary>
    public static ImmutableArray<string> Colours { get; } = ["red", "blue", "green", "black", "white", "grey", "pink", "brown"];

    /// <summary>All price bands, the cheapest first.</summary>
    public static ImmutableArray<string> Tiers { get; } = ["Basic", "Plus", "Pro", "Luxe"];

    /// <summary>Where a kind is sold.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    public static string DepartmentOf(string kind) => s_kinds[kind].Department;

    /// <summary>What a kind goes with.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    public static string PartnerOf(string kind) => s_kinds[kind].Partner;
}
