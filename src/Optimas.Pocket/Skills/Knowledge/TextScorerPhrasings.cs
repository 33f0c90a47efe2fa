namespace Optimas.Pocket;

/// <summary>How the text scorer's instruction says what to do and how.</summary>
internal static class TextScorerPhrasings
{
    public static Phrasing Tasks { get; } = Phrasing.Of(
        "(Score|Rate|Grade|Judge) (how well each text fits the query|each text for the query|the texts for the query)[, one digit each].",
        "(Give|Write) one (digit|score) (for|per) (text|candidate), in (order|their order): how well it fits the query.",
        "(Read|Compare) the query and the texts and (score|rate|grade) (each candidate|each text|every text).",
        "You are (an expert|a librarian|a judge|a search engine): (score|rate) the texts for the query.",
        "Given a query and [the texts of ]candidates, (score|rate|grade) each[ one].",
        "(Check|Examine) (each|every) text against the query and (score|rate) it.",
        "(How well|To what degree) does each text (answer|fit|match) the query?");

    public static Phrasing Every { get; } = Phrasing.Of(
        "(Count|Weigh|Check|Consider) (every|each) (requirement|condition|demand) of the query.",
        "(All|All the) (requirements|conditions|demands) (count|matter|weigh) (equally|the same).",
        "(Go|Work) through (every|each) (requirement|condition|part) of the query[, one by one].",
        "(Average|Take the mean) over (all|the) (requirements|conditions|parts of the query).",
        "(Score|Rate) by the share of (requirements|conditions|demands) (met|that are met|fulfilled).",
        "(The more|The larger the share of) (requirements|conditions|demands) (are met|met), the better.",
        "(Do not|Don't|Never) (skip|forget|neglect|overlook) a (requirement|condition|part of the query).",
        "(Meeting|Fulfilling) one (requirement|condition) is not enough[, all count].",
        "(A good|A fitting|The right) candidate (meets|fulfils|satisfies) (all|every one of the) (requirements|conditions).",
        "(Split|Divide) the query into (its requirements|its conditions|parts) and (check|count) (each|all).");

    public static Phrasing Any { get; } = Phrasing.Of(
        "(One|A single|Any) (requirement|condition|match|hit) (met|fulfilled|that is met) is enough.",
        "(Score|Rate) by the (best|best met|strongest) (requirement|condition|match)[ alone].",
        "(It|For a good score it) (suffices|is enough) (if|when|that) (one|any|a single) (requirement|condition) is met.",
        "(Take|Use|Count) (the best|only the best) (match|hit|requirement)[, not the average].",
        "(Be|Stay) (generous|lenient|liberal): (one|any) (match|hit|requirement met) (counts|will do|is enough) in full.",
        "(Any|Every|A) candidate that (meets|fulfils|satisfies) (anything|something|at least one thing) asked for (is good|fits|counts).",
        "(Do not|Don't) (demand|require|expect) (all|every one) of the (requirements|conditions), one (will do|is enough).",
        "(Whatever|Whoever) (meets|fulfils|satisfies) (one|any) (requirement|condition) (counts|fits|counts in full).",
        "(Full|Top|Best) (marks|score) for (any|a single|one) (match|requirement met|condition met).",
        "(Look for|Search for) (at least one|any|a single) (match|hit|requirement that is met).");

    public static Phrasing Typed { get; } = Phrasing.Of(
        "(Give|Score|Write) 0 to (candidates|texts|everything) of (another|a different|the wrong) (type|kind)[ than asked].",
        "(Check|Compare|Verify) the (type|kind)[ of the candidate] first, then (all|every one of|each of) the requirements.",
        "(If|When) the (type|kind) is (wrong|not the one asked for|another one), (give|score|write) 0.",
        "(Only|Just) candidates of the (type|kind) (asked for|in question|wanted) can (score|get points|fit).",
        "(The wrong|A wrong|Another) (type|kind) (means|gives|gets) (0|zero|no points).",
        "(Heed|Mind|Respect|Observe) the (type|kind) in parentheses: it must be (the one asked for|what is asked for).",
        "(Exclude|Rule out|Reject|Dismiss) (candidates|texts|those) of the wrong (type|kind).",
        "(A drug is not a gene|A gene is not a disease|A disease is not a drug): the (type|kind) (must fit|must match|matters).",
        "(The type|The kind) (must fit|has to match|must match|has to fit)[ before anything else counts].",
        "(Make sure|See to it|Be sure) that the (type|kind) (matches|fits|is right)[, then weigh all requirements].");

