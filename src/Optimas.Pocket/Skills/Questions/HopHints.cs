using System.Collections.Immutable;

namespace Optimas.Pocket;

/// <summary>What hints hold.</summary>
public enum HopContent
{
    /// <summary>Every step that leads to the answer.</summary>
    Chain,

    /// <summary>The last step alone.</summary>
    Goal,

    /// <summary>The passage that matters most, word by word.</summary>
    Quote,
}

/// <summary>Hints from passages.</summary>
/// <param name="Query">The query.</param>
/// <param name="Pages">The pages that were found, the best first.</param>
/// <param name="Content">What they hold.</param>
/// <param name="AddsOthers">Whether a fact on something similar is told too.</param>
/// <param name="Concludes">Whether they end with the answer.</param>
public sealed record HopHints(HopQuery Query, ImmutableArray<HopEntity> Pages, HopContent Content, bool AddsOthers, bool Concludes)
{
    /// <summary>The hints.</summary>
    public string Text
    {
        get
        {
            List<string> sentences = [.. Content == HopContent.Quote ? Quoted : Told];
            if (Concludes)
                sentences.Add($"So the answer is {Conclusion ?? "not known"}.");
            return string.Join(' ', sentences);
        }
    }

    /// <summary>The page of what the query names or describes.</summary>
    internal HopEntity? First => Pages.FirstOrDefault(p => Query.HasName ? p.Name == Query.Question.First.Name : p.What == Query.Question.First.What);

    /// <summary>What the first one leads to; told by its own page, or by one that names it.</summary>
    internal string? BridgeName => Query.Question.Link is not { } link ? null
        : First is { } first ? first.Follow(link)
        : Query.HasName ? Pages.FirstOrDefault(p => p.Kind == Query.Question.Other.Kind && p.Mention == Query.Question.First.Name)?.Name
        : null;

    /// <summary>The page that the answer stands on, or the second one to compare.</summary>
    internal HopEntity? Other => Query.Question.IsComparison ? PageOf(Query.Question.Other.Name) : BridgeName is { } name ? PageOf(name) : null;

    /// <summary>What they conclude; null where the passages don't tell.</summary>
    internal string? Conclusion =>
        !Query.Question.IsComparison ? Other?.Value(Query.Asked) : First is not null && Other is not null ? Query.Question.Answer : null;

    /// <summary>The passage that matters most.</summary>
    internal HopEntity? Best => (Query.Question.IsComparison ? Pages.FirstOrDefault(p => p == First || p == Other) : Other ?? First) ?? Pages.FirstOrDefault();

    /// <summary>The things that facts are told of, in order.</summary>
    internal IEnumerable<HopEntity> Subjects
    {
        get
        {
            if (Content == HopContent.Quote)
                return [];
            var needed = Needed;
            var extra = AddsOthers
                ? Pages.FirstOrDefault(p => p.Kind == Query.Question.Other.Kind && p != Other && p != First && p.Name != BridgeName)
                : null;
            return extra is null ? needed
                : needed.Length == 1 && Pages.IndexOf(needed[0]) > Pages.IndexOf(extra) ? [extra, .. needed]
                : [.. needed, extra];
        }
    }

    /// <summary>Whether the sentence that leads from the first to the other is told.</summary>
    internal bool TellsLink => Content == HopContent.Chain && BridgeName is not null;

    private HopEntity[] Needed => Query.Question.IsComparison
        ? [.. ToCompare.OfType<HopEntity>()]
        : Other is { } other ? [other] : [];

    private IEnumerable<HopEntity?> ToCompare =>
        Content == HopContent.Chain || First is null || Other is null ? Content == HopContent.Chain ? [First, Other] : [First ?? Other]
        : Query.Question.IsSame || First.Year < Other.Year ? [First] : [Other];

    private bool IsComplete => Query.Question.IsComparison && Content == HopContent.Chain ? First is not null && Other is not null : Needed.Length > 0;

    private IEnumerable<string> Quoted => [Best?.Passage ?? "No passage tells it."];

    private List<string> Told
    {
        get
        {
            List<string> sentences = [];
            if (TellsLink)
                sentences.Add(HopEntity.SayOf(First?.Name ?? Query.Question.First.Name, Query.Question.Link!.Value, BridgeName!));
            sentences.AddRange(Subjects.Select(s => s.Say(Query.Asked)));
            if (!IsComplete)
                sentences.Add(sentences.Count > 0 ? "No passage tells the rest." : "No passage tells it.");
            return sentences;
        }
    }

    private HopEntity? PageOf(string name) => Pages.FirstOrDefault(p => p.Name == name);
}
