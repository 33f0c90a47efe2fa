// Writes train.jsonl and validation.jsonl beside this file: questions about a made-up country, in HotpotQA's format.
// dotnet run data/make-pages.cs
#:property PublishAot=false

using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;

var random = new Draw(20);
string folder = Path.GetDirectoryName(Here())!;
var country = new Country(random);
var questions = country.Questions().ToList();
random.Shuffle(questions);
Write("train.jsonl", questions[..60]);
Write("validation.jsonl", questions[60..100]);

void Write(string file, List<Question> chosen)
{
    using var writer = new StreamWriter(Path.Combine(folder, file)) { NewLine = "\n" };
    foreach (var question in chosen)
        writer.WriteLine(JsonSerializer.Serialize(country.ToRecord(question), Format.Options));
}

static string Here([CallerFilePath] string path = "") => path;

internal static class Format
{
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

internal sealed record Page(string Title, string Kind, params string[] Sentences);

internal sealed record Question(string Text, string Answer, string Type, Page First, Page Second);

internal sealed record Person(string Name, string Trade, int Born, Place Home);

internal sealed record Place(string Name, string Province, string River, int Founded, string Craft);

internal sealed record Work(string Name, string Kind, Person Author, int Year, string Subject);

internal sealed record Company(string Name, string Makes, Person Founder, Place Seat, int Year);

/// <summary>A small generator of numbers that is the same everywhere.</summary>
internal sealed class Draw(uint state)
{
    public int Next(int below)
    {
        state = (state * 1664525) + 1013904223;
        return (int)((ulong)state * (uint)below >> 32);
    }

    public T Of<T>(IReadOnlyList<T> list) => list[Next(list.Count)];

    public void Shuffle<T>(List<T> list)
    {
        for (int i = list.Count - 1; i > 0; i--)
        {
            int j = Next(i + 1);
            (list[i], list[j]) = (list[j], list[i]);
        }
    }
}

internal sealed class Country
{
    private static readonly string[] s_given = ["Orla", "Tamsin", "Bero", "Ilka", "Joren", "Maud", "Piet", "Senna", "Ruvo", "Calla", "Dorn", "Edda"];
    private static readonly string[] s_family = ["Venn", "Halloway", "Brisk", "Tarn", "Okkel", "Marrow", "Quill", "Sedge", "Lomax", "Fenwick"];
    private static readonly string[] s_trades = ["novelist", "painter", "composer", "engineer", "botanist", "architect", "cartographer", "playwright"];
    private static readonly string[] s_provinces = ["Upper Marle", "Lower Marle", "Estrany", "the Sallow Coast", "North Quarry", "Veldmark"];
    private static readonly string[] s_rivers = ["Ambry", "Tessel", "Wend", "Lark", "Odder", "Quay"];
    private static readonly string[] s_crafts = ["glass", "salt", "paper", "bells", "rope", "clocks", "dyed wool", "cider"];
    private static readonly string[] s_subjects =
    [
        "a lighthouse keeper", "a flooded mine", "two rival bakers", "a winter election", "a lost railway", "an orchard fire",
    ];
    private static readonly string[] s_adjectives = ["Glass", "Silent", "Crooked", "Amber", "Second", "Winter", "Paper", "Long"];
    private static readonly string[] s_nouns = ["Orchard", "Harbour", "Ladder", "Garden", "Meridian", "Bridge", "Lantern", "Quarrel"];
    private static readonly string[] s_towns =
    [
        "Arlesby", "Brockmoor", "Cindermouth", "Dunholt", "Elverby", "Farrow", "Grestead", "Hexley", "Ivering", "Jasperton", "Kelmere", "Lindow",
    ];

    private readonly Draw _random;
    private readonly Dictionary<object, Page> _pages = [];
    private readonly List<Place> _places = [];
    private readonly List<Person> _people = [];
    private readonly List<Work> _works = [];
    private readonly List<Company> _companies = [];

    public Country(Draw random)
    {
        _random = random;
        foreach (string name in s_towns)
            _places.Add(new(name, random.Of(s_provinces), random.Of(s_rivers), 1100 + random.Next(700), random.Of(s_crafts)));
        foreach (string name in Pairs(s_given, s_family, 36))
            _people.Add(new(name, random.Of(s_trades), 1820 + random.Next(150), random.Of(_places)));
        foreach (string name in Pairs(s_adjectives, s_nouns, 32))
        {
            var author = random.Of(_people);
            string kind = random.Of(["novel", "opera", "play", "film"]);
            _works.Add(new($"The {name}", kind, author, author.Born + 22 + random.Next(40), random.Of(s_subjects)));
        }

        foreach (string name in Pairs(s_family, ["Works", "Brothers", "Instruments", "Mills"], 20))
        {
            var founder = random.Of(_people);
            _companies.Add(new(name, random.Of(s_crafts), founder, random.Of(_places), founder.Born + 20 + random.Next(35)));
        }

        foreach (var place in _places)
            _pages[place] = PageOf(place);
        foreach (var person in _people)
            _pages[person] = PageOf(person);
        foreach (var work in _works)
            _pages[work] = PageOf(work);
        foreach (var company in _companies)
            _pages[company] = PageOf(company);
    }