    public static Phrasing Against { get; } = Phrasing.Of(
        "(What|Whatever) (a text|the text) (does not|doesn't) (mention|say|tell|state) (counts as|is|means) not met.",
        "(Unmentioned|Unstated|Missing) (requirements|conditions|facts) (count|speak|weigh) against (the candidate|it).",
        "(Silence|Missing information|Lack of information) (counts|speaks|is held) against (the candidate|it).",
        "(Be|Stay) (strict|severe|rigorous): (only|just) what (is stated|is written|the text says) counts.",
        "(Accept|Credit|Count) (only|just) what the text (states|says|tells)[ explicitly].",
        "(Give|Allow) (no credit|nothing|no points) for what (is not mentioned|is unmentioned|is not said|the text leaves out).",
        "(Assume|Suppose) that what is (not mentioned|unmentioned|not said) is (false|not so|not true).",
        "(Do not|Don't|Never) (assume|guess|suppose) what (the text|a text) (does not say|leaves out).",
        "(If|When|Where) (a requirement|a condition) is not (mentioned|stated), it is (not met|failed).",
        "(Require|Demand|Insist on) (explicit|clear|written) (statements|mention|proof)[ in the text].");

    public static Phrasing Half { get; } = Phrasing.Of(
        "(What|Whatever) (a text|the text) (does not|doesn't) (mention|say|tell|state) counts (half|by half|as half met).",
        "(Unmentioned|Unstated|Missing) (requirements|conditions|facts) (count|get|are worth) (half|half credit).",
        "(Give|Allow) half (credit|the points|marks) for what (is not mentioned|is unmentioned|is not said|the text leaves out).",
        "(Silence|Missing information|Lack of information) is (half as good as|worth half) a match.",
        "(Where|If|When) the text (says nothing|is silent), (take|count|assume) (half|the middle|one half).",
        "(Treat|Regard|Count) (the unknown|what is unknown|unmentioned requirements) as half (true|met|fulfilled).",
        "(An unmentioned|A missing|An unstated) (requirement|fact|condition) (lies|stands) (halfway|in the middle) between (met and failed|yes and no).",
        "(Unknown|Not mentioned) is (better|worth more) than (wrong|contradicted) but (worse|worth less) than (met|right).",
        "(Punish|Penalize) (contradictions|what is wrong) more than (silence|what is not mentioned|missing facts).",
        "(Contradicted|Wrong) is 0, (unmentioned|unknown|not mentioned) is half, (met|right) is full.");

    public static Phrasing Aside { get; } = Phrasing.Of(
        "(Leave|Put|Set) (unmentioned|unstated|unknown) (requirements|conditions|facts) aside.",
        "(Ignore|Skip|Disregard|Drop) what (the text|a text) (does not|doesn't) (mention|say|tell|state).",
        "(Score|Rate|Judge) (by|only by|only) (the requirements|the conditions|what) (that the text mentions|mentioned in the text).",
        "(Unmentioned|Unstated|Missing) (requirements|conditions|facts) (play no role|do not count|count neither way|don't matter).",
        "(Silence|Missing information|Lack of information) (does no harm|is neutral|changes nothing|counts neither way).",
        "(Only|Just) (requirements|conditions) that the text (speaks about|touches|mentions|addresses) (count|matter).",
        "(Do not|Don't|Never) (punish|penalize|count) (silence|missing facts|what is not mentioned).",
        "(Consider|Weigh|Use) (only|just) what the text (speaks of|talks about|mentions), (ignore|skip) the rest.",
        "(If|When|Where) (a requirement|a condition) is not (mentioned|stated), (ignore|skip|drop) it.",
        "(Restrict|Limit) (the score|yourself) to what (is mentioned|the text covers|the text mentions).");

    public static Phrasing TypeOnly { get; } = Phrasing.Of(
        "(Look|Judge|Go|Score) (only at|only by|by nothing but|just by) the (type|kind) of the candidate.",
        "(The right|A right|The asked) (type|kind) (is enough|is all that counts|suffices), (ignore|skip|forget) the (requirements|conditions|rest).",
        "(Only|Just) the (type|kind) in parentheses (counts|matters|decides|is scored).",
        "(Ignore|Disregard|Forget) (all|the) (requirements|conditions|details) and (score|judge|check) the (type|kind)[ alone].",
        "(Every|Any|Each) (drug|gene|disease|candidate) of the (asked|right|wanted) (type|kind) (gets|deserves|has) full marks.",
        "(Score|Rate|Judge) (whether|if) it is a (drug|gene|disease) as asked[, nothing else].",
        "(Requirements|Conditions|Details) (do not|don't) (count|matter), (only|just) the (type|kind) does.",
        "(Nothing but|No more than) the (type|kind) (counts|matters|is needed)[ for the score].",
        "(Full|Top) marks for (all|everything) of the (type|kind) (asked for|in question|wanted).",
        "(Tell|Find out) (only|just) (which|what) candidates are of the (type|kind) (asked for|in question|wanted).");
}
