namespace Optimas.Pocket;

/// <summary>What of the thing asked about a query keeps.</summary>
public enum HopDetail
{
    /// <summary>Its name and what it is.</summary>
    All,

    /// <summary>Its name alone.</summary>
    Name,

    /// <summary>What it is, without its name.</summary>
    Description,
}

/// <summary>How a query is put.</summary>
public enum HopForm
{
    /// <summary>As one question.</summary>
    Question,

    /// <summary>As two questions in the order in which they are to be answered.</summary>
    Steps,

    /// <summary>As a short phrase.</summary>
    Phrase,
}

/// <summary>A question rewritten as a query.</summary>
/// <param name="Question">The question.</param>
/// <param name="Detail">What it keeps.</param>
/// <param name="Form">How it is put.</param>
/// <param name="SaysKind">Whether it ends with the kind of answer that is wanted.</param>
public sealed record HopQuery(HopQuestion Question, HopDetail Detail, HopForm Form, bool SaysKind)
{
    /// <summary>The query.</summary>
    public string Text => SaysKind ? $"{Body} Wanted: {Kind}." : Body;

    /// <summary>Whether it names the thing.</summary>
    internal bool HasName => Question.IsComparison || Detail != HopDetail.Description;

    /// <summary>Whether it tells what the thing is.</summary>
    internal bool HasTopic => !Question.IsComparison && Detail != HopDetail.Name;

    /// <summary>What the query asks for, as far as it tells: a phrase says "birth" for place and year alike.</summary>
    internal HopFact Asked =>
        !Question.IsComparison && Form == HopForm.Phrase && !SaysKind && Question.Fact == HopFact.BirthTown ? HopFact.BirthYear : Question.Fact;

    /// <summary>The kind of answer.</summary>
    internal string Kind => Question.IsSame ? "yes or no" : Question.IsComparison ? $"a {Question.Group}" : $"a {KindWord(Question.Fact)}";

    /// <summary>The words of the query that tell what is looked for, as they stand in it.</summary>
    internal IEnumerable<string> RelationWords
    {
        get
        {
            IEnumerable<string> link = Question.IsComparison ? [] : [Question.LinkNoun];
            return [.. link, .. FactWords];
        }
    }

    internal static string KindWord(HopFact fact) => fact switch
    {
        HopFact.BirthTown => "town",
        HopFact.Study => "subject",
        HopFact.River => "river",
        HopFact.People => "number",
        _ => "year",
    };

    private string[] FactWords => (Question.Fact, Form == HopForm.Phrase && !Question.IsComparison) switch
    {
        (HopFact.BirthTown, true) => SaysKind ? ["birth", "town"] : ["birth"],
        (HopFact.BirthTown, false) => ["born", "town"],
        (HopFact.BirthYear, true) => SaysKind ? ["birth", "year"] : ["birth"],
        (HopFact.BirthYear, false) => ["born"],
        (HopFact.Study, true) => ["studies"],
        (HopFact.Study, false) => ["study", "subject"],
        (HopFact.River, _) => ["river"],
        (HopFact.People, _) => ["people"],
        (HopFact.WritingYear, _) => ["written", "book"],
        (_, true) => ["founding"],
        (_, false) => ["founded"],
    };

    private string Thing => Detail switch
    {
        HopDetail.All => Question.Described,
        HopDetail.Name => Question.First.Name,
        _ => $"{("aeiou".Contains(Question.First.What[0], StringComparison.Ordinal) ? "an" : "a")} {Question.First.What}",
    };

    private string Body => (Question.IsComparison, Form) switch
    {
        (true, HopForm.Question) => Question.Compare(0),
        (true, HopForm.Steps) => CompareInSteps,
        (true, _) => ComparePhrase,
        (false, HopForm.Question) => Question.Ask($"{Question.LinkNoun} of {Thing}", 0),
        (false, HopForm.Steps) => Steps,
        (false, _) => $"{Noun} of the {Question.LinkNoun} of {Thing.TrimEnd(',')}.",
    };

    private string Steps
    {
        get
        {
            bool isPerson = Question.Other.Kind == HopKind.Person;
            string first = $"{(isPerson ? "Who" : "What")} is the {Question.LinkNoun} of {Thing.TrimEnd(',')}?";
            return Question.Fact switch
            {
                HopFact.BirthTown => $"{first} In which town was this person born?",
                HopFact.BirthYear => $"{first} In which year was this person born?",
                HopFact.Study => $"{first} Which subject did this person study?",
                HopFact.River => $"{first} On which river lies this town?",
                HopFact.People => $"{first} What number of people live in this town?",
                _ => $"{first} In which year was this town founded?",
            };
        }
    }

    private string Noun => Question.Fact switch
    {
        HopFact.BirthTown or HopFact.BirthYear => "Birth",
        HopFact.Study => "Studies",
        HopFact.River => "River",
        HopFact.People => "People",
        _ => "Founding",
    };

    private string Both => $"{Question.First.Name} and {Question.Other.Name}";

    private string CompareInSteps => Question.Fact switch
    {
        HopFact.BirthTown => $"Where were {Both} born? Is it the same town?",
        HopFact.Study => $"What did {Both} study? Is it the same subject?",
        HopFact.River => $"On which rivers lie {Both}? Is it the same river?",
        HopFact.BirthYear => $"When were {Both} born? Who was first?",
        HopFact.WritingYear => $"When were the books {Both} written? Which was first?",
        _ => $"When were {Both} founded? Which {Question.Group} was first?",
    };

    private string ComparePhrase => Question.Fact switch
    {
        HopFact.BirthTown => $"Same birth town of {Both}.",
        HopFact.Study => $"Same subject of study of {Both}.",
        HopFact.River => $"Same river of {Both}.",
        HopFact.BirthYear => $"First birth of {Both}.",
        HopFact.WritingYear => $"First book of {Both}.",
        _ => $"First {Question.Group} of {Both}.",
    };
}
