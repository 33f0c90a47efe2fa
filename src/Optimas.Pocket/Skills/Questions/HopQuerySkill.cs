using System.Collections.Immutable;
using Optimas.Runtime;

namespace Optimas.Pocket;

/// <summary>Rewrites a question as a query.</summary>
public sealed class HopQuerySkill : ComponentSkill<HopQuestion>
{
    /// <inheritdoc/>
    public override string Name => "questions.query";

    /// <inheritdoc/>
    public override double Share => 0.8;

    /// <inheritdoc/>
    public override string Component => "Query";

    /// <inheritdoc/>
    public override string Description => "Rephrases the question into a search query.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Inputs => ["question"];

    /// <inheritdoc/>
    public override string DefaultInstruction => "Rephrase the question.";

    /// <inheritdoc/>
    public override Phrasing Tasks { get; } = Phrasing.Of(
        "(Rephrase|Rewrite|Reword|Restate|Recast) the [user's|given] question [as a [search] query|for a search].",
        "(Turn|Convert|Make) the question into a [good|useful|suitable|search] query.",
        "(Write|Give|Create|Compose) a [search] query for (the|this) question.",
        "You (rewrite|rephrase|reformulate) questions [for a search [engine]|as queries].",
        "Your (task|job) is to (rewrite|rephrase|reformulate) the question.",
        "Put the question in other words.",
        "(Reformulate|Paraphrase) (the|this) question [so that it can be searched for].",
        "Given a question, (write|produce|return) a [better|search] query.");

