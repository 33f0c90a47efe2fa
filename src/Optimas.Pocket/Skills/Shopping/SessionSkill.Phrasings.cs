using System.Collections.Immutable;

namespace Optimas.Pocket;

public sealed partial class SessionSkill
{
    private const string Views = "(views|products|items|clicks|entries)";
    private const string Summary = "(summary|reply|answer|text|description)";
    private const string Must = "(should|must|has to|needs to|is to)";
    private const string Take = "(Use|Consider|Look at|Read|Count|Take|Rely on)";
    private const string Write = "(Tell|Name|State|Mention|Give|Write|Say|Note)";
    private const string Omit = "(Leave out|Omit|Skip|Drop|Ignore|Do not mention|Don't give|Say nothing of)";

    /// <inheritdoc/>
    public override Phrasing Tasks { get; } = Phrasing.Of(
        "(Summarize|Sum up|Describe|Tell|Say|Work out|Infer|Note) what the (shopper|customer|user|buyer|visitor) (is looking for|wants|seems to want|looks for|needs|is after).",
        "(Sum up|Summarize|Analyze|Analyse|Condense|Describe) the [shopping|browsing] session[ of the (shopper| customer| user)].",
        "(From|Given) the (products|items|titles) viewed, (sum up|describe|tell|say) what the (shopper|customer|user) (wants|looks for|is after).",
        "You (get|see|read) the (products|items) that a (shopper|customer|user) viewed; (sum up|describe|summarize) (the intent|the wish|what is wanted).",
        "(What does|Say what) the (shopper|customer|user) (want|look for)[, judging by the session].",
        "(Write|Give|Make) a (short|brief|compact) (summary|description) of the (session|shopper's wishes|browsing intent|customer's intent).",
        "Summarize what the (shopper|customer|user|visitor) is looking for[ in this session].",
        "(Act as|You are) an (analyst|expert) of (shopping sessions|shoppers|browsing behaviour).");

