namespace Optimas.Pocket;

/// <summary>A made-up product.</summary>
/// <param name="Brand">A coined name.</param>
/// <param name="Tier">Its price band, as the shop calls it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Colour">Its colour.</param>
public sealed record Product(string Brand, string Tier, string Kind, string Colour)
{
    /// <summary>As the shop lists it: <c>Galvex Pro kettle, red</c>.</summary>
    public string Title => $"{Brand} {Tier} {Kind}, {Colour}";

    /// <summary>The value of a feature.</summary>
    /// <param name="feature">Which one.</param>
    internal string this[Feature feature] => feature switch
    {
        Feature.Brand => Brand,
        Feature.Colour => Colour,
        _ => Tier,
    };

    internal Product With(Feature feature, string value) => feature switch
    {
        Feature.Brand => this with { Brand = value },
        Feature.Colour => this with { Colour = value },
        _ => this with { Tier = value },
    };
}

/// <summary>What shoppers stay with, the strongest habit first.</summary>
internal enum Feature
{
    Brand,
    Colour,
    Tier,
}
