using System.Collections.Immutable;
using Optimas.Runtime;

namespace Optimas.Pocket;

/// <summary>Extracts keywords from a query.</summary>
public sealed class HopKeywordsSkill : ComponentSkill<HopQuery>
{
    private static readonly HopQuerySkill s_query = new();

    /// <inheritdoc/>
    public override string Name => "questions.keywords";

    /// <inheritdoc/>
    public override double Share => 1.2;

    /// <inheritdoc/>
    public override string Component => "Keywords";

    /// <inheritdoc/>
    public override string Description => "Extracts the keywords to search for.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Inputs => ["query"];

    /// <inheritdoc/>
    public override string DefaultInstruction => "Extract keywords from the query to retrieve relevant content.";

    /// <inheritdoc/>
    public override Phrasing Tasks { get; } = Phrasing.Of(
        "(Extract|Pick|Take|Select|Choose|Draw) [the] keywords (from|out of) the query [to retrieve relevant content|for a search|to search with].",
        "(List|Give|Write|Return|Name) [the] (keywords|search terms|search words) (of|for|in) the query.",
        "(Find|Identify) the (keywords|search terms) [in the query].",
        "(Turn|Convert) the query into (keywords|search terms) [for retrieval|for a search engine].",
        "You (extract|write|choose) (keywords|search terms) [for retrieval|for a search engine].",
        "Your (task|job) is to (extract|list|choose) keywords.",
        "What should be searched for?",
        "(Reply|Answer|Respond) with (keywords|search terms) [for the query].");

