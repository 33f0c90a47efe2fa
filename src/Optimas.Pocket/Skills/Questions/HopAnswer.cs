namespace Optimas.Pocket;

/// <summary>How an answer is put.</summary>
public enum HopAnswerForm
{
    /// <summary>Nothing but the answer.</summary>
    Bare,

    /// <summary>A few words around it.</summary>
    Brief,

    /// <summary>A whole sentence.</summary>
    Sentence,

    /// <summary>The answer, and where it is from.</summary>
    Source,
}

/// <summary>An answer from hints.</summary>
/// <param name="Hints">The hints, with the query.</param>
/// <param name="Form">How it is put.</param>
/// <param name="IsStrict">Whether it says "unknown" where the hints don't prove it.</param>
/// <param name="SaysKind">Whether it says what kind of thing it is.</param>
public sealed record HopAnswer(HopHints Hints, HopAnswerForm Form, bool IsStrict, bool SaysKind)
{
    /// <summary>The answer.</summary>
    public string Text
    {
        get
        {
            var (value, subject, isProven) = Find();
            if (value is null || (IsStrict && !isProven))
                return Form is HopAnswerForm.Brief or HopAnswerForm.Sentence ? "It is not known." : "unknown";
            if (value is "yes" or "no")
                return SayYesOrNo(value == "yes");
            string said = SaysKind ? Labelled(value) : value;
            return Form switch
            {
                HopAnswerForm.Bare => said,
                HopAnswerForm.Brief => $"It is {said}.",
                HopAnswerForm.Sentence when Query.Question.IsComparison => $"{said} was first.",
                HopAnswerForm.Sentence when subject is not null => SayFact(subject, value),
                HopAnswerForm.Sentence => $"The answer is {said}.",
                _ => $"{said}. The hints say so.",
            };
        }
    }

    private HopQuery Query => Hints.Query;

    private (string? Value, string? Subject, bool IsProven) Find() => Query.Question.IsComparison ? FindCompared() : FindAtBridge();

    private (string? Value, string? Subject, bool IsProven) FindAtBridge()
    {
        var fact = Query.Asked;
        var proven = Hints.TellsLink ? Hints.Subjects.FirstOrDefault(s => s.Name == Hints.BridgeName) : null;
        if (Hints.Concludes && Hints.Conclusion is { } conclusion)
            return (conclusion, (proven ?? Hints.Subjects.FirstOrDefault(s => s == Hints.Other))?.Name, true);
        if (proven is not null)
            return (proven.Value(fact), proven.Name, true);
        var guess = Hints.Subjects.FirstOrDefault();
        if (Hints.Content == HopContent.Quote && Hints.Best is { } quoted)
        {
            if (quoted.Kind != Query.Question.Other.Kind)
                return (null, null, false);
            guess = quoted;
        }

        return (guess?.Value(fact), guess?.Name, false);
    }

    private (string? Value, string? Subject, bool IsProven) FindCompared()
    {
        var question = Query.Question;
        if (Hints.Concludes && Hints.Conclusion is { } conclusion)
            return (conclusion, null, true);
        HopEntity[] known = Hints.Content == HopContent.Quote
            ? [.. new[] { Hints.Best }.OfType<HopEntity>().Where(IsCompared)]
            : [.. Hints.Subjects.Where(IsCompared)];
        return known.Length == 2 ? (question.Answer, null, true)
            : question.IsSame ? ("no", null, false)
            : (known.FirstOrDefault()?.Name ?? question.First.Name, null, false);
    }

    private bool IsCompared(HopEntity page) => page.Name == Query.Question.First.Name || page.Name == Query.Question.Other.Name;

    private string SayYesOrNo(bool isYes) => (Form, isYes) switch
    {
        (HopAnswerForm.Bare, true) => "yes",
        (HopAnswerForm.Bare, false) => "no",
        (HopAnswerForm.Brief, true) => "Yes, it is.",
        (HopAnswerForm.Brief, false) => "No, it is not.",
        (HopAnswerForm.Sentence, true) => "Yes, it is the same for both.",
        (HopAnswerForm.Sentence, false) => "No, it is not the same for both.",
        (_, true) => "yes. The hints say so.",
        (_, false) => "no. The hints say so.",
    };

    private string Labelled(string value) => Query.Question.IsComparison ? $"the {Query.Question.Group} {value}"
        : Query.Asked == HopFact.People ? $"{value} people"
        : $"the {HopQuery.KindWord(Query.Asked)} {value}";

    private string SayFact(string subject, string value) =>
        !SaysKind || Query.Asked == HopFact.People ? HopEntity.SayOf(subject, Query.Asked, value)
        : HopEntity.SayOf(subject, Query.Asked, Labelled(value)).Replace("the the", "the", StringComparison.Ordinal);
}
