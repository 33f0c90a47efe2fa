namespace Optimas.Pocket;

/// <summary>How the context analyst's instruction says what to do and how.</summary>
internal static class AnalystPhrasings
{
    public static Phrasing Tasks { get; } = Phrasing.Of(
        "(Summarize|Sum up|Condense|Review) the (abstract|study|paper|contexts)[ briefly] for the question.",
        "(Read|Study|Analyze) the (abstract|contexts|study) and (summarize|report|extract) what (matters for|bears on|answers|concerns) the question.",
        "(Extract|Collect|Gather|Report) the (evidence|facts|information)[ from the (abstract|study)] that (matters for|is relevant to|helps with|bears on) the question.",
        "You are (an analyst|a medical analyst|a careful reader|an expert): (summarize|condense) the (abstract|contexts) for the question.",
        "(Write|Give|Produce) a[ short] summary of the (abstract|contexts|study) for the question.",
        "Given a question and[ the contexts of] an abstract, (summarize|write down|state) what is relevant.",
        "What does the (abstract|study|paper) say about the question?");

    public static Phrasing Words { get; } = Phrasing.Of(
        "(Describe|Report|State|Express)[ each|every|the] (result|results|effect|effects) in words, (without|with no|and leave out the) (numbers|figures|values).",
        "(Leave out|Omit|Skip|Drop)[ all|the] (measured values|numbers of the results|numeric values|percentages) and say[ only] whether it is (lower or higher|higher or lower).",
        "Say[ just|only|simply] (whether|if) the outcome (was|is|became) (lower or higher|higher or lower).",
        "(Only|Just) the direction of (each|every|an) effect (is needed|matters|counts|should be given), not the (values|numbers|amounts).",
        "(Do not|Don't|Never) (give|quote|report|copy) the (measured values|values|percentages|amounts); (higher|lower) or (higher|lower) is enough.",
        "Results should be (words|described in words|verbal|put in words) rather than (numbers|figures|values).",
        "(Use|Write) words such as (lower and higher|lower or higher|higher) instead of (values|numbers|measured values|figures).",
        "(Name|Give|Tell|Mention|Please name|Please give) the direction of (each|every|the) (change|effect|difference)[ only][, no values].",
        "Keep[ measured] (values|figures|amounts) out[ of the summary] and (name|give) directions.");

    public static Phrasing Numbers { get; } = Phrasing.Of(
        "(Give|Report|Quote|Copy|State|List) (the|only the|just the) (measured values|values|numbers|figures) of both groups[ for each result].",
        "(Results|Effects|Findings) should be (given|reported|shown|stated) as (numbers|figures|values) only.",
        "(Put|Set|Write) the (value|number|figure) of one group (against|beside|next to) that of the other.",
        "(Compare|Report) the groups by (numbers|their values|figures|raw values)[ alone], (without|not with) words (like|such as) lower or higher.",
        "(Quote|Cite|Reproduce) (exact|the exact|the raw|raw) (numbers|figures|values|data)[ instead of describing them].",
        "(Do not|Don't|Never) (describe|interpret|explain) the (direction|effect|change); (give|copy|quote) the (values|numbers|figures).",
        "(Numbers|Figures|Raw values|Exact values) (are|will be) enough[ here]; (leave out|skip|omit) the direction.",
        "(Make sure|Be sure) to show[ only] (numbers|values|figures) versus (numbers|values|figures) for[ each of] the results.",
        "Be (numeric|quantitative|strictly numeric): (value|number) (vs|against|versus) (value|number).");

    public static Phrasing Both { get; } = Phrasing.Of(
        "(Give|Report|State|Name) (both the direction and the|direction and|the direction as well as the) (values|numbers|figures)[ of each result].",
        "(Say|Tell|State) whether it is (lower or higher|higher or lower) and (add|give|quote|append) the (values|numbers|figures).",
        "(Each|Every) (result|effect|finding) (needs|should have|gets) (its|a) direction (and|plus|together with) (its numbers|its values|the numbers|the figures).",
        "(Use|Combine|Join) words and (numbers|figures|values): (the direction|lower or higher) first, then the (values|numbers|figures).",
        "(Lower or higher|The direction) first, (then|followed by) the (values|numbers|figures) of both groups.",
        "(Describe|Report) (results|effects|findings) in words (and also|and|as well as) in (numbers|figures).",
        "(Support|Back|Complete) (each|every|the) direction (by|with) the (values|numbers|figures)[ of both groups].",
        "(Don't|Do not) (choose|decide) between words and (numbers|figures): (give|report|include) both.",
        "(Include|Provide|Mention) the direction of (each|every) (result|effect) along with[ its] (numbers|values|figures).");