    public IEnumerable<Question> Questions()
    {
        foreach (var person in _people)
        {
            yield return Bridge($"What was made in the town where the {person.Trade} {person.Name} was born?", person.Home.Craft, person, person.Home);
            yield return Bridge($"On which river lies the birthplace of {person.Name}?", person.Home.River, person, person.Home);
        }

        foreach (var work in _works)
        {
            string year = $"{work.Author.Born}", what = $"the {work.Kind} about {work.Subject}, \"{work.Name}\"";
            yield return Bridge($"In which year was the author of {what}, born?", year, work, work.Author);
            yield return Bridge($"Where was the {work.Author.Trade} who wrote {work.Name} born?", work.Author.Home.Name, work, work.Author);
        }

        foreach (var company in _companies)
        {
            string province = company.Seat.Province;
            yield return Bridge($"In which province does the maker of {company.Makes} {company.Name} have its seat?", province, company, company.Seat);
            yield return Bridge($"What was the trade of the founder of {company.Name}?", company.Founder.Trade, company, company.Founder);
        }

        foreach (var (one, other) in Couples(_places))
            yield return Compare($"Which town is older, {one.Name} or {other.Name}?", one.Founded < other.Founded ? one.Name : other.Name, one, other);
        foreach (var (one, other) in Couples(_people))
            yield return Compare($"Were {one.Name} and {other.Name} of the same trade?", one.Trade == other.Trade ? "yes" : "no", one, other);
        foreach (var (one, other) in Couples(_works))
            yield return Compare($"Which came first, {one.Name} or {other.Name}?", one.Year < other.Year ? one.Name : other.Name, one, other);
    }

    public object ToRecord(Question question)
    {
        string[] kinds = [question.First.Kind, question.Second.Kind];
        var alike = _pages.Values.Where(p => p != question.First && p != question.Second && kinds.Contains(p.Kind)).ToList();
        _random.Shuffle(alike);
        List<Page> context = [question.First, question.Second, .. alike.Take(4)];
        _random.Shuffle(context);
        return new
        {
            id = $"made-up-{string.Concat(question.Text.Where(char.IsLetterOrDigit)).GetStableHash():x8}",
            question = question.Text,
            answer = question.Answer,
            type = question.Type,
            supporting_facts = new object[][] { [question.First.Title, 0], [question.Second.Title, 0] },
            context = context.Select(page => new object[] { page.Title, page.Sentences }),
        };
    }

    private Page PageOf(Place place) => new(
        $"{place.Name}, {place.Province.Replace("the ", "", StringComparison.Ordinal)}", "place",
        $"{place.Name} is a town in {place.Province}, on the banks of the {place.River}.",
        $"It was founded in {place.Founded} and was long known for its {place.Craft}.",
        _random.Of([
            "The market square is the largest in the province, and the author of its first town plan is unknown.",
            "A company of players performs there every winter, and which play comes first is a matter of dispute.",
            "Its old town hall was built by an engineer who was born elsewhere.",
        ]));

    private Page PageOf(Person person)
    {
        var works = _works.Where(work => work.Author == person).ToList();
        string known = works.Count == 0
            ? "Most of the papers were lost in a fire."
            : $"Among the better known works is \"{works[0].Name}\", {Article(works[0].Kind)} {works[0].Kind}.";
        return new(
            person.Name, "person",
            $"{person.Name} (born {person.Born}) worked as {Article(person.Trade)} {person.Trade} of the country's middle period.",
            $"The family came from {person.Home.Name}, where the child grew up in the house of an uncle.",
            known,
            _random.Of([
                "The diaries tell of a journey on every river of the country.",
                "A street in the capital has the name, but in which year it was given nobody knows.",
                "The same trade was followed by two of the children.",
            ]));
    }

    private Page PageOf(Work work) => new(
        _random.Next(2) == 0 ? work.Name : $"{work.Name} ({work.Kind})", "work",
        $"{work.Name} is {Article(work.Kind)} {work.Kind} of {work.Year} by {work.Author.Name}.",
        $"It tells of {work.Subject}.",
        _random.Of([
            "Critics found the first half slow, and the second half which came late no better.",
            "It was written in a rented room, and a town where it is set was never named.",
            "The province where it was first shown gave it a prize.",
        ]));

    private Page PageOf(Company company) => new(
        company.Name, "company",
        $"{company.Name} is a maker of {company.Makes} with its seat in {company.Seat.Name}.",
        $"It was founded in {company.Year} by {company.Founder.Name} and stayed in the hands of the family.",
        _random.Of([
            "The works lie by the river, on which the goods are sent to the coast.",
            "It is the same house that was born of the old guild.",
            "Its founder wrote a book about the trade.",
        ]));

    private Question Bridge(string text, string answer, object first, object second) => new(text, answer, "bridge", _pages[first], _pages[second]);

    private Question Compare(string text, string answer, object first, object second) => new(text, answer, "comparison", _pages[first], _pages[second]);

    private static string Article(string noun) => "aeio".Contains(noun[0], StringComparison.Ordinal) ? "an" : "a";

    private IEnumerable<(T One, T Other)> Couples<T>(List<T> list)
    {
        var order = list.ToList();
        _random.Shuffle(order);
        for (int i = 0; i + 1 < order.Count; i += 2)
            yield return (order[i], order[i + 1]);
    }

    private List<string> Pairs(string[] left, string[] right, int count)
    {
        var all = left.SelectMany(l => right.Select(r => $"{l} {r}")).ToList();
        _random.Shuffle(all);
        return all[..count];
    }
}

internal static class Hash
{
    public static uint GetStableHash(this string text) => text.Aggregate(2166136261u, static (hash, c) => (hash ^ c) * 16777619u);
}
