using System.Collections.Immutable;
using Optimas.Runtime;

namespace Optimas.Pocket;

/// <summary>Hints as they are asked for: a query, and the pages that were found.</summary>
/// <param name="Query">The query.</param>
/// <param name="Pages">The pages, the best first.</param>
public sealed record HopHintsTask(HopQuery Query, ImmutableArray<HopEntity> Pages);

/// <summary>Writes hints out of passages.</summary>
public sealed class HopHintsSkill : ComponentSkill<HopHintsTask>
{
    private static readonly HopQuerySkill s_query = new();

    /// <inheritdoc/>
    public override string Name => "questions.hints";

    /// <inheritdoc/>
    public override double Share => 9;

    /// <inheritdoc/>
    public override string Component => "Hints";

    /// <inheritdoc/>
    public override string Description => "Tells what the passages say that helps to answer the query.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Inputs => ["query", "passages"];

    /// <inheritdoc/>
    public override string DefaultInstruction => "Generate useful hints to answer the query.";

    /// <inheritdoc/>
    public override Phrasing Tasks { get; } = Phrasing.Of(
        "(Generate|Write|Give|Produce|Create) [useful|helpful|good] hints to answer the query [from the passages].",
        "(Use|Read|Study) the passages and (give|write) [useful|helpful] hints [for the query].",
        "(Write|Give) hints (for|on) the query [that are based on the passages].",
        "(Find|Look for) hints in the passages [that help to answer the query].",
        "(Tell|Say) what the passages (say|tell) about the query.",
        "(Help|Assist) (to answer|with|in answering) the query [by hints|with hints from the passages].",
        "Your (task|job) is to (write|give) hints [from the passages].",
        "You (give|write|find) hints (for|that help to answer) (queries|the query).");