    public static Phrasing NoCertainty { get; } = Phrasing.Of(
        "(Leave out|Omit|Skip|Drop|Ignore)[ all|the] (statistics|p values|statistical details|tests and p values)[ and group sizes].",
        "(No|Use no|Give no|Report no) (statistics|p values|statistical details)[ and no group sizes][ please].",
        "(Do not|Don't|Never) (mention|report|give|include) (statistics|p values|significance|whether it is significant).",
        "(Nothing|Not a word) about (significance|statistics|p values|chance)[ or group sizes][, please].",
        "(Readers|We|They) (don't|do not) need (statistics|p values|significance|statistical details).",
        "The (summary|text) should (be free of|contain no|avoid|have no) (statistics|p values|statistical details|statistical jargon).",
        "(Keep|Leave) (statistics|p values|significance) (out|aside|away)[ from the summary].",
        "(Write|Report) (the findings|the results|what was found) without (statistics|p values|significance|any statistics).",
        "(Avoid|Exclude|Remove)[ any|all] (statistics|p values|statistical terms|talk of significance).");

    public static Phrasing PValues { get; } = Phrasing.Of(
        "(Give|Report|Quote|Copy|State|Include) the p value (of|for|with) (each|every) (result|finding|effect).",
        "(Each|Every) (result|finding|effect) (must|should) (carry|have|come with|be followed by) its p value.",
        "(Add|Append|Attach) (its p value|the p value) to (each|every) (result|finding|effect).",
        "(Do not|Don't|Never) (forget|omit|drop|lose|leave out) the p (value|values).",
        "The p values (are|seem) (important|needed|required|essential): (give|quote|report|copy) them.",
        "(Keep|Preserve|Retain|Show)[ all|the] p values[ as they stand][ in the abstract].",
        "(Make sure|Be sure|Take care) (to quote|to give|to report|to include)[ exact|the] p values.",
        "(Put|Write|Set) (the|its) p value in (parentheses|brackets) after (each|every|the) (result|finding|effect).",
        "(Include|Mention|Provide)[ exact] p values[ of the (results|findings|tests)].");

    public static Phrasing Significance { get; } = Phrasing.Of(
        "(Say|State|Tell|Note|Mark) (whether|if) (each|every|the) (result|effect|finding|difference) (is|was) significant.",
        "(Label|Mark|Call) (each|every) (result|finding|effect)[ as] significant, borderline or not significant.",
        "(Translate|Turn|Put) p values into words (like|such as) (significant|not significant|borderline).",
        "(Use|Write) the words significant, borderline (or|and) not significant[ for (each|every) (result|finding|effect)].",
        "(Add|Append|Include) (whether|if) (each|every) (effect|result|finding) (reaches|reached) significance.",
        "(Judge|Assess|Rate) the significance of (each|every|the) (result|finding|effect)[ in words].",
        "(Instead of|In place of|Rather than) p values (say|write|state) significant or not significant.",
        "(Statistical significance|Significance) should be (stated|given|named|told) in words[ for (each|every) (result|finding)].",
        "(Make clear|Make it clear|Point out) which (results|effects|findings|differences) are (significant|significant and which are not).");

    public static Phrasing Sizes { get; } = Phrasing.Of(
        "(Give|Report|State|Include|Mention)[ only] the (number of patients|group sizes|size of both groups|sizes of the groups),[ but] not the p values.",
        "(Say|Tell|State|Note) how many patients (there were|took part|were in each group|were studied), without p values.",
        "(End|Close|Finish) with the (number of patients|group sizes|size of the groups), (omit|skip|leave out) p values.",
        "(Group sizes|Patient numbers|The sizes of the groups) (matter|count|are needed) more than p values: give (those|only those).",
        "(Replace|Exchange) p values (by|with) the (number of patients|group sizes|patient numbers).",
        "(Instead of|In place of|Rather than) p values, (give|report|state|name) the (number of patients|group sizes|patient numbers).",
        "(Add|Append) (the number of patients|group sizes|how many patients there were) but no (p values|statistics).",
        "(Only|Just) the (group sizes|number of patients|patient numbers)[ are needed] (beside|besides|next to) the results, no p values.",
        "(How many patients|The number of patients) should (be told|be stated|be given|stand at the end), p values should not.");

