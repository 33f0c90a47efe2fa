namespace Optimas.Pocket;

/// <summary>
/// Made-up names. They are put together from few parts, so that different names share parts as real ones do; a tenth of them is held out.
/// </summary>
public static class Names
{
    private static readonly string[] s_starts =
    [
        "Mar", "Vel", "Tor", "Bren", "Kal", "Sil", "Dor", "Fen", "Gal", "Har", "Jor", "Lan", "Mel", "Nor", "Or", "Pel", "Quin", "Ros", "Sar", "Tam",
        "Ul", "Vor", "Wil", "Yar", "Zan", "Ald", "Ber", "Cor", "Dal", "El",
    ];

    private static readonly string[] s_givenEnds = ["a", "en", "is", "o", "ia", "an", "ine", "ek", "ora", "us", "el", "y"];
    private static readonly string[] s_familyEnds = ["den", "ley", "mann", "son", "wick", "over", "ski", "ford", "ard", "ell", "strom", "ez"];
    private static readonly string[] s_placeEnds = ["holm", "burg", "ton", "dale", "port", "mere", "stead", "field", "haven", "bridge", "gard", "moor"];
    private static readonly string[] s_coinedEnds = ["vex", "dane", "trel", "pax", "quor", "lix", "mide", "zol", "tane", "rin", "fen", "cor"];

    /// <summary>A person, as <c>Mara Velden</c>.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="part">Which names.</param>
    public static string Person(SeededRandom random, Part part) =>
        Draw(random, part, r => $"{Pick(r, s_starts)}{Pick(r, s_givenEnds)} {Pick(r, s_starts)}{Pick(r, s_familyEnds)}");

    /// <summary>A town, as <c>Tamholm</c>.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="part">Which names.</param>
    public static string Place(SeededRandom random, Part part) => Draw(random, part, r => Pick(r, s_starts) + Pick(r, s_placeEnds));

    /// <summary>A coined word, such as a brand or a drug, as <c>Galvex</c>.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="part">Which names.</param>
    public static string Coined(SeededRandom random, Part part) => Draw(random, part, r => Pick(r, s_starts) + Pick(r, s_coinedEnds));

    /// <summary>Anything drawn until it belongs to a part.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="part">Which part.</param>
    /// <param name="draw">Draws a name.</param>
    public static string Draw(SeededRandom random, Part part, Func<SeededRandom, string> draw)
    {
        ArgumentNullException.ThrowIfNull(draw);
        while (true)
        {
            string name = draw(random);
            bool isHeldOut = (ulong)SeededRandom.Derive(1, name, 0) % 10 == 0;
            if (isHeldOut == (part == Part.HeldOut))
                return name;
        }
    }

    /// <summary>One of several.</summary>
    /// <typeparam name="T">What they are.</typeparam>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="items">One or more.</param>
    public static T Pick<T>(SeededRandom random, IReadOnlyList<T> items)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(items);
        return items[random.Next(items.Count)];
    }
}
