namespace Optimas.Pocket;

/// <summary>How the relation scorer's instruction says what to do and how.</summary>
internal static class RelationScorerPhrasings
{
    public static Phrasing Tasks { get; } = Phrasing.Of(
        "(Score|Rate|Grade|Judge) (how well the relations of each candidate fit the query|each candidate by its relations|the relations for the query)[, one digit each].",
        "(Give|Write) one (digit|score) (for|per) candidate, in (order|their order): how well its relations fit the query.",
        "(Read|Compare) the query and the relations and (score|rate|grade) (each candidate|every candidate).",
        "You are (an expert|a judge|a curator of knowledge): (score|rate) the candidates by their relations.",
        "Given a query and the relations of candidates, (score|rate|grade) each[ one].",
        "(Check|Examine) (each|every) candidate's relations against the query and (score|rate) it.",
        "(How well|To what degree) do the relations of each candidate (answer|fit|match) the query?");

    public static Phrasing Exact { get; } = Phrasing.Of(
        "(Count|Accept|Credit) (only|just) relations (of the asked kind|of the right kind) to the (asked name|right name|name asked for).",
        "(Both|Relation) (kind and name|name and kind) (must|have to) (fit|match|agree)[ with the query].",
        "(The kind|The type) of (the|a) relation and (the|its) name (must|have to|should) (both|together) (fit|match|agree).",
        "(Match|Compare) (relations exactly|each relation exactly|the whole relation), (kind and name|name and kind).",
        "(Be|Stay) (exact|precise|accurate): the (right|same|asked) relation to the (right|same|asked) name.",
        "(A|The) (right|known|familiar) name under (another|a different|the wrong) relation (does not count|is no match|counts nothing).",
        "(Treating|Being used) is not (avoiding|being avoided): (heed|mind|check) the (kind of relation|relation) and the name.",
        "(Do not|Don't|Never) (count|accept|credit) a name (in|with|under) (another|the wrong|a different) (relation|kind of relation).",
        "(Only|Just) (exact|complete|precise) (matches|relations) (count|matter)[, kind and name].",
        "(Check|Verify) (the kind as well as the name|kind and name) of (each|every) relation.");

    public static Phrasing NameOnly { get; } = Phrasing.Of(
        "(Look|Search) for the (names|name) (in|of) the query, (whatever|in whatever) (relation|the relation|kind of relation).",
        "(Any|Whatever) relation to (a|the) (name in the query|asked name|named entity) (counts|is a match|will do|fits).",
        "(Only|Just) the (names|name) (count|matter), not the (kind|kinds|type) of relation.",
        "(Ignore|Disregard|Forget) the (kind|type|kinds) of relation[ and (match|compare) names].",
        "(Match|Compare|Find) (the names|names) (alone|only), (any relation|every relation) is (fine|good|welcome).",
        "(It|For a match it) (suffices|is enough) (if|that|when) the (name|asked name) (occurs|appears|is there).",
        "(Check|See) (whether|if) the (names|name) of the query (occur|occurs|appear|appears) among the relations.",
        "(How|In what way) (it|a candidate) is related (does not matter|is unimportant|plays no role), only to (what|whom|which name).",
        "(Candidates|Those) (connected|related|linked) to the named (thing|entity|one) in any (way|manner) (fit|count|match).",
        "(Do not|Don't) (care about|mind|look at|heed) the (kind|type) of relation[, names decide].");

    public static Phrasing KindOnly { get; } = Phrasing.Of(
        "(Look|Search) for the kind of relation (asked for|in the query|in question), (whatever|whichever) (name|the name).",
        "(Any|Whatever) name (counts|will do|fits|is fine) if the (kind|type) of relation (fits|matches|is right).",
        "(Only|Just) the (kind|type) of relation (counts|matters), not the (names|name).",
        "(Ignore|Disregard|Forget) the (names|name)[ and (match|compare) kinds of relations].",
        "(Match|Compare|Find) the (kinds|types) of relations (alone|only), (any name|every name) is (fine|good|welcome).",
        "(It|For a match it) (suffices|is enough) (if|that|when) the (asked kind|kind asked for) of relation (occurs|appears|is there).",
        "(Check|See) (whether|if) a candidate has (a relation|relations) of the (kind|type) (asked for|in question).",
        "(To what|To whom|To which name) (it|a candidate) is related (does not matter|is unimportant|plays no role), only how.",
        "(Candidates|Those) with (some|a|any) relation of the (asked|right|same) (kind|type) (fit|count|match).",
        "(Do not|Don't) (care about|mind|look at|heed) (names|the names)[, the kind of relation decides].");

