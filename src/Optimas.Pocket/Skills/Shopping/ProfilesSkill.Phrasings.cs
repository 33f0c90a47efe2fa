using System.Collections.Immutable;

namespace Optimas.Pocket;

internal sealed partial class ProfilesSkill
{
    private const string Product = "(candidate|product|item|choice|option)";
    private const string Comment = "(comment|remark|note|line)";
    private const string Must = "(should|must|has to|needs to|is to)";
    private const string Write = "(Tell|Name|State|Mention|Give|Write|Say|Note)";
    private const string With = "(the session|the shopper's wishes|the summary|what the shopper wants|what is wanted)";

    public override Phrasing Tasks { get; } = Phrasing.Of(
        "(Comment on|Remark on|Review|Profile|Describe|Go through|Look at|Assess) (each|every one|all) of the (candidates|products|items|choices|options).",
        "(Comment on|Review|Profile|Describe|Assess) (each|every) (candidate|product|item|choice|option)[ in turn| in the light of the session].",
        "(Write|Give|Make) a (short|brief) (comment|remark|note|profile) (on|for|about) (each|every) (candidate|product|item|choice).",
        "(For|To) (each|every) (candidate|product|item|choice) (write|add|give) a (comment|remark|note).",
        "You (get|see|read) what a (shopper|customer|user) wants and four (candidates|products|items); (comment on|review|profile) (each|each of them|them).",
        "(Compare|Hold) the (candidates|products|items|choices) (with|against) (the session|what the shopper wants|the summary).",
        "(Candidate|Product|Item) by (candidate|product|item), (comment|remark|say something).",
        "(Act as|You are) a (profiler|reviewer|judge) of (candidates|products|shop items).");