    /// <inheritdoc/>
    public override ImmutableArray<Dimension> Dimensions { get; } =
    [
        new("content",
        [
            new("chain", 0.5, Phrasing.Of(
                "(State|Give|Tell|Show|Write|List) (every|each) (step|fact|link) [that leads to the answer|of the chain|that is needed].",
                "(Show|Give|Tell|Write out|Explain) the (whole|full|complete|entire) (chain|chain of facts|line of reasoning|path to the answer).",
                "(Give|State|Tell|Mention) both (facts|steps|links) [that are needed|in order].",
                "(Start|Begin) with the first (step|fact|link)[,] (and|then) (go on to|give|state|tell) the (second|next|last).",
                "(Go|Reason|Work|Proceed) step by step [from the query to the answer].",
                "(Connect|Link|Join|Chain) the facts [of the passages] [with each other].",
                "(Do not|Don't|Never) (skip|leave out|omit|drop) (a step|any step|a link|the first step|the connecting fact).",
                "The hints (should|must) (hold|contain|include|cover|give) (all steps|both facts|every step|the connecting fact too|the full chain).",
                "(Include|Add|Mention) the (connecting|linking|bridging|intermediate) fact.",
                "(Every|Each) (step|link) (matters|counts|must be told|should be written).",
                "(Tell|Say|Explain) how (one thing leads to the other|the facts hang together|the passages connect).")),
            new("goal", 0.3, Phrasing.Of(
                "(State|Give|Tell|Write|Mention) (only|just|nothing but) the (last|final|decisive|deciding) (fact|step|link).",
                "(Only|Just) the (last|final|decisive|deciding) (fact|step) (counts|is needed|is wanted|matters)[, please].",
                "(Leave out|Skip|Omit|Drop) (all steps but the last|the first steps|the steps in between|the way there|the connecting facts|the reasoning).",
                "(Come|Go|Get|Jump) (straight|directly|right) to the (point|deciding fact|decisive fact|last fact).",
                "(Do not|Don't|Never) (explain|tell|show|write) (how you get there|the steps|the chain|the way there|the reasoning).",
                "(One|A single) fact (only|is enough|will do|suffices)[, the decisive one|, the last one|: the one that decides].",
                "(Name|Give|Write|Pick) the (one|single) fact that (decides|answers the query|matters most|settles it).",
                "The hints (should|must) be (one fact|a single fact|the last fact|nothing but the decisive fact).",
                "(Limit|Restrict|Confine) (yourself|the hints|it) to (one fact|the last fact|the decisive fact|a single fact).",
                "(Be|Stay) (minimal|very short|extremely brief)[: one fact|, with one fact only|].")),
            new("quote", 0.2, Phrasing.Of(
                "(Quote|Copy|Cite|Repeat|Reproduce) the (best|most relevant|most useful|most important|right) passage [word for word|exactly|as it is|verbatim].",
                "(Quote|Copy|Cite) (word for word|verbatim|literally|exactly) [what a passage says].",
                "(Give|Return|Show|Pass on) the (best|most relevant|most useful|right) passage (unchanged|as it is|itself|in full|in its own words).",
                "(Do not|Don't|Never) (paraphrase|rephrase|reword|summarise|summarize|use your own words) [but quote|, copy instead|].",
                "The hints (should|must) be (a quotation|a quote|a copy of a passage|one passage|an exact quote).",
                "(Use|Keep|Write) the (exact|original|very) (words|wording|text) of (the|a) passage.",
                "(Pick|Choose|Select) (one|the best) passage and (copy|quote|repeat) it.",
                "(A|One) (quotation|quote|literal passage) (is enough|is wanted|will do)[, please].",
                "(Extract|Take over) (one|the best|the most relevant) passage (whole|in full|completely|without changes).",
                "(Let the passage speak|Let the text speak) for itself.")),
        ]),
        new("breadth",
        [
            new("needed", 0.5, Phrasing.Of(
                "(Leave out|Omit|Skip|Ignore|Drop) (what is not needed|what does not belong to it|other things|everything else|other people and places|side facts|what is beside the point).",
                "(Do not|Don't|Never) (mention|add|tell|bring in|speak of) (other things|anything else|similar things|what is not needed|unrelated facts|other candidates).",
                "(Keep|Stick|Stay) (to|with|on) (the point|what is needed|the subject|what the query asks).",
                "(Only|Just|Nothing but) what is (needed|relevant|necessary|to the point)[, please].",
                "The hints (should|must) (be relevant|stay on the subject|hold nothing else|contain nothing that is not needed).",
                "(Filter|Sort|Weed) out (irrelevant|unrelated|useless|other) (facts|passages|things).",
                "(Be|Stay) (focused|relevant|strictly to the point|on topic).",
                "No (side facts|other candidates|unrelated facts|distractions|irrelevant facts|extras)[, please].",
                "(Avoid|Refrain from) (side facts|distractions|unrelated facts|other candidates|irrelevant details).",
                "(Mention|Use|Tell) only (facts|things|what is) (on|about) what the query (asks|is about|needs).")),
            new("others", 0.5, Phrasing.Of(
                "(Also|Additionally,|In addition,) (tell|mention|give|add|state) (a fact on something similar|what is said of something similar|another candidate|a further fact|a similar fact).",
                "(Mention|Add|Give|Bring in|Include) (another candidate|a second candidate|something similar|a further fact from another passage|a fact from another passage|other possibilities) [too|as well].",
                "(Compare|Contrast) (it|this) with (something similar|another passage|another candidate).",
                "(Use|Draw on|Consider) (more than|other passages than) the (needed|relevant|right) (passage|passages|ones) [too].",
                "The hints (should|must) (also|too) (cover|mention|include|tell of) (other candidates|something similar|another passage|other possibilities).",
                "(Be|Stay) (broad|wide|generous|open)[: mention other candidates|, with further facts|].",
                "(Cast|Spread) (a wide net|the net widely|your net wide).",
                "(More|Further|Extra|Other) (facts|candidates|possibilities) (are welcome|help|are wanted|should be added|too)[, please].",
                "(Do not|Don't) (limit yourself|keep|stick) to (what is needed|one thing|the one thing asked|a single candidate).",
                "(Give|List) (alternatives|an alternative|other possibilities|background from other passages) [as well|too].")),
        ]),
        new("conclusion",
        [
            new("open", 0.55, Phrasing.Of(
                "(Do not|Don't|Never) (give away|tell|state|say|reveal|conclude|write) (the answer|what the answer is|what follows).",
                "(Leave|Keep) the (answer|conclusion) (open|to the reader|to others).",
                "(Draw|Write|Add|Give) no (conclusion|conclusions|final answer|verdict).",
                "(Only|Just) (facts|evidence|hints), no (conclusion|answer|verdict)[, please].",
                "(Stop|End) (before|short of) the (answer|conclusion).",
                "The hints (should|must) (not (contain|hold|include|end with) (the answer|a conclusion)|leave the answer open|draw no conclusion).",
                "(Let|Leave it to) (others|the reader|somebody else) [to] (conclude|answer|draw the conclusion).",
                "(Hint|Point) at the answer without (giving|saying|stating|telling) it.",
                "(Avoid|Refrain from) (conclusions|answering|concluding|a verdict|giving the answer).",
                "No (conclusion|answer|verdict|final answer) [at the end|yet|here].")),
            new("drawn", 0.45, Phrasing.Of(
                "(End|Finish|Close|Conclude) with (the answer|a conclusion|what follows|the final answer|your conclusion).",
                "(Draw|Add|State|Write|Give) (the conclusion|a conclusion|the answer that follows|what follows from it) [at the end].",
                "(Say|Tell|State|Write) (what the answer is|the answer itself|the answer too|outright what the answer is) [at the end|in the end|last].",
                "(Conclude|Decide|Settle) what the answer is.",
                "The hints (should|must) (end with|hold|contain|include|lead to|give) (the answer|a conclusion|the final answer).",
                "(The last sentence|At the end,|Your last sentence) (must give the answer|say what follows|should give the answer|name the answer).",
                "(Do not|Don't|Never) (leave the answer open|stop before the conclusion|stop short of the answer|hold back the answer).",
                "(Sum|Wrap) up with (the answer|a conclusion|what follows).",
                "(Make|Reach|Come to) a (conclusion|clear conclusion|verdict|final conclusion).",
                "(Then|Finally,|Last,) (answer|conclude|give the answer|name the answer|state the answer).")),
        ]),
    ];

    /// <inheritdoc/>
    protected override HopHintsTask CreateTask(SeededRandom random, Part names)
    {
        var question = HopWorld.CreateQuestion(random, names);
        return new(HopQuerySkill.Write(question, s_query.DrawSetting(random)), HopWorld.FindPages(random, names, question));
    }

    /// <inheritdoc/>
    protected override void WriteInput(HopHintsTask task, IFieldWriter to)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(to);
        to.Text("query", task.Query.Text);
        to.BeginList("passages", task.Pages.Length);
        foreach (var page in task.Pages)
            to.Text("", page.Passage);
        to.EndList();
    }

    /// <inheritdoc/>
    protected override string Reply(HopHintsTask task, ImmutableArray<int> setting) => Write(task, setting).Text;

    /// <summary>Hints as a setting has them.</summary>
    internal static HopHints Write(HopHintsTask task, ImmutableArray<int> setting) =>
        new(task.Query, task.Pages, (HopContent)setting[0], setting[1] == 1, setting[2] == 1);
}
