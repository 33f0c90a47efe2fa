using System.Collections.Immutable;

namespace Optimas.Pocket;

/// <summary>The made-up world that the question-answering system is asked about.</summary>
public static class HopWorld
{
    private const double TopicPassesOn = 0.92, MentionShare = 0.8;

    /// <summary>A whole world, as many pages as a small corpus has.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="part">Which names it is made of.</param>
    /// <param name="people">How many people it has; there are about as many other things.</param>
    public static ImmutableArray<HopEntity> CreateCorpus(SeededRandom random, Part part, int people)
    {
        ArgumentNullException.ThrowIfNull(random);
        var used = new HashSet<string>();
        var towns = Many(people / 2, () => Town(random, part, Topic(random)), used);
        HopEntity TownFor(string topic) =>
            random.NextDouble() < TopicPassesOn && towns.Where(t => t.Topic == topic).ToList() is { Count: > 0 } fitting ? Names.Pick(random, fitting) : Names.Pick(random, towns);
        var persons = Many(people, () => Person(random, part, Topic(random)), used);
        persons = [.. persons.Select(p => p with { Town = TownFor(p.Topic).Name })];
        var makers = new HashSet<string>();
        var made = Many(people * 3 / 4, () =>
        {
            var maker = Names.Pick(random, persons);
            for (int attempt = 0; attempt < 4 && makers.Contains(maker.Name); attempt++)
                maker = Names.Pick(random, persons);
            makers.Add(maker.Name);
            string topic = random.NextDouble() < TopicPassesOn ? maker.Topic : Topic(random);
            return random.NextIndex([0.4, 0.25, 0.35]) switch
            {
                0 => Book(random, part, topic) with { Maker = maker.Name },
                1 => Band(random, part, topic) with { Maker = maker.Name, Town = TownFor(topic).Name },
                _ => Company(random, part, topic) with { Maker = maker.Name, Town = TownFor(topic).Name },
            };
        }, used);
        HopEntity Mentioning(HopEntity page)
        {
            var own = made.Concat(persons).Where(m => m.Maker == page.Name || m.Town == page.Name).ToList();
            if (page.Kind == HopKind.Person && own.Count > 0)
                page = page with { Role = RoleFor(own[0]) };
            return own.Count > 0 && random.NextDouble() < MentionShare ? page with { Mention = Names.Pick(random, own).Name } : page;
        }

        return [.. random.Shuffle(towns.Concat(persons).Select(Mentioning).Concat(made))];
    }

    /// <summary>A question about a world.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="corpus">The world.</param>
    public static HopQuestion CreateQuestion(SeededRandom random, ImmutableArray<HopEntity> corpus)
    {
        ArgumentNullException.ThrowIfNull(random);
        while (true)
        {
            var first = Names.Pick(random, corpus);
            if (first.Kind == HopKind.Town && random.NextDouble() < 0.5)
                continue;
            var question = CreateQuestion(random, first, name => corpus.First(p => p.Name == name), kind =>
            {
                HopEntity other;
                do
                    other = Names.Pick(random, corpus);
                while (other.Kind != kind || other.Name == first.Name);
                return other;
            });
            if (question is not null)
                return question;
        }
    }

    /// <summary>A question on something, and the things that it is about, made up for it.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="part">Which names they have.</param>
    internal static HopQuestion CreateQuestion(SeededRandom random, Part part)
    {
        var first = Any(random, part, Topic(random));
        HopEntity New(HopKind kind) => Create(random, part, kind, random.NextDouble() < TopicPassesOn ? first.Topic : Topic(random));
        HopEntity Called(string name) => New(name == first.Maker ? HopKind.Person : HopKind.Town) with
        {
            Name = name, Role = RoleFor(first), Mention = random.NextDouble() < MentionShare ? first.Name : "",
        };
        while (true)
        {
            if (CreateQuestion(random, first, Called, New) is { } question)
                return question;
        }
    }

