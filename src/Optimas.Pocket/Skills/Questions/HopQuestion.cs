namespace Optimas.Pocket;

/// <summary>
/// A question that takes two pages: one page leads to the other (<c>When was the author of The Silver Gate born?</c>), or both are compared.
/// </summary>
/// <param name="First">The thing that the question names first.</param>
/// <param name="Other">What it leads to, or the thing that it is compared with.</param>
/// <param name="Link">How it leads there; null where two things are compared.</param>
/// <param name="Fact">What is asked of the other, or compared.</param>
public sealed record HopQuestion(HopEntity First, HopEntity Other, HopLink? Link, HopFact Fact)
{
    /// <summary>Which of its wordings the question has: 0 to 2.</summary>
    public int Wording { get; init; }

    /// <summary>Whether two things are compared.</summary>
    public bool IsComparison => Link is null;

    /// <summary>Whether the question is if they are the same; otherwise, which comes first.</summary>
    public bool IsSame => IsComparison && Fact is (HopFact.BirthTown or HopFact.Study or HopFact.River);

    /// <summary>The answer.</summary>
    public string Answer =>
        !IsComparison ? Other.Value(Fact)
        : IsSame ? First.Value(Fact) == Other.Value(Fact) ? "yes" : "no"
        : First.Year < Other.Year ? First.Name : Other.Name;

    /// <summary>The question as a user asks it.</summary>
    public string Text => IsComparison ? Compare(Wording) : Ask($"{LinkNoun} of {Described}", Wording);

    /// <summary>What a link is called.</summary>
    internal string LinkNoun => NounOf(Link!.Value);

    /// <summary>The first thing by its name and what it is.</summary>
    internal string Described => $"{First.Name}, the {First.What},";

    internal static string NounOf(HopLink link) => link switch
    {
        HopLink.Author => "author",
        HopLink.Founder => "founder",
        HopLink.HomeTown => "home town",
        _ => "birthplace",
    };

    /// <summary>The question about something that is paraphrased.</summary>
    internal string Ask(string thing, int wording) => Question(Pattern(wording).Replace("*", thing, StringComparison.Ordinal));

    /// <summary>The question that compares.</summary>
    internal string Compare(int wording) => Question(ComparePattern(wording)
        .Replace("*", First.Name, StringComparison.Ordinal).Replace("+", Other.Name, StringComparison.Ordinal));

    // A paraphrase that ends in a comma loses it where the sentence ends.
    private static string Question(string text) => text.Replace(",?", "?", StringComparison.Ordinal);

    private string Pattern(int wording) => (Fact, wording) switch
    {
        (HopFact.BirthTown, 0) => "In which town was the * born?",
        (HopFact.BirthTown, 1) => "Where was the * born?",
        (HopFact.BirthTown, _) => "Which town does the * come from?",
        (HopFact.BirthYear, 0) => "In which year was the * born?",
        (HopFact.BirthYear, 1) => "When was the * born?",
        (HopFact.BirthYear, _) => "What is the birth year of the *?",
        (HopFact.Study, 0) => "Which subject did the * study?",
        (HopFact.Study, 1) => "What did the * study?",
        (HopFact.Study, _) => "In which subject does the * have a degree?",
        (HopFact.River, 0) => "On which river lies the *?",
        (HopFact.River, 1) => "What is the name of the river by the *?",
        (HopFact.River, _) => "Which river flows through the *?",
        (HopFact.People, 0) => "What number of people live in the *?",
        (HopFact.People, 1) => "How many people are there in the *?",
        (HopFact.People, _) => "How large is the population of the *?",
        (_, 0) => "In which year was the * founded?",
        (_, 1) => "When was the * founded?",
        (_, _) => "How old is the *, by its year?",
    };

    private string ComparePattern(int wording) => (Fact, wording) switch
    {
        (HopFact.BirthTown, 0) => "Were * and + born in the same town?",
        (HopFact.BirthTown, 1) => "Do * and + come from the same town?",
        (HopFact.BirthTown, _) => "Is the birthplace of * also that of +?",
        (HopFact.Study, 0) => "Did * and + study the same subject?",
        (HopFact.Study, 1) => "Do * and + have degrees in the same subject?",
        (HopFact.Study, _) => "Is what * studied also what + studied?",
        (HopFact.River, 0) => "Do * and + lie on the same river?",
        (HopFact.River, 1) => "Are * and + on the banks of one river?",
        (HopFact.River, _) => "Is the river of * also that of +?",
        (HopFact.BirthYear, 0) => "Who was born first, * or +?",
        (HopFact.BirthYear, 1) => "Who is older, * or +?",
        (HopFact.BirthYear, _) => "Which of the two was born earlier, * or +?",
        (HopFact.WritingYear, 0) => "Which book was written first, * or +?",
        (HopFact.WritingYear, 1) => "Which is the older book, * or +?",
        (HopFact.WritingYear, _) => "Which of the two books came earlier, * or +?",
        (_, 0) => $"Which {Group} was founded first, * or +?",
        (_, 1) => $"Which is the older {Group}, * or +?",
        (_, _) => $"Which of the two was founded earlier, * or +?",
    };

    internal string Group => First.Kind switch { HopKind.Town => "town", HopKind.Band => "band", HopKind.Company => "company", HopKind.Book => "book", _ => "person" };
}
