using System.Collections.Immutable;

namespace Optimas.Pocket;

/// <summary>A summary of a session: what the shopper seems to look for.</summary>
/// <param name="Subject">A kind, or a department.</param>
/// <param name="Features">Brand, colour or price band.</param>
internal sealed record Wish(string Subject, ImmutableArray<string> Features)
{
    public string Text => string.Join(", ", Features.Prepend(Subject));

    public bool Fits(string kind) => Subject == kind || Subject == Catalogue.PartnerOf(kind) || Subject == Catalogue.DepartmentOf(kind);

    public ImmutableArray<string> SharedWith(Product product) => [.. Features.Where(f => f == product.Brand || f == product.Colour || f == product.Tier)];
}