    /// <summary>Pages as a search finds them for a question: some of those that it needs, and others that share words with them.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="part">Which names they have.</param>
    /// <param name="question">The question.</param>
    internal static ImmutableArray<HopEntity> FindPages(SeededRandom random, Part part, HopQuestion question)
    {
        int count = random.NextIndex([0.12, 0.22, 0.22, 0.34, 0.1]) switch { 0 => 1, 1 => 3, 2 => 5, 3 => 10, _ => 1 + random.Next(12) };
        bool hasFirst = random.NextDouble() < 0.9, hasOther = (count > 1 || !hasFirst) && random.NextDouble() < (question.IsComparison ? 0.85 : 0.72);
        List<HopEntity> rest = hasOther ? [question.Other] : [];
        while (rest.Count < count - (hasFirst ? 1 : 0))
        {
            var page = Distractor(random, part, question);
            if (page.Name != question.First.Name && page.Name != question.Other.Name && rest.All(p => p.Name != page.Name))
                rest.Add(page);
        }

        rest = [.. random.Shuffle(rest)];
        if (hasFirst)
            rest.Insert(random.NextDouble() < 0.7 ? 0 : random.Next(Math.Min(4, rest.Count + 1)), question.First);
        return [.. rest];
    }

    private static HopQuestion? CreateQuestion(
        SeededRandom random, HopEntity first, Func<string, HopEntity> named, Func<HopKind, HopEntity> another)
    {
        HopLink[] links = first.Kind switch
        {
            HopKind.Book => [HopLink.Author],
            HopKind.Person => [HopLink.Birthplace],
            HopKind.Town => [],
            _ => [HopLink.Founder, HopLink.HomeTown],
        };
        int wording = random.Next(3);
        bool isBridge = links.Length > 0 && random.NextDouble() < (first.Kind == HopKind.Person ? 0.4 : 0.9);
        if (!isBridge)
        {
            var other = another(first.Kind);
            var compared = Names.Pick(random, first.Kind switch
            {
                HopKind.Person => [HopFact.BirthYear, HopFact.BirthYear, HopFact.BirthTown, HopFact.Study],
                HopKind.Town => [HopFact.FoundingYear, HopFact.FoundingYear, HopFact.River],
                HopKind.Book => [HopFact.WritingYear],
                _ => new[] { HopFact.FoundingYear },
            });
            var comparison = new HopQuestion(first, other, null, compared) { Wording = wording };
            return first.Year == other.Year ? null : comparison;
        }

        var link = Names.Pick(random, links);
        HopFact[] facts = link is HopLink.Author or HopLink.Founder
            ? [HopFact.BirthTown, HopFact.BirthYear, HopFact.Study]
            : [HopFact.River, HopFact.FoundingYear, HopFact.People];
        return new(first, named(first.Follow(link)), link, Names.Pick(random, facts)) { Wording = wording };
    }

    private static HopEntity Distractor(SeededRandom random, Part part, HopQuestion question)
    {
        var (first, other) = (question.First, question.Other);
        var page = random.NextIndex([0.3, 0.3, 0.15, 0.25]) switch
        {
            0 => Like(random, part, first),
            1 => Create(random, part, random.NextDouble() < 0.5 ? other.Kind : Names.Pick(random, Enum.GetValues<HopKind>()), first.Topic),
            2 => Like(random, part, other),
            _ => Any(random, part, Topic(random)),
        };
        return random.NextIndex([0.8, 0.08, 0.06, 0.06]) switch
        {
            1 when page.Maker.Length > 0 && other.Kind == HopKind.Person => page with { Maker = other.Name },
            2 when page.Town.Length > 0 && other.Kind == HopKind.Town => page with { Town = other.Name },
            3 when page.Kind is HopKind.Person or HopKind.Town => page with { Mention = Book(random, part, "").Name },
            _ => page,
        };
    }

    private static HopEntity Like(SeededRandom random, Part part, HopEntity entity)
    {
        int attempts = 0;
        return Create(random, part, entity.Kind, random.NextDouble() < 0.3 ? entity.Topic : Topic(random)) with
        {
            Name = Names.Draw(random, part, r => attempts++ < 20 ? Mix(r, entity.Name, NameOf(r, entity.Kind)) : NameOf(r, entity.Kind)),
        };
    }