    /// <inheritdoc/>
    public override ImmutableArray<Dimension> Dimensions { get; } =
    [
        new("detail",
        [
            new("all", 0.55, Phrasing.Of(
                "(Keep|Preserve|Retain|Include) (all|every one of the) (details|particulars) [of the question|that the question gives].",
                "(Keep|Include|Mention|State) both the name and (the description|what it is).",
                "(Do not|Don't|Never) (drop|leave out|omit|lose|remove|skip) (any detail|anything|any information|details) [from the question].",
                "(Be sure to|Make sure to|Please|Always|You must) (keep|preserve|carry over) every (detail|piece of information|clue|fact) [from|in|of] the question.",
                "The (query|rewrite|result) (should|must) (contain|hold|keep|include) all (details|information|clues) [of the question|given].",
                "(Be|Stay) (complete|thorough|detailed|fully specific) [and lose nothing].",
                "(Name|Give) the (thing|subject) and (say|tell|describe) what it is.",
                "(All|Full) details (should|must) (stay|remain|be kept|be preserved).",
                "Leave nothing out [of the query|of the question].",
                "(Use|Give) the full (description|wording) together with the name.",
                "Every (detail|clue|fact) [in the question] (counts|matters), so (keep|include) (it|them all).",
                "(Nothing|No detail|No clue) [in|of|from] [the] question (may|should|must) be (lost|left out|dropped|omitted).")),
            new("name", 0.37, Phrasing.Of(
                "(Keep|Use|Mention|Give) (only|just) the name [of the thing] [and drop the description|and not what it is].",
                "(Drop|Remove|Omit|Leave out|Skip|Delete|Cut) (the description|descriptions|what the thing is|the extra details|the side information) [and keep the name].",
                "(Do not|Don't|Never) (describe|explain|say) what the (named thing|thing|name) is.",
                "(Do not|Don't) (include|keep|add|repeat) (descriptions|the description|extra details|side details).",
                "(Refer to|Call|Identify) (things|it|everything) by (name|its name) (only|alone|and nothing more).",
                "The name alone (is enough|will do|suffices) [without a description|to say what is meant].",
                "The (query|rewrite) (should|must) (hold|contain|have|use) [only] the name without (a description|any description|extra details).",
                "(Strip|Clear) (away|out) (all|any|the) (descriptions|extra details|side details) [after the name].",
                "No (descriptions|extra details|side details)[, names only|, just names|, please].",
                "(Shorten|Simplify) the question to (its|the) (bare|mere) name.",
                "(Names|A name) without (descriptions|a description|explanation), please.",
                "(Avoid|Leave away) (descriptive|extra|side) (details|words|phrases) [about the named thing].")),
            new("description", 0.08, Phrasing.Of(
                "(Drop|Remove|Omit|Leave out|Skip|Avoid|Hide) (the name|names|proper names|all names) [and (keep|use) the description].",
                "(Describe|Say what) the thing [is] (instead of naming it|without naming it|without its name).",
                "(Do not|Don't|Never) (use|mention|give|write|include|keep) (the name|names|proper names|any name).",
                "(Replace|Substitute) (the name|names|proper names) (by|with) (a description|what they stand for|a general description).",
                "The (query|rewrite|result) (should|must) (be general|be generic|hold no name|contain no names|avoid names).",
                "(Generalise|Generalize|Abstract) the question [so that no name is left|by removing names].",
                "(Keep|Use|Give) only the description [of the thing] [not its name|and no name].",
                "No (names|proper names)[, only descriptions|, just a description|, please].",
                "(Be|Stay|Keep it) (general|generic|abstract) [and name nobody|rather than specific].",
                "(Ask|Speak|Write) about the thing by (describing it|its description|what it is) [only].",
                "(Make|Write) it (general|generic|anonymous) [with no names in it].",
                "Names (should|must) (not appear|be left out|be removed|be replaced by descriptions).")),
        ]),
        new("form",
        [
            new("question", 0.45, Phrasing.Of(
                "(Write|Ask|Use|Put it as|Phrase it as|Keep it as|Return|Give) (one|a single|exactly one|just one) question.",
                "The (query|result|reply|rewrite) (should|must) be (one|a single) [full|complete|whole] question.",
                "(Ask|Put|State) everything in (one|a single) [complete|full] question.",
                "(Use|Write) a (full|complete|whole|proper) question [with a question mark].",
                "(Do not|Don't|Never) split [up] the question [into parts|into several].",
                "(Make|Keep) it (one|a single) (sentence|question) that ends with a question mark.",
                "One (question|full question) (only|is enough|will do)[, please].",
                "(Phrase|Word|Formulate|Write) the (query|result|rewrite) as (one|a single|a complete|a full) question.",
                "(Reply|Answer|Respond) with (one|a single) question.",
                "It (should|must) (stay|remain|be) (one|a single) (clear|full|complete) question.",
                "(Combine|Join|Merge|Hold) (everything|all parts|it all) (in|into) (one|a single) question.")),
            new("steps", 0.3, Phrasing.Of(
                "(Split|Break|Divide|Decompose|Separate) (it|the question|this) [up|down] (into|in) (two|several|smaller|simple|simpler|sub) (questions|steps|parts).",
                "(Ask|Write|Use|Give|Make) two (short|simple|separate|small|smaller) questions [in order|one after the other].",
                "(First ask|Ask first|Begin) [with] (the first step|who or what is meant|for the missing link), then (ask the rest|the second|ask what is wanted).",
                "(Go|Work|Proceed|Ask) step by step.",
                "The (query|result|rewrite) (should|must) (consist of|have|contain|be) two questions [in order|in a row].",
                "(Use|Write|Make) sub-questions.",
                "(Decompose|Unfold|Unpack) the question [into its steps|step by step|into sub-questions].",
                "(One|A) question for each (step|hop|part) [please].",
                "Two (questions|steps|sentences) are (needed|better|wanted), one for each (fact|step|hop).",
                "(Make|Turn) (one|the) question into two [simple|short|small] (questions|ones).",
                "(Reply|Answer|Respond) with (two|a sequence of|a chain of) [simple|short|small] questions.",
                "(List|Spell out|Write out|Show) the (steps|sub-questions|single questions) [in order].")),
            new("phrase", 0.25, Phrasing.Of(
                "(Write|Use|Give|Return|Make) (a short|a brief|a terse|a) (phrase|noun phrase|label) [instead of a question|rather than a question|not a question].",
                "(Be|Stay|Keep it) (brief|short|terse|concise) [and do not ask].",
                "(Do not|Don't|Never) (write|use|ask|phrase it as) a [full] question.",
                "The (query|result|rewrite) (should|must) (be|have) (a phrase|no question mark|a short phrase|no verb).",
                "(Shorten|Condense|Compress|Reduce|Cut) (it|the question) (to|into) a [short|brief] phrase.",
                "(As few words as possible|A few words|A phrase|A short phrase)[, please|is enough|will do].",
                "No (question|question mark|full sentence|whole sentence)[, a phrase|, just a phrase|, only a phrase].",
                "(Phrase|Put|Write) it (like|as) (a headline|a title|a label|a catchphrase|a heading).",
                "(Drop|Remove|Leave out) the (question word|question words|verbs|question form).",
                "(Keep|Make) the (query|result|rewrite) [very] (short|brief|terse|compact).",
                "(Reply|Answer|Respond) with (a short phrase|a phrase|a fragment) [only].",
                "(Use|Write in) (telegram|headline|note) style.")),
        ]),
        new("kind",
        [
            new("silent", 0.5, Phrasing.Of(
                "(Do not|Don't|Never) (say|mention|state|add|tell|note) (what kind of answer is wanted|the kind of answer|the answer type|what type of answer is expected).",
                "(Leave out|Omit|Skip|Drop) the (kind|type|sort) of answer [wanted|expected].",
                "(Add|Append|Write) nothing (after|to|behind) (it|the query|that).",
                "No (note|word|remark|hint) on the (kind|type|sort) of answer.",
                "The (kind|type|sort) of answer (need not|should not|must not) be (mentioned|stated|named|said).",
                "(Stop|End) (after|with) the (query|rewrite) itself.",
                "(Avoid|Give no) (remarks|notes|words) (about|on) what (kind|type|sort) of answer (is wanted|is expected|fits).",
                "(Nothing|No words) about the (expected|wanted|desired) (answer|kind of answer|type of answer).",
                "(Add|Append|Include) no (closing|final|extra) (note|remark|line) [about the answer].")),
            new("told", 0.5, Phrasing.Of(
                "(Say|Mention|State|Add|Tell|Note|Specify|Name) (what kind of answer is wanted|the kind of answer [wanted]|the answer type|what type of answer is expected|the expected type).",
                "(End|Finish|Close|Conclude) with (the kind|the type|the sort) of answer [that is] (wanted|expected|needed).",
                "(Append|Add) (a note|a remark|a word) (on|about|with) (the kind of answer|the wanted type|what is wanted).",
                "(Make clear|Make explicit|Point out|Show) (what is wanted|whether a person, place or year is wanted|what sort of answer is wanted).",
                "The (query|result|rewrite) (should|must) (say|tell|state|name) (what kind of thing|which type of answer|what) is (wanted|asked for|expected).",
                "(Tell|Say) (what|which kind of thing) (is|we are) (wanted|looked for|looking for) [at the end].",
                "(Include|Give|Write) the (expected|wanted|desired) (kind|type|sort) of answer.",
                "(Add|Write) what (form|kind|type) the answer (takes|has|must have|should have).",
                "The (wanted|expected) (kind|type) of answer (should|must) (be stated|be named|come at the end|follow).",
                "(Also|Finally) (name|state|say) the (type|kind|category) of the answer.")),
        ]),
    ];

    /// <inheritdoc/>
    protected override HopQuestion CreateTask(SeededRandom random, Part names) => HopWorld.CreateQuestion(random, names);

    /// <inheritdoc/>
    protected override void WriteInput(HopQuestion task, IFieldWriter to)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(to);
        to.Text("question", task.Text);
    }

    /// <inheritdoc/>
    protected override string Reply(HopQuestion task, ImmutableArray<int> setting) => Write(task, setting).Text;

    /// <summary>A query as a setting has it.</summary>
    internal static HopQuery Write(HopQuestion question, ImmutableArray<int> setting) =>
        new(question, (HopDetail)setting[0], (HopForm)setting[1], setting[2] == 1);
}
