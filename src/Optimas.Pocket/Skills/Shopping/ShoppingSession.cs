using System.Collections.Immutable;

namespace Optimas.Pocket;

/// <summary>What a made-up shopper viewed, and what next.</summary>
/// <param name="Views">The products viewed, the oldest first.</param>
/// <param name="Choices">Four products, one of which was viewed next.</param>
/// <param name="Answer">The index of that one.</param>
public sealed record ShoppingSession(ImmutableArray<Product> Views, ImmutableArray<Product> Choices, int Answer)
{
    private static readonly ImmutableArray<double> s_habits = [0.45, 0.3, 0.25];

    /// <summary>
    /// A session. Shoppers look at a pair of kinds that go together, stay with a brand, a colour or a price band while they do, and some of them
    /// had looked for something else before. The other choices are the kind of before, the kind without the habit, and the habit without the kind.
    /// </summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="names">Which names brands have.</param>
    public static ShoppingSession Create(SeededRandom random, Part names)
    {
        ArgumentNullException.ThrowIfNull(random);
        string[] brands = Distinct(random, 4, r => Names.Coined(r, names));
        var now = Interest.Draw(random, brands, Names.Pick(random, Catalogue.Kinds));
        var before = Interest.Draw(random, brands, Other(random, now.Kind));
        int earlier = random.NextDouble() < 0.25 ? 0 : 2 + (2 * random.Next(2));
        int recent = earlier == 0 ? 4 + random.Next(3) : 3;
        ImmutableArray<Product> views = [.. before.Views(random, earlier), .. now.Views(random, recent)];

        var next = now.Product(random, keeps: random.NextDouble() < 0.93);
        var last = views[^1];
        var shared = Names.Pick(random, [.. Enum.GetValues<Feature>().Where(f => f != now.Habit)]);
        var sameKind = now.Product(random, keeps: false).With(shared, last[shared]);
        string elsewhere = random.NextDouble() < 0.5 ? Neighbour(random, now.Kind) : Other(random, now.Kind);
        var sameHabit = now.Product(random, keeps: true) with { Kind = elsewhere };
        var old = earlier > 0 ? before.Product(random, keeps: true) : now.Product(random, keeps: false);
        var choices = random.Shuffle([next, sameKind, sameHabit, old]);
        return choices.Distinct().Count() == choices.Length
            ? new(views, [.. choices], Array.IndexOf(choices, next))
            : Create(random, names);
    }

    private static string Other(SeededRandom random, string kind) => Names.Pick(random, [.. Catalogue.Kinds.Where(k => k != kind && k != Catalogue.PartnerOf(kind))]);

    private static string Neighbour(SeededRandom random, string kind) => Names.Pick(
        random,
        [.. Catalogue.Kinds.Where(k => k != kind && k != Catalogue.PartnerOf(kind) && Catalogue.DepartmentOf(k) == Catalogue.DepartmentOf(kind))]);

    private static string[] Distinct(SeededRandom random, int count, Func<SeededRandom, string> draw)
    {
        var drawn = new List<string>();
        while (drawn.Count < count)
        {
            string name = draw(random);
            if (!drawn.Contains(name))
                drawn.Add(name);
        }

        return [.. drawn];
    }

    /// <summary>What a shopper looks for at a time.</summary>
    private sealed record Interest(string[] Brands, string Kind, Feature Habit, string Value)
    {
        public static Interest Draw(SeededRandom random, string[] brands, string kind)
        {
            var habit = (Feature)random.NextIndex(s_habits);
            return new(brands, kind, habit, Names.Pick(random, ValuesOf(habit, brands)));
        }

        public List<Product> Views(SeededRandom random, int count)
        {
            int exception = random.NextDouble() < 0.25 ? random.Next(3) : -1;
            var views = new List<Product>();
            while (views.Count < count)
            {
                var view = Product(random, keeps: count - 1 - views.Count != exception);
                // What three views in a row share is the habit, and rarely chance.
                if (!views.TakeLast(2).Any(v => Enum.GetValues<Feature>().Any(f => f != Habit && v[f] == view[f])) || random.NextDouble() < 0.1)
                    views.Add(view);
            }

            return views;
        }

        public Product Product(SeededRandom random, bool keeps)
        {
            var any = new Product(
                Names.Pick(random, Brands),
                Names.Pick(random, Catalogue.Tiers),
                random.NextDouble() < 0.8 ? Kind : Catalogue.PartnerOf(Kind),
                Names.Pick(random, Catalogue.Colours));
            string value = keeps ? Value : Names.Pick(random, [.. ValuesOf(Habit, Brands).Where(v => v != Value)]);
            return any.With(Habit, value);
        }

        private static IReadOnlyList<string> ValuesOf(Feature feature, string[] brands) => feature switch
        {
            Feature.Brand => brands,
            Feature.Colour => Catalogue.Colours,
            _ => Catalogue.Tiers,
        };
    }
}