    public static Phrasing Degree { get; } = Phrasing.Of(
        "(Score|Rate|Judge) by (the number of relations|how many relations there are|how many relations it has).",
        "(The more|The greater the number of) relations (a candidate has|there are|are listed), the (better|higher).",
        "(Count|Number) the relations[ of each candidate][, whatever they are].",
        "(Prefer|Favour|Reward) (well connected|much connected|highly connected|central) candidates.",
        "(Many|Numerous) relations (mean|give|deserve) a (high|good|higher|better) score.",
        "(Candidates|Those) with (many|more|the most) relations (are better|score higher|should win|come first).",
        "(A candidate's|The) (connectedness|degree|number of links|number of edges) (counts|decides|is the score|matters).",
        "(It is|What counts is) (how much is listed|the length of the list|how long the list is|how many are listed)[ that counts].",
        "(Hubs|Hubs of the graph|Well linked candidates|Central nodes) (score|rate|rank) (high|highest|best).",
        "(Use|Take) the (number|count) of relations as (the score|a score|a measure|the measure).",
        "(Few|Just one or two|One or two) relations (mean|give|deserve) a (low|poor|small) score.",
        "(Give|Award) (a point|one more point) for (each|every) relation (listed|it has|of a candidate).");

    public static Phrasing Every { get; } = Phrasing.Of(
        "(Count|Weigh|Check|Consider) (every|each) relation (asked for|in the query|that the query names).",
        "(All|All the) relations (asked for|in the query) (count|matter|weigh) (equally|the same).",
        "(Go|Work) through (every|each) (asked|required|wanted) relation[, one by one].",
        "(Average|Take the mean) over (all|the) relations (asked for|in the query).",
        "(Score|Rate) by the share of (asked|required|wanted) relations (met|that are met|found).",
        "(The more|The larger the share) of the (asked|required|wanted) relations (is met|is found), the better.",
        "(Do not|Don't|Never) (skip|forget|neglect|overlook) (an asked|a required|a wanted) relation.",
        "(Finding|Having) one of the (asked|required|wanted) relations is not enough[, all count].",
        "(A good|A fitting|The right) candidate (has|shows) (all|every one of the) (asked|required|wanted) relations.",
        "(If|When|Where) (two|several) relations are (asked for|wanted), (both|all) (count|matter).");

    public static Phrasing Any { get; } = Phrasing.Of(
        "(One|A single|Any) (asked|required|wanted) relation (found|that is found) is enough.",
        "(Score|Rate) by the (best|best met|strongest) of the (asked|required|wanted) relations[ alone].",
        "(It|For a good score it) (suffices|is enough) (if|when|that) (one|any|a single) of the asked relations is (there|found).",
        "(Take|Use|Count) (the best|only the best) (match|hit) among the relations[, not the average].",
        "(Be|Stay) (generous|lenient|liberal): (one|any) (matching relation|relation that fits) (counts|will do|is enough) in full.",
        "(Any|Every|A) candidate (with|that has) (one|at least one) (matching|fitting) relation (is good|counts in full).",
        "(Do not|Don't) (demand|require|expect) all[ of the] (asked|wanted) relations, one (will do|is enough).",
        "(Whatever|Whoever) has (one|any) of the (asked|wanted) relations (counts|fits|counts in full).",
        "(Full|Top|Best) (marks|score) for (any|a single|one) (matching relation|relation found|relation that fits).",
        "(If|When|Where) (two|several) relations are (asked for|wanted), one (suffices|is enough|will do).");
}