    // One word of a name, put in its place in another.
    private static string Mix(SeededRandom random, string from, string into)
    {
        string[] words = into.Split(' '), others = from.Split(' ');
        if (words.Length != others.Length)
            return into;
        int at = words[0] == "The" ? 1 + random.Next(words.Length - 1) : random.Next(words.Length);
        words[at] = others[at];
        return string.Join(' ', words);
    }

    private static HopEntity Any(SeededRandom random, Part part, string topic) =>
        Create(random, part, (HopKind)random.NextIndex([0.18, 0.12, 0.18, 0.34, 0.18]), topic);

    private static HopEntity Create(SeededRandom random, Part part, HopKind kind, string topic) => kind switch
    {
        HopKind.Book => Book(random, part, topic),
        HopKind.Band => Band(random, part, topic),
        HopKind.Company => Company(random, part, topic),
        HopKind.Person => Person(random, part, topic),
        _ => Town(random, part, topic),
    };

    private static HopEntity Book(SeededRandom random, Part part, string topic) => Named(random, part, HopKind.Book, topic) with
    {
        Detail = Names.Pick(random, HopWords.Genres), Maker = Names.Person(random, part), Year = 1880 + random.Next(130),
    };

    private static HopEntity Band(SeededRandom random, Part part, string topic) => Named(random, part, HopKind.Band, topic) with
    {
        Maker = Names.Person(random, part), Town = Names.Draw(random, part, r => NameOf(r, HopKind.Town)), Year = 1930 + random.Next(90),
    };

    private static HopEntity Company(SeededRandom random, Part part, string topic) => Named(random, part, HopKind.Company, topic) with
    {
        Maker = Names.Person(random, part), Town = Names.Draw(random, part, r => NameOf(r, HopKind.Town)), Year = 1860 + random.Next(150),
    };

    private static HopEntity Person(SeededRandom random, Part part, string topic) => Named(random, part, HopKind.Person, topic) with
    {
        Detail = Names.Pick(random, HopWords.Studies), Role = Names.Pick(random, HopWords.Roles), Town = Names.Draw(random, part, r => NameOf(r, HopKind.Town)), Year = 1850 + random.Next(140),
    };

    private static HopEntity Town(SeededRandom random, Part part, string topic) => Named(random, part, HopKind.Town, topic) with
    {
        Detail = Names.Coined(random, part), People = 100 * (11 + random.Next(880)), Year = 1100 + random.Next(750),
    };

    private static HopEntity Named(SeededRandom random, Part part, HopKind kind, string topic) =>
        new(kind, Names.Draw(random, part, r => NameOf(r, kind)), topic) { Wording = random.Next(2) };

    private static string RoleFor(HopEntity made) => made.Kind == HopKind.Book ? "author" : "founder";

    private static string NameOf(SeededRandom random, HopKind kind) => kind switch
    {
        HopKind.Book => $"The {Names.Pick(random, HopWords.Adjectives)} {Names.Pick(random, HopWords.Nouns)}",
        HopKind.Band => $"The {Names.Pick(random, HopWords.Adjectives)} {Names.Pick(random, HopWords.Plurals)}",
        HopKind.Company => $"{Names.Coined(random, AnyPart(random))} {Names.Pick(random, HopWords.Firms)}",
        HopKind.Person => Names.Person(random, AnyPart(random)),
        _ => Names.Pick(random, HopWords.Directions) + Names.Place(random, AnyPart(random)),
    };

    // A name of several words is held out as a whole; its words may be known ones.
    private static Part AnyPart(SeededRandom random) => random.NextDouble() < 0.1 ? Part.HeldOut : Part.Seen;

    private static string Topic(SeededRandom random) => Names.Pick(random, HopWords.Topics);

    private static List<HopEntity> Many(int count, Func<HopEntity> create, HashSet<string> used)
    {
        List<HopEntity> all = [];
        while (all.Count < count)
        {
            var one = create();
            if (used.Add(one.Name))
                all.Add(one);
        }

        return all;
    }
}