    public static Phrasing PAndSizes { get; } = Phrasing.Of(
        "(Give|Report|State|Include|Quote) (p values and group sizes|p values and the number of patients|both p values and group sizes).",
        "(Include|Mention|Keep|Copy) (both|all of it:|as well) p values and (group sizes|patient numbers|the size of both groups).",
        "(Each|Every) (result|finding|effect) (needs|gets|has) its p value, and the (end|summary) (needs|names|gives|has) the (number of patients|group sizes).",
        "(Quote|Report|Give) the p values, then (say|state|add|tell) how many patients (there were|took part|were in each group).",
        "(Besides|In addition to|Along with|Next to) p values, (give|report|add|state) the (number of patients|group sizes).",
        "(Do not|Don't|Never) (omit|forget|drop) (either p values or|p values or) (group sizes|patient numbers|the number of patients).",
        "(Statistics|All statistics) (matter|are needed|count): p values and (group sizes|patient numbers|the number of patients).",
        "(Add|Append) p values to the (results|findings) and (end|close|finish) with the (group sizes|number of patients).",
        "(How sure the results are|How strong the evidence is) (matters|counts): (give|report) p values and (group sizes|patient numbers).");

    public static Phrasing First { get; } = Phrasing.Of(
        "(Report|Give|Take|Use|Name)[ only|just] the (result|finding|effect) that (comes|stands|is reported|is given) first.",
        "(Report|Give|Take|Use) (only|just|no more than) the first (result|finding)[ of the abstract][, whatever it is about].",
        "(Stop|End|Finish) after the first (result|finding|reported effect).",
        "(The first|The very first|The first reported) (result|finding) is enough[ for the summary].",
        "(Whatever|Whichever) (result|finding|outcome) (stands|comes|is named|is reported) first is the one to (report|give|use).",
        "(Ignore|Skip|Drop|Leave out) (all|everything|every result) after the first (result|finding).",
        "(Don't|Do not) go (beyond|past) the first (result|finding|reported effect)[ of the abstract].",
        "(One|A single) result: (the first one|the first reported|the opening one)[ of the abstract].",
        "(Keep|Restrict yourself|Limit yourself) to the (first|opening) (result|finding)[ in the text].");

    public static Phrasing Main { get; } = Phrasing.Of(
        "(Report|Give|Name|State)[ only|just] the main (result|finding) (on|for|about) (the question|what is asked|the asked outcome).",
        "(One|A single) (result|finding) (on|about|for) the asked outcome is enough, (skip|omit|leave out) (the rest|the others|other groups).",
        "(Pick|Choose|Select|Take) the (one|single) (result|finding) that (best answers|most directly answers|answers) the question.",
        "(Restrict yourself|Limit yourself|Keep) to (one|a single) (result|finding) on (the outcome in question|the asked outcome).",
        "(The main|The key|The principal|The central) (result|finding)[ alone] (will do|is enough|suffices)[ here].",
        "(Leave out|Skip|Omit|Drop) (secondary|minor|further) (results|findings) and (subgroups|later time points); (give|keep) the main one.",
        "(Focus on|Concentrate on) the (main|key|principal) (result|finding)[ only].",
        "(Only|Just) the (main|key|principal|primary) (result|finding) (belongs|should be|is wanted) in the summary.",
        "(Be short|Be brief|Keep it short): (only|just) the (main|key|primary) (result|finding).");

