namespace Optimas.Pocket;

/// <summary>What a thing is.</summary>
public enum HopKind
{
    /// <summary>A book.</summary>
    Book,

    /// <summary>A band.</summary>
    Band,

    /// <summary>A company.</summary>
    Company,

    /// <summary>A person.</summary>
    Person,

    /// <summary>A town.</summary>
    Town,
}

/// <summary>What can be asked of a thing.</summary>
public enum HopFact
{
    /// <summary>Where a person was born.</summary>
    BirthTown,

    /// <summary>When a person was born.</summary>
    BirthYear,

    /// <summary>What a person studied.</summary>
    Study,

    /// <summary>The river on which a town lies.</summary>
    River,

    /// <summary>When a town, company or band was founded.</summary>
    FoundingYear,

    /// <summary>How many people live in a town.</summary>
    People,

    /// <summary>When a book was written.</summary>
    WritingYear,
}

/// <summary>How one thing leads to another.</summary>
public enum HopLink
{
    /// <summary>From a book to the person.</summary>
    Author,

    /// <summary>From a company or band to the person.</summary>
    Founder,

    /// <summary>From a company or band to the town.</summary>
    HomeTown,

    /// <summary>From a person to the town.</summary>
    Birthplace,
}

/// <summary>A thing of the made-up world: what is known of it, and its page.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Topic">What it is about, makes, or is known for.</param>
public sealed record HopEntity(HopKind Kind, string Name, string Topic)
{
    /// <summary>When it was born, founded or written.</summary>
    public int Year { get; init; }

    /// <summary>The name of its author or founder.</summary>
    public string Maker { get; init; } = "";

    /// <summary>The name of its home town or birthplace.</summary>
    public string Town { get; init; } = "";

    /// <summary>What a person studied, the river of a town, or what kind of book it is.</summary>
    public string Detail { get; init; } = "";

    /// <summary>What a person does.</summary>
    public string Role { get; init; } = "";

    /// <summary>How many people live there.</summary>
    public int People { get; init; }

    /// <summary>A thing that its page names beside what it has to; empty for none.</summary>
    public string Mention { get; init; } = "";

    /// <summary>Which of the wordings its page has: 0 or 1.</summary>
    public int Wording { get; init; }

    /// <summary>The page, as a passage: its title and what it says.</summary>
    public string Passage => $"{Name}: {Text}";

    /// <summary>What the page says.</summary>
    public string Text => (Kind, Wording) switch
    {
        (HopKind.Book, 0) => $"{Capital(Detail)} about {Topic} by {Maker}, written in {Year}.",
        (HopKind.Book, _) => $"In {Year} {Maker} wrote this {Detail} about {Topic}.",
        (HopKind.Band, 0) => $"Band from {Town} that sings about {Topic}, founded in {Year} by {Maker}.",
        (HopKind.Band, _) => $"{Maker} founded this band in {Town} in {Year}. It sings about {Topic}.",
        (HopKind.Company, 0) => $"Maker of {Topic} from {Town}, founded in {Year} by {Maker}.",
        (HopKind.Company, _) => $"{Maker} founded this maker of {Topic} in {Town} in {Year}.",
        (HopKind.Person, 0) => $"Born in {Year} in {Town}, studied {Detail}, {Role} and expert on {Topic}{Prefixed(", known for ")}.",
        (HopKind.Person, _) => $"{Capital(Role)} and expert on {Topic} with a degree in {Detail}, born in {Town} in {Year}{Prefixed(", known for ")}.",
        (_, 0) => $"Town on the river {Detail} with {People} people, founded in {Year}, known for {Topic}{Prefixed(" and ")}.",
        (_, _) => $"Founded in {Year}, this town of {People} people is famous for {Topic}{Prefixed(" and ")}. Its river is the {Detail}.",
    };

    /// <summary>A fact's value.</summary>
    /// <param name="fact">Which one; it has to fit the kind.</param>
    public string Value(HopFact fact) => fact switch
    {
        HopFact.BirthTown => Town,
        HopFact.Study or HopFact.River => Detail,
        HopFact.People => $"{People}",
        _ => $"{Year}",
    };

    /// <summary>A fact as a sentence.</summary>
    /// <param name="fact">Which one.</param>
    public string Say(HopFact fact) => SayOf(Name, fact, Value(fact));

    /// <summary>The name of what a link leads to.</summary>
    /// <param name="link">Which one.</param>
    public string Follow(HopLink link) => link is HopLink.Author or HopLink.Founder ? Maker : Town;

    /// <summary>What it is, in the words of a question.</summary>
    internal string What => Kind switch
    {
        HopKind.Book => $"{Detail} about {Topic}",
        HopKind.Band => $"band that sings about {Topic}",
        HopKind.Company => $"maker of {Topic}",
        HopKind.Person => $"expert on {Topic}",
        _ => $"town of {Topic}",
    };

    internal static string SayOf(string name, HopLink link, string to) => link switch
    {
        HopLink.Author => $"{name} is by {to}.",
        HopLink.Founder => $"{name} was founded by {to}.",
        HopLink.HomeTown => $"{name} is from {to}.",
        _ => $"{name} was born in {to}.",
    };

    internal static string SayOf(string name, HopFact fact, string value) => fact switch
    {
        HopFact.BirthTown or HopFact.BirthYear => $"{name} was born in {value}.",
        HopFact.Study => $"{name} studied {value}.",
        HopFact.River => $"{name} lies on the {value}.",
        HopFact.FoundingYear => $"{name} was founded in {value}.",
        HopFact.People => $"{name} has {value} people.",
        _ => $"{name} was written in {value}.",
    };

    private string Prefixed(string prefix) => Mention.Length > 0 ? prefix + Mention : "";

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
