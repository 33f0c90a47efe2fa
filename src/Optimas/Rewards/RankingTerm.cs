namespace Optimas;

/// <summary>
/// One term of the ranking loss, Weight · −log σ(r_k(preferred) − r_k(rejected) − Margin) (OPTIMAS, eq. 4). <see cref="RankingTerms"/> makes
/// them; a backbone adds its features.
/// </summary>
/// <param name="Component">k.</param>
/// <param name="Preferred">(x_k, y⁺).</param>
/// <param name="Rejected">(x_k, y⁻).</param>
/// <param name="Margin">The difference of rewards that is asked for.</param>
/// <param name="Weight">What the term weighs; the weights of a component's terms sum to its evidence in pairs.</param>
/// <param name="Group">The example that it comes from. Terms of one example are not independent: they are held out together.</param>
/// <param name="IsPair">Whether it is a preference pair, rather than made of pointwise targets.</param>
public sealed record RankingTerm(
    int Component, Observation Preferred, Observation Rejected, double Margin, double Weight, string Group, bool IsPair)
{
    /// <summary>
    /// Whether its loss counts while its group is held out. Pairs do; pointwise terms, noisier and more numerous, only where their component
    /// has no pair.
    /// </summary>
    public bool Measures { get; init; } = IsPair;
}