    public static Phrasing Asked { get; } = Phrasing.Of(
        "(Report|Give|List|Name) (all|every one of the) (results|findings) (on|for|about) the (outcome|asked outcome|outcome in question)[ but no other outcomes].",
        "(Cover|Include|Mention) (every|each) (subgroup|time point|group or time) (of|for) the[ asked] outcome[ in question].",
        "(Ignore|Skip|Drop|Leave out) (other outcomes|outcomes not asked for|what was not asked), but (keep|give|report) all (subgroups|parts|time points)[ of the asked one].",
        "(All|Only but all) results (that concern|that bear on|relevant to|related to) the (asked outcome|outcome in question) (should|must) be (given|listed|included).",
        "(Whatever|Everything) the (abstract|study|text) (says|reports|found) (on|about) the asked outcome (belongs|should be) in the summary.",
        "(If|Where) the asked outcome is (split|measured twice|given for two groups|reported twice), (give|report|list) both (parts|results).",
        "(Do not|Don't|Never) (miss|drop|omit) (a subgroup|a time point|a result|any result) (of|on) the asked outcome.",
        "(Stay|Stick|Keep) (with|to) the asked outcome,[ and] (with all its|in all its|and give all its) (results|subgroups|time points|parts).",
        "(Both|All) (subgroups|groups|time points) of the asked outcome (matter|count|are needed)[, other outcomes don't].");

    public static Phrasing All { get; } = Phrasing.Of(
        "(Report|Give|List|Name|Include) (all|every one of the) (results|findings|outcomes)[ of the abstract], (also|even) (those not asked for|secondary ones|unrelated ones).",
        "(Cover|Include|Mention|Report) (every|each) (outcome|outcome measured|outcome of the study)[, not only the asked one].",
        "(Be complete|Be exhaustive|Be thorough): (all|list all|give all) (outcomes|results|findings).",
        "(Leave|Let) (nothing|no result|no finding|no outcome) out.",
        "(Every|Each) (result|finding|outcome) (in|of) the abstract (belongs|should be|must be) in the summary.",
        "(Do not|Don't|Never) (omit|skip|drop) (any|secondary|other) (outcomes|outcome)[ of the study].",
        "(Include|Add|Mention) (secondary|other|further) outcomes (too|as well|beside the main one).",
        "(A complete|An exhaustive|A full) (list|account|report) of (all|the) (results|findings|outcomes) is (wanted|needed|expected).",
        "(Go|Walk) through the (abstract|text|study) and (report|list|note) (every|each) (result|finding|outcome).");

    public static Phrasing Open { get; } = Phrasing.Of(
        "(Draw|Give|State|Add|Write) no (conclusion|verdict|judgement)[ of your own].",
        "(Do not|Don't|Never) (conclude|answer the question|give a verdict|judge|draw a conclusion)[ yourself].",
        "(Leave|Keep) the (conclusion|verdict|answer|question) open[ for others].",
        "(Just|Only) (evidence|facts|findings), (no|without a|without any) (conclusion|verdict|answer).",
        "(Stay|Remain|Be) (neutral|impartial): (no|without a) (verdict|conclusion|answer).",
        "The (answer|conclusion|verdict|judgement) is (left to|up to|the task of|made by) (others|the reader|someone else|the next step).",
        "(Stop|End) (before|short of) (a conclusion|an answer|a verdict|concluding|answering).",
        "(Refrain from|Avoid) (concluding|a conclusion|answering|a verdict|judging)[ the question].",
        "The summary should (contain|have|give) no (conclusion|verdict|answer)[ yet].");

    public static Phrasing Concluded { get; } = Phrasing.Of(
        "(End|Close|Finish|Conclude) with (a|your) (conclusion|verdict|yes or no|answer).",
        "(Draw|Give|State|Add|Write) (a|your)[ clear] (conclusion|verdict|judgement)[ at the end].",
        "(Say|State|Tell) at the end (whether|if) the answer (is|would be) yes or no.",
        "(Finally|At the end|In the end), (answer|decide|conclude): yes or no.",
        "(The last|Your last|A last) sentence should (give|state|hold|contain) (your|the|a) (conclusion|verdict|answer).",
        "(After|Following) the (evidence|findings|results), (conclude|answer|say so) with yes or no.",
        "(Make up your mind|Commit yourself|Take a stand): (conclude|finish|end) with yes or no.",
        "(Add|Append) (what you conclude|what follows|your own conclusion|so yes or so no)[ at the end].",
        "The summary (must|should) (have|contain|include|end in) a (conclusion|verdict).");
}