    /// <inheritdoc/>
    public override ImmutableArray<Dimension> Dimensions { get; } =
    [
        new("span",
        [
            new("recent", 0.4, Phrasing.Of(
                $"{Take} (only|nothing but|just) the (last three|three latest|three most recent|newest three|latest few) {Views}[ of the session].",
                $"(Base|Rest|Build) (the|your) {Summary} on the (last|latest|most recent|newest) (three|few) {Views}.",
                $"(Ignore|Skip|Leave out|Disregard|Forget|Pass over) (the older|the earlier|all older|all earlier|old) {Views}[ and keep the last three].",
                $"(Recent|The recent|The latest|The newest) {Views} (count|matter|tell|weigh|are worth) more than (early|older|old|earlier) ones.",
                $"The {Summary} {Must} (reflect|cover|come from|follow|rest on) the (recent|latest|last three|newest few) {Views}[ alone| only].",
                $"(Focus|Concentrate|Keep your eye) on (recent|the latest|the last three|the newest|the most recent) {Views}.",
                $"(Do not|Never|Don't) (go|look|reach) back (further|farther|more|beyond) than three {Views}.",
                $"Three {Views} (back|from the end) (is|are) (enough|far enough|all that counts|where to stop|plenty).",
                $"(What|Whatever) the (shopper|customer|user) (viewed|saw|looked at) (long ago|early on|at the start|in the beginning) (does not|doesn't|should not) (count|matter).",
                $"(Only|Just) [the] (recent|latest|last three|last few) {Views} (count|matter|are of interest|say what is wanted now).",
                "(Judge|Go) by (recent behaviour|recent interest|what was viewed lately|the end of the session|the latest views)[, not by the beginning].",
                $"(Make sure that|See to it that) the (last three|latest|most recent few) {Views} (decide|lead|set the tone).")),
            new("all", 0.3, Phrasing.Of(
                $"{Take} (all|every one|each|the whole list) of the {Views}[ in the session].",
                $"(Base|Rest|Build) (the|your) {Summary} on (the whole session|the entire session|all {Views}|the full history).",
                $"The {Summary} {Must} (reflect|cover|come from|follow|rest on) (the whole session|the entire session|everything viewed|all {Views}).",
                $"(Old|Early|Earlier|Older) {Views} (count|matter|weigh|are worth) as much as (recent|late|the latest|new) ones.",
                $"(Do not|Never|Don't) (ignore|skip|leave out|forget|neglect) the (early|older|earlier|first) {Views}.",
                $"(Consider|Look over|Go through|Cover|Read) the (session|list|history) (from start to end|from beginning to end|as a whole|in full|completely).",
                $"(Say|Tell|Find) what is (most common|most frequent|commonest) (over|across|in) (the whole session|the entire session|all {Views}).",
                $"(Every|Each) (view|product|item|click) (counts|matters|has the same weight|weighs the same)[, old or new].",
                $"(Give|Grant) all {Views} (the same|equal) weight.",
                "(The whole session|The entire session|The full history|Everything viewed) (counts|matters|is to be used|should be used).",
                "(Treat|Weigh) (early and late|old and new|first and last) (views|products|items|clicks) (alike|equally|the same way).",
                $"(Make sure that|See to it that) (no|not one) (view|product|item) is (left out|ignored|forgotten|skipped).")),
            new("last", 0.3, Phrasing.Of(
                "(Use|Consider|Look at|Read|Count|Take|Rely on) (only|nothing but|just) the (very last|final|single last|one last) (view|product|item|click|entry).",
                $"(Base|Rest|Build) (the|your) {Summary} on the (very last|final|single most recent|one last) (view|product|item|click)[ alone].",
                $"The {Summary} {Must} (reflect|cover|come from|describe|rest on) the (final|very last|last single) (view|product|item|click|entry)[ alone| only].",
                "(Ignore|Skip|Leave out|Disregard|Forget) (everything|all|all views|all products) (before|but|except) the (last|final|very last) (one|view|product|item).",
                "(Describe|Sum up|Tell about|Report) the (last|final|very last) (view|product|item|click) (only|alone|and no other|by itself).",
                "(Nothing|No view|No product) but the (last|final|very last) (one|view|item) (counts|matters|is of interest).",
                "The (product|item) viewed (at the very end|last of all|in the end) (says|tells) (it all|all there is to know|what is wanted|everything).",
                "(Focus|Concentrate) on the (single last|final|very last|one latest) (view|product|item|click).",
                "(One view|One product|One item) is enough: the (last|final|latest).",
                "(Do not|Never|Don't) (look|go|read) back (past|beyond|further than) the (final|very last|last) (view|product|item).",
                "(Judge|Go) by the (final|very last|single last) (view|product|item|click)[, not by those before it].",
                "(Just|Only) the (final|very last) (view|product|item|click|title) (counts|matters|is to be used|please).")),
        ]),
        new("told",
        [
            new("kind alone", 0.1, Phrasing.Of(
                $"{Omit} (brand, colour and price band|brands, colours and prices|brand, colour and tier|all features)[ of the products].",
                $"{Write} (only|nothing but|just) (what the product is|the product itself|what thing is wanted|the thing that is wanted|the sort of thing).",
                $"The {Summary} {Must} (hold|contain|have|show) no (brand|brands), (colour|colours) or (price|prices|price band).",
                $"(No|Without) (brand|brands), no (colour|colours), no (price|tier|price band), (only|just) (the product|the thing|what it is).",
                "(Brand|Brands), (colour|colours) and (price|prices|tier) (do not|don't) (matter|count|belong here).",
                $"(Features|Details|Qualities|Properties) (do not|don't) (matter|belong here|interest us)[: (say|tell) what the thing is].",
                $"(Keep|Restrict|Limit) (the|your) {Summary} to (what the product is|one word for the product|the thing itself|the product alone).",
                "(One word|A single word|One noun|A single noun) (is enough|will do|suffices)[: the thing (wanted|looked for)].",
                $"(Do not|Never|Don't) (add|list|give|tell|include) [any] (features|qualities|properties|details|attributes)[ of the products].",
                $"{Write} the (thing|product) (and nothing else|and stop|and no more|without its features|without any details).",
                $"(Strip|Free|Clear) the {Summary} of [all] (features|details|brands and colours|attributes).")),
            new("brand", 0.25, Phrasing.Of(
                $"{Write} the (brand|maker|brand name|manufacturer) (besides|along with|together with|next to|after) (what the product is|the product|the thing).",
                $"{Write} (what the product is|the product|the thing) and its (brand|maker|brand name|manufacturer)[ only| and no more].",
                $"The {Summary} {Must} (name|tell|give|include|show|hold) the (brand|maker|brand name|manufacturer).",
                $"(Add|Include|Append|Put in) the (brand|maker|brand name|manufacturer), but (no|not the) (colour|colour or price|price or colour).",
                $"(Always|In every case|Be sure to|Remember to) (name|tell|give|include|mention) the (brand|maker|brand name|manufacturer).",
                $"(Which|What) (brand|maker|manufacturer) (it is|is preferred|the shopper prefers|the customer likes) (is what matters|must be told|should be said|belongs in the {Summary}).",
                "(The brand|The maker|The manufacturer|The brand name) (matters|counts|is what matters|is important)[ most]; (colour and price|colours and prices|other features) (do not|don't).",
                $"(Of|Among) (the features|all features|the attributes|the details) (give|tell|name|keep) the (brand|maker|manufacturer) (only|alone|and no other).",
                $"(Say|Tell|State) (whose|which maker's|which brand's) (products|things|goods) (the shopper|the customer|the user) (views|looks at|wants).",
                "(Brand|Maker|Brand name) (and product|and thing|and what it is)[, nothing else|, no more].",
                "(Pay attention|Attend) to (the brand|the maker|brand names|the manufacturer)[ and report it| and tell it].")),
            new("habit", 0.4, Phrasing.Of(
                $"{Write} the (feature|quality|property|attribute|trait) (that repeats|that recurs|that stays the same|that is repeated|that keeps coming back)[ most].",
                $"(Find|Look for|Spot|Detect|Pick out) what (repeats|recurs|stays the same|the products have in common|the views share) and (tell|name|give|report) (it|that).",
                $"The {Summary} {Must} (name|tell|give|include|show) the one (feature|quality|attribute|trait) (that repeats|that recurs|that stays the same|the products share).",
                "(What|Whatever) (repeats|recurs|stays the same|is the same again and again) (is what matters|must be told|should be said|counts).",
                "(Add|Include|Append|Give) the (most common|most frequent|most repeated|commonest) (feature|quality|attribute|trait), (be it|whether it is) brand, colour or (price|tier).",
                "(Which|What) (habit|preference|pattern) (the shopper has|the customer shows|is seen) (must be told|should be said|matters most).",
                $"(Say|Tell|State) what the (shopper|customer|user) (sticks to|stays with|holds on to|is loyal to|keeps choosing).",
                $"(Of|Among) (the features|all features|the attributes) (give|tell|name|keep) (only the one|the one|just the one) that (repeats|recurs|is shared|the views agree on)[ most].",
                $"(Mention|Note|Report) the (common|shared|constant|steady) (feature|trait|attribute|quality) (of|among|in) the {Views}.",
                "(One feature is enough|A single feature will do|One trait suffices): the (one that repeats|most repeated|most common|shared one).",
                $"(Point out|Bring out|Stress) the (steady|strongest|clearest|main) (preference|habit|pattern|trait)[ of the (shopper| customer)].")),
            new("everything", 0.25, Phrasing.Of(
                $"{Write} (brand, colour and price band|all features|every feature|all attributes|all details|brand, colour and tier)[ besides the product| along with the product].",
                $"The {Summary} {Must} (name|tell|give|include|list) (brand, colour and price|all features|every attribute|all details|every detail).",
                "(Be|Make it|Keep it) (complete|thorough|detailed|exhaustive|full)[: brand, colour and (price|tier)].",
                $"(Leave|Let) (nothing|no feature|no detail|no attribute) (out|be missing)[ of the {Summary}].",
                $"(Do not|Never|Don't) (leave out|omit|forget|skip|drop) (any feature|a feature|any detail|brand, colour or price|any attribute).",
                $"(List|Give|Tell|Collect) (each|every|all of the|the full set of) (feature|features|attribute|attributes|detail|details)[ you can find].",
                "(Brand, colour and price band|Brand as well as colour and price|Colour, brand and tier) (all matter|belong in it|are all needed|must all be told).",
                $"(Give|Write|Draw|Make) a (full|complete|detailed|thorough) (picture|description|account|profile) of the (product|thing)[ wanted].",
                "(The more|More) (features|details|attributes) (you tell|are told|there are)[,] the better.",
                $"(Describe|Tell|Report) (everything|all that is known|all there is): (brand|maker), colour and (price|price band|tier).",
                "(Say|Tell) (not only|not just) what it is but [also] (its brand, colour and price|all its features|every detail).")),
        ]),
        new("subject",
        [
            new("kind", 0.75, Phrasing.Of(
                "(Name|Call|Give) the product (by|with) its (exact|precise|specific|own|usual) (name|word|noun|type).",
                "(Be|Stay) (exact|specific|precise|concrete) about (what the product is|the product type|the sort of product|the thing).",
                $"(Say|Write|Tell) kettle, (not|rather than|instead of) kitchen.",
                "(Do not|Never|Don't) (name|give|write|use|tell) the department[ but the (product type| thing itself| exact thing)].",
                "The (exact|precise|specific|particular) (type|sort|kind) of product (is needed|is wanted|must be named|should stand there|counts).",
                "(A department|The department|A category|A shop section) (is too vague|is too broad|is too coarse|says too little|is not enough).",
                "(Prefer|Choose|Use) the (narrow|specific|exact|precise|concrete) (word|term|name) (to|over|rather than) the (broad|general|vague) one.",
                $"(Tell|Say) which (thing|article|object) exactly, (such as|for example|like) a (tent|kettle|towel|racket|leash).",
                $"The {Summary} {Must} (name|use|have) the (exact|precise|specific) (product type|sort of product|article|object).",
                "(Use|Take|Copy) the (word|noun) (for the product|for the thing) (from|that stands in|as in) the (title|titles).",
                "(Avoid|Shun|No) (departments|categories|broad words|general terms|vague words)[ for the product].")),
            new("department", 0.25, Phrasing.Of(
                "(Name|Tell|Give|State|Write) the department [of the shop] (instead of|rather than|in place of|not) the (product|product type|exact thing|article).",
                "(Be|Stay|Keep it) (general|broad|coarse) about (what the product is|the product type|the sort of product).",
                "(Say|Write|Tell) kitchen, (not|rather than|instead of) kettle.",
                "(Do not|Never|Don't) (name|give|write|tell) the (exact|precise|specific) (thing|article|product type|product)[ but the department].",
                "The department (is needed|is wanted|must be named|should stand there|counts|is enough|will do|suffices).",
                "(Which|What) (department|section|part of the shop|aisle) (the products are from|the shopper visits|it is) (is what matters|must be told|should be said).",
                "(Prefer|Choose|Use) the (broad|general|wide|coarse) (word|term|name) (to|over|rather than) the (narrow|specific|exact) one.",
                "(Tell|Say|Name) the (area|department|section|category), (such as|like|for example) (kitchen|garden|sports|pets|office).",
                $"The {Summary} {Must} (name|give|show|have) the (department|category|section of the shop|shop section).",
                "(Sort|Put|File|Place) the (products|items|views) (into|under) (a department|a category|a section of the shop)[ and name it].",
                "(A department|A category|A section|A broad category) (is enough|will do|suffices|says enough)[ for the product].")),
        ]),
    ];
}