    public override ImmutableArray<Dimension> Dimensions { get; } =
    [
        new("told",
        [
            new("shared", 0.4, Phrasing.Of(
                $"{Write} what (each|every) {Product} (shares|has in common) with {With}.",
                $"(List|Give|Name|Write) the (shared|common|matching|agreeing) (words|features|qualities|traits)[ of (each| every) {Product}].",
                $"The {Comment} {Must} (name|tell|list|show) what (is shared|matches|agrees|is in common)[ with {With}].",
                $"(Say|Tell|Show) (in what|in which features|where|how) (each|every) {Product} (matches|agrees with|fits|is like) {With}.",
                "(Only|Just) (what matches|what is shared|what agrees|common features|matching words) (counts|belongs here|is of interest|should be told).",
                $"(Find|Look for|Pick out|Collect) (the matches|what matches|the common points|common features) (between|of) (each|every) {Product} and {With}.",
                "(Put down|Note|Record) (the overlap|the matches|the common ground|the agreement) (with|between it and) the session.",
                "(Leave out|Omit|Skip|Drop) (what does not match|whatever is not shared|what differs|features that do not match).",
                $"(Do not|Never|Don't) (tell|mention|list|give) (what differs|features that differ|what is not shared|what does not match).",
                $"(Point out|Bring out|Stress|Spell out) the (shared|common|matching) (features|words|points|traits)[ by name].",
                $"(Which|What) (features|words|qualities) (match|are shared|agree) (is what matters|must be told|should be said|belongs in the {Comment}).")),
            new("kind", 0.15, Phrasing.Of(
                $"{Write} what (sort|type|kind) of (thing|product) (each|every) {Product} is[, nothing more|, no more].",
                $"(List|Give|Name|Write) (only|just|nothing but) the (type|sort|product type|kind of product)[ of (each| every) {Product}].",
                $"The {Comment} {Must} (say|tell|state) what (sort|type|kind) of (thing|product) it is.",
                $"(Say|Tell) what (each|every) {Product} is: a (kettle|tent|towel|racket|pen|leash).",
                "(The sort|The type|The kind) of (product|thing|article) (is enough|will do|suffices|is all we need).",
                "(One word|A single word|One noun) (each|for each|a piece) (is enough|will do|suffices): what (the thing|it|the product) is.",
                "(Leave out|Omit|Skip|Drop) (brand, colour and price|brands and colours|all features|all the looks)[ and say what it is].",
                $"(Name|Write|Give) the (thing|article|object) (that|which) (each|every) {Product} is (and nothing else|and stop|without features|without details).",
                $"(Classify|Sort|Label) (each|every) {Product} by (type|sort|what it is|kind).",
                $"(Identify|Recognize|Make out) (what thing|which article|which sort of product) (each|every) {Product} is[ and (say| tell| write) that].",
                $"(Boil|Cut|Bring) (each|every) {Product} down to (what it is|its product type|one noun|the thing itself).")),
            new("looks", 0.15, Phrasing.Of(
                $"{Write} the (brand and colour|brand and the colour|maker and colour|colour and brand) of (each|every) {Product}.",
                $"(List|Give|Name|Write) (brand and colour|maker and colour|brand name and colour) (only|alone|and nothing else|and no more).",
                $"The {Comment} {Must} (name|tell|show|hold) (brand and colour|the brand and the colour|maker and colour).",
                $"(Say|Tell|State) (who makes|which brand makes) (each|every) {Product} and (its colour|what colour it has|what colour it is).",
                "(Brand|Maker|Brand name) and colour (are enough|will do|suffice|are all we need|are what counts).",
                $"(Describe|Show|Characterize) (each|every) {Product} by (brand and colour|maker and colour|its brand and its colour).",
                "(Leave out|Omit|Skip|Drop) (the type and the price|what sort of thing it is|everything but brand and colour|all except brand and colour).",
                $"(Two words|A pair of words) (each|for each|a piece) (are enough|will do|suffice): (brand|maker) and colour.",
                $"(Report|Note|Record|Copy) [both] the (brand|maker|brand name) and the colour[ of (each| every) {Product}].",
                $"(What|Which) (brand|maker) and [what|which] colour it (is|has) (is what matters|must be told|should be said).",
                $"(From|Out of) (each|every) title (take|copy|pick) the (brand|maker|brand name) and the colour.")),
            new("grade", 0.3, Phrasing.Of(
                $"(Grade|Rate|Mark|Score|Judge) (each|every) {Product}[ with one word].",
                $"(Give|Assign|Award) (each|every) {Product} a (grade|mark|rating|verdict|score).",
                $"The {Comment} {Must} be a (grade|mark|rating|verdict|score)[ in one word].",
                $"(Say|Tell|Judge|State) how (well|closely|much) (each|every) {Product} (fits|matches|suits|agrees with) {With}.",
                "(Use|Write|Choose) (the words|the grades|grades such as|one of) no, weak, fair, good (or|and) best.",
                "(A grade|A mark|A rating|A verdict|A score) (is enough|will do|suffices|is all we need|each is enough).",
                $"(Do not|Never|Don't) (describe|list features|tell features|give details|explain)[,] (grade|rate|judge|just grade)[ instead].",
                "(Weak, fair or good|Good, fair or weak|No, fair or best): (give|write|state) (the verdict|a grade|which it is)[ for each].",
                "(Instead of|In place of|Rather than) (features|words|details|a description) (give|write|put) a (grade|mark|verdict|rating).",
                $"(How good|How strong|How fitting) (each|every) {Product} is (is what matters|must be told|should be said).",
                $"(Put|Write|Set) a (grade|verdict|mark|rating) (next to|beside|behind|after) (each|every) (number|candidate|product|item).")),
        ]),
        new("needed",
        [
            new("kind", 0.35, Phrasing.Of(
                "(Reject|Rule out|Dismiss|Turn down|Throw out) (candidates|products|items|choices) of (another|a different|the wrong|an unrelated) (kind|sort|type).",
                $"(Say|Write|Answer|Put) no (to|for|at) (candidates|products|items|any product|any candidate) of (another|a different|the wrong|an unrelated) (kind|sort|type).",
                $"(If|Where|When) the (kind|sort|type) (of product|of thing) (does not|doesn't) (fit|match|suit)[,] (say|write|put|answer) no.",
                "(The kind|The sort|The type) of (product|thing) (must|has to|needs to) (fit|match|be right|agree) (first|before all|above all|or it is no).",
                "(A wrong|An unrelated|Another|A different) (kind|sort|type) of (product|thing) (is out|counts as no|gets no|means no|is ruled out).",
                "(Only|Just) (candidates|products|items) of the (right|wanted|same or a related|fitting|sought) (kind|sort|type) (deserve|get|are worth|merit) a (comment|remark|word).",
                "(Be strict|Be stern|Insist|Be hard) (about|on) the (kind|sort|type) of (product|thing).",
                "(Features|Brand and colour|Brand or colour) (do not|don't|cannot|can't) (help|save|rescue) a (candidate|product|item) of the wrong (kind|sort|type).",
                $"(Comment|Remark) (only|solely) on (candidates|products|items) (of a fitting kind|that are the right sort of thing|whose type fits).",
                "(Pass over|Skip|Refuse) (whatever|anything that|all that) is (not the sort of thing wanted|the wrong sort of thing|another type of product)[ with a no].",
                "(Without|Unless there is) a (fitting|matching|right) (kind|sort|type) of (product|thing)[,] the (answer|comment|remark|verdict) is no.")),
            new("nothing", 0.5, Phrasing.Of(
                $"(Rule out|Reject|Dismiss|Turn down|Throw out) (nothing|no candidate|no product|no item)[ from the start].",
                $"(Treat|Consider|Handle|Take) (all|all candidates|every candidate|every product|each product) (alike|equally|the same way|without conditions).",
                $"(Comment|Remark) on (all|all candidates|every candidate|every product), (fitting or not|whether it fits or not|whatever it is|even the odd ones).",
                $"(Any|Even one|Every) (shared|common|matching|single) (feature|quality|point) (counts|counts for something|is worth telling|is to be told).",
                $"(Set|Make|Have) no (conditions|requirements|demands|precondition)[ for a comment].",
                $"(Nothing|No feature|No single feature|No condition) is (required|needed|a must|indispensable).",
                $"(Be|Stay) (lenient|open|open-minded|generous|fair)[ to all candidates| to every product| to each of them].",
                "(Candidates|Products|Items) of (any|whatever) (kind|sort|type) and (any|whatever) brand (deserve|get|are worth) a (comment|remark).",
                $"(Do not|Never|Don't) (rule out|reject|dismiss|exclude) (a candidate|any candidate|a product|anything)[ because of (its kind| its brand| its type)].",
                "(Give|Grant) (each|every|every single) (candidate|product|item) a (chance|fair chance|hearing).",
                "(Neither|Not) kind (nor|and not) brand (is|are) (required|a condition|a must|needed).")),
            new("brand", 0.15, Phrasing.Of(
                "(Reject|Rule out|Dismiss|Turn down|Throw out) (candidates|products|items|choices) (of another|of a different|of the wrong|from another) (brand|maker).",
                "(Say|Write|Answer|Put) no (to|for|at) (candidates|products|items|any product|any candidate) (of another|of a different|of the wrong|from another) (brand|maker).",
                "(If|Where|When) the (brand|maker) (does not|doesn't|is not|is not the one to) (fit|match|suit)[,] (say|write|put|answer) no.",
                "(The brand|The maker|The brand name) (must|has to|needs to) (fit|match|be right|agree) (first|before all|above all|or it is no).",
                "(A wrong|A foreign|Another|A different) (brand|maker) (is out|counts as no|gets no|means no|is ruled out).",
                "(Only|Just) (candidates|products|items) of the (right|wanted|same|fitting|preferred) (brand|maker) (deserve|get|are worth|merit) a (comment|remark|word).",
                "(Be strict|Be stern|Insist|Be hard) (about|on) the (brand|maker|brand name).",
                "(Kind and colour|Other features|Colour or price) (do not|don't|cannot|can't) (help|save|rescue) a (candidate|product|item) of the wrong (brand|maker).",
                "(Comment|Remark) (only|solely) on (candidates|products|items) (of the shopper's brand|by the maker in the summary|whose brand fits).",
                "(Pass over|Skip|Refuse) (whatever|anything that|all that) is (not by the brand wanted|by the wrong maker|of another make)[ with a no].",
                "(Without|Unless there is) a (fitting|matching|right) (brand|maker)[,] the (answer|comment|remark|verdict) is no.")),
        ]),
    ];
}