    /// <inheritdoc/>
    public override ImmutableArray<Dimension> Dimensions { get; } =
    [
        new("words",
        [
            new("names", 0.3, Phrasing.Of(
                "(Use|Give|List|Take|Extract|Write|Return|Keep|Output) (only|just|nothing but) [the] (names|proper names|proper nouns|named entities|names in the query).",
                "(Proper names|Names|Named entities|Proper nouns) (only|alone|and nothing else)[, please].",
                "(Restrict|Limit|Confine) (yourself|the keywords|it|the list) to [the] (names|proper names|named entities).",
                "(Leave out|Drop|Omit|Skip|Ignore) (everything but|all words except|all but) [the] (names|proper names).",
                "The keywords (should|must) be (names|proper names|named entities) [only|and nothing else].",
                "Every keyword (should|must) be a (name|proper name|named entity).",
                "(Ignore|Skip|Drop|Omit) (all common words|words that are not names|anything that is not a name).",
                "(Do not|Don't|Never) (use|list|include|give) (anything but|words other than|anything except) [the] names.",
                "(Only|Just) (names|proper names|named entities) (count|matter|help|are wanted).",
                "(Search|Look) for [the] (names|proper names) (only|alone).")),
            new("subject", 0.35, Phrasing.Of(
                "(Use|Give|List|Take|Extract|Write|Return|Keep) [the] (names|name) (and|plus|together with|along with) the (subject|topic|theme).",
                "(Names|The name) (and|plus) (subject|topic|the subject|the topic) (only|alone|and nothing else|are enough|suffice)[, please].",
                "(Give|List|Write) who or what is named and what it is about.",
                "(Beside|Besides|Next to|After) the name[,] (give|list|add|put|write) (the topic|the subject|what it is about).",
                "The keywords (should|must) be [the] (names|name) and [the] (topic|subject).",
                "(Restrict|Limit|Confine) (yourself|the keywords|the list) to [the] (name|names) and [the] (topic|subject).",
                "(Add|Include|Keep) the (topic|subject|theme) [of the thing] (beside|besides|next to|after) its name.",
                "(Name|Names) first, then [the] (topic|subject|theme) [and no more].",
                "(Combine|Pair|Join) the (name|names) with the (topic|subject|theme).",
                "(Take|Pick|Choose) the (name|names) and the (topic|subject), but (no relation words|not what is asked|no other words).")),
            new("all", 0.27, Phrasing.Of(
                "(Use|Give|List|Take|Extract|Write|Return|Keep) (all|every one of the|all of the) (important|content|meaningful|useful|relevant) words [in the query|of the query].",
                "(Include|Add|List|Give|Mention) (what is asked for|the words that tell what is asked|the relation words|what is wanted) (too|as well|besides the names|also).",
                "(Names|The name), (topic|subject) and (what is asked|relation words|relations|the question words) (all|together) [please].",
                "(Be|Stay) (complete|exhaustive|thorough|generous) [with the keywords].",
                "(Do not|Don't|Never) (leave out|drop|omit|skip|miss|lose) (any|a single) (important|content|meaningful|useful) word.",
                "The keywords (should|must) (cover|contain|hold|include|span) (everything in the query|all of the query|names, topic and relations|the whole query).",
                "(Cover|Span|Capture) (everything|the whole query|all parts of the query|every part).",
                "(Give|List|Write|Use) as many keywords as (possible|you can|the query holds|there are).",
                "Every (important|content|meaningful|useful) word (counts|is a keyword|should be listed|must be included).",
                "(List|Give|Write) (all|the names, the topic and all) (nouns|names, topics and relations|keywords) [of the query|that you find].",
                "(Keep|Include) (names as well as common words|both names and common words|everything that matters).")),
            new("common", 0.08, Phrasing.Of(
                "(Leave out|Drop|Omit|Skip|Ignore|Avoid|Exclude|Remove) [all|the|any] (names|proper names|proper nouns|named entities).",
                "(Do not|Don't|Never) (use|list|include|give|write|search for) [any] (names|proper names|proper nouns|named entities).",
                "(Use|Give|List|Take|Write) (only|just|nothing but) (common words|common nouns|general words|plain words|ordinary words).",
                "(Common|General|Plain|Ordinary) (words|nouns|terms) (only|alone|and no names)[, please].",
                "No (names|proper names|named entities)[, only common words|, please|, just general terms].",
                "The keywords (should|must) (be common words|be general terms|hold no names|contain no names|not be names).",
                "(Restrict|Limit|Confine) (yourself|the keywords|the list) to (common words|general terms|topics and relations).",
                "(Search|Look) for (the topic and relation|general terms|common words), not for (names|a name|the name).",
                "Names (should|must) (not appear|be left out|be ignored|be omitted).",
                "(Generic|General|Descriptive) (terms|words|keywords) (instead of|rather than|and not|in place of) names.")),
        ]),
        new("breadth",
        [
            new("exact", 0.5, Phrasing.Of(
                "(Use|Take|Keep|Give|List) (only|just|nothing but) words (that occur in|of|from|found in) the query.",
                "(Copy|Take) (the words|words|them|keywords) (exactly|as they are|word for word|literally|verbatim) [from the query].",
                "(Do not|Don't|Never) (add|invent|use|bring in|introduce) (synonyms|related words|new words|other words|words of your own).",
                "No (synonyms|related words|new words|additions|extra words)[, please].",
                "(Stick|Stay|Keep) (to|with) the (words|wording) of the query.",
                "Every keyword (should|must) (occur|stand|be found|appear) in the query.",
                "(Add|Invent) nothing [of your own|to the words of the query].",
                "(Leave out|Avoid|Omit|Skip) (synonyms|related words|words of your own).",
                "The keywords (should|must) (come from|be taken from|be copied from|stand in) the query [itself].",
                "(Quote|Repeat) the (query's own words|words of the query) [and add none].")),
            new("wide", 0.5, Phrasing.Of(
                "(Add|Append|Include|Give|List|Use) [also|some] (synonyms|related words|related terms|similar words|words of similar meaning|words with a related meaning).",
                "(Widen|Broaden|Expand|Extend|Enrich) (the search|the query|the list|the keywords) [with synonyms|with related words|by related terms].",
                "(Also|Besides,) (add|give|list|think of|include) (words|terms) (that pages may use|that are related|with a similar meaning|that mean the same).",
                "(Think of|Consider|Bring in) (other|further|more|related) words [that (might|could|may) (occur|stand|be used) in (the passages|relevant pages|the text)].",
                "The keywords (should|must) (include|contain|have|cover) (synonyms|related words|related terms|words that are not in the query).",
                "(Use|Take|Write) more than the words of the query.",
                "(End|Finish|Close) with (related words|synonyms|related terms|words of similar meaning).",
                "(Synonyms|Related words|Related terms|Similar words) (help|are welcome|are wanted|should be added|are needed|too)[, please].",
                "(Do not|Don't) (limit yourself|stick|keep) to the words of the query.",
                "(For each|To each|After the) (word|words|keyword|keywords)[,] (add|give|list) (a synonym|a related word|related ones).")),
        ]),
    ];

    /// <inheritdoc/>
    protected override HopQuery CreateTask(SeededRandom random, Part names) =>
        HopQuerySkill.Write(HopWorld.CreateQuestion(random, names), s_query.DrawSetting(random));

    /// <inheritdoc/>
    protected override void WriteInput(HopQuery task, IFieldWriter to)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(to);
        to.Text("query", task.Text);
    }

    /// <inheritdoc/>
    protected override string Reply(HopQuery task, ImmutableArray<int> setting) => Write(task, setting).Text;

    /// <summary>Keywords as a setting has them.</summary>
    internal static HopKeywords Write(HopQuery query, ImmutableArray<int> setting) => new(query, (HopWordChoice)setting[0], setting[1] == 1);
}
