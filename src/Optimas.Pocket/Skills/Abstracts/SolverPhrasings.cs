namespace Optimas.Pocket;

/// <summary>How the problem solver's instruction says what to do and how.</summary>
internal static class SolverPhrasings
{
    public static Phrasing Tasks { get; } = Phrasing.Of(
        "Answer the question[ from the summary] with yes, no or maybe.",
        "(Decide|Tell|State) from the summary whether the answer is yes, no or maybe.",
        "(Use|Read|Study) the summary and (answer|decide): yes, no or maybe.",
        "You are (a doctor|a medical expert|a careful reader|a researcher): answer the question[ with yes, no or maybe].",
        "Given a question and a summary[ of the evidence], (answer|decide|choose) yes, no or maybe.",
        "(Solve|Answer) the (medical question|question|problem) (using|with|from|based on) the (summary|evidence).",
        "(What|Which) (is|would be) the answer to the question, yes, no or maybe?",
        "(Judge|Assess|Weigh) the (evidence|summary) and (answer|settle|decide) the question.",
        "(Tell|Say) whether the (summary|evidence) (supports|backs|confirms) what is asked[: yes, no or maybe].",
        "(Please answer|Answer) the (clinical question|medical question|research question) (with|from|using) the summary.");

    public static Phrasing NeverMaybe { get; } = Phrasing.Of(
        "(Never|Do not|Don't) (say|answer|use|reply|choose) maybe.",
        "(Always|In any case|Whatever the evidence,) (decide|choose) (between yes and no|yes or no).",
        "(Avoid|Exclude|Rule out) (maybe|the answer maybe|maybe as an answer)[ altogether|at all cost].",
        "(Commit|Commit yourself|Force yourself) to (yes or no|a clear yes or no|either yes or no).",
        "(Only|Just) yes (and|or) no are (allowed|possible|acceptable|permitted)[ as (decisions|answers)].",
        "(Maybe|The answer maybe) is (never|not) (allowed|acceptable|an option|permitted|good enough).",
        "(Be decisive|Be bold|Take a stand|Don't hedge): (yes or no|either yes or no|no maybe).",
        "(Even|Also) (when|if) (in doubt|the evidence is weak|results differ|unsure), (say|choose|answer) yes or no.",
        "(Every|Each) question (has|gets|needs) a (clear|definite) yes or no.",
        "(Yes or no|A clear yes or no|Either yes or no) (is|will be) (expected|required|wanted)[, never maybe].",
        "(Leave|Keep) maybe out of (it|your answers|the answer).");

    public static Phrasing MaybeInConflict { get; } = Phrasing.Of(
        "(Say|Answer|Reply|Choose|Use) maybe (only|just|solely) (when|if|where) (results|findings) (conflict|differ|disagree|contradict each other).",
        "(Maybe|The answer maybe) is (only|just|reserved) for (conflicting|mixed|contradictory) (results|findings|evidence).",
        "(If|When|Where) (one result is good and another is not|results are mixed|results contradict each other|findings conflict), (say|answer) maybe,[ and] never otherwise.",
        "(Mixed|Conflicting|Contradictory|Disagreeing) (results|findings) (mean|call for|give|lead to) maybe, nothing else does.",
        "(Keep|Reserve|Save) maybe for (conflicts|mixed results|conflicting findings|disagreement).",
        "(Conflict|Disagreement|Contradiction) (between|among) (results|findings) is the only (reason|ground|cause) for maybe.",
        "(Unless|Except when|Except where) (results|findings) (conflict|disagree|differ|are mixed), (decide|choose) yes or no.",
        "(Weak|Small or weak|Uncertain) evidence is fine, but (when|if|where) (results|findings) (conflict|disagree|differ), (say|answer) maybe.",
        "(Yes or no|A clear answer) (unless|as long as no) (results|findings) (contradict|conflict|disagree), then maybe.");

    public static Phrasing MaybeWhenWeak { get; } = Phrasing.Of(
        "(Say|Answer|Reply|Choose) maybe (when|if|where) (results conflict|findings disagree|results are mixed), (are borderline|a result is borderline) or (groups are small|there are few patients).",
        "(Conflicts|Mixed results), (borderline results|borderline p values) and (small groups|few patients) (mean|call for|lead to) maybe.",
        "(Weak|Thin|Shaky|Fragile) evidence, (such as|like) (few patients|small groups|borderline results|a borderline p value), (means|gets|deserves) maybe.",
        "(Be|Stay) (careful|cautious|prudent): (say|answer) maybe (for|with) (small groups|few patients|borderline results)[ or conflicts].",
        "(Small groups|Few patients|Too few patients) or (borderline p values|borderline results) (justify|warrant|require) (a maybe|maybe).",
        "(If|When|Where) (there are few patients|groups are small|the p value is borderline|a result is borderline),[ then] (say|answer|reply) maybe.",
        "(Do not|Don't|Never) say yes (on|with|because of|from) (few patients|small groups|borderline results|mixed results); say maybe.",
        "(Use|Choose) maybe for (weak|borderline|shaky|fragile) (evidence|results), (small groups|few patients) and (conflicts|mixed results).",
        "(Caution|Care) is (needed|called for|wise) (with|for) (few patients|small groups|borderline results): (answer|say) maybe[ then].");

    public static Phrasing MaybeUnlessProven { get; } = Phrasing.Of(
        "(Say|Answer|Reply|Choose) maybe unless (everything|all the evidence|the whole evidence) is (clear|given|told|proven).",
        "(If|When|Where) (anything|any detail|p value or group size|significance or group size) is (missing|not told|not given|left out), (say|answer) maybe.",
        "(Missing|Absent|Unknown) (details|p values|group sizes|statistics) (mean|call for|lead to|give) maybe.",
        "(Yes|A yes) (needs|requires|takes) (full|complete|strict) (proof|evidence|information), otherwise (say|answer|it is) maybe.",
        "(Be|Stay) (strict|sceptical|very strict|very sceptical): (without|lacking) (proof|full proof|p values and group sizes) (say|answer) maybe.",
        "(Prefer|Favour|Default to|Lean to) maybe (whenever|as soon as) (something|anything) is (missing|unknown|not told|unproven).",
        "(Do not|Don't|Never) say yes (unless|until|as long as) (all is proven|everything is proven|every detail is known|both p values and group sizes are known).",
        "(Only|Just) (full|complete|perfect) evidence (deserves|allows|justifies|earns) a yes, the rest is maybe.",
        "(Whatever|What) is not (fully proven|proven|completely shown) (gets|is|means|counts as) maybe.");

    public static Phrasing Word { get; } = Phrasing.Of(
        "(Reply|Answer|Respond) with (one word|a single word|one word only|nothing but one word).",
        "(Give|Write|Return|Output) (only|just|nothing but) the (word|decision|answer)[ itself].",
        "(One|A single) word is (enough|all we need|what we want|sufficient).",
        "(No|Give no|Without) (explanation|reason|reasons|comment|justification), (only|just) the (word|answer|decision).",
        "(Do not|Don't|Never) (explain|give reasons|add anything|justify it|comment).",
        "The (reply|answer|output) (should|must) be (a single|exactly one|one) word.",
        "(Be as brief as possible|Be very brief|Keep it to one word).",
        "(Your|The) (whole|entire|full) (reply|answer|output) is one word.",
        "(Omit|Skip|Leave out) (any|all|the) (explanation|explanations|reasons|reasoning).");

    public static Phrasing AnswerFirst { get; } = Phrasing.Of(
        "(Give|State|Write|Put) (the answer|the decision|your decision|your answer) first, then (the|a|your) (reason|reasons|explanation).",
        "(Start|Begin|Open) with (the answer|the decision|yes, no or maybe) and (explain|justify|give the reason) (afterwards|after it|then).",
        "(Answer|Decide) first and (explain|justify|give reasons) (later|afterwards|second|next).",
        "(After|Behind) the (answer|decision), (add|give|write|append) (a|the|your) (short reason|reason|reasons|explanation).",
        "(First|At first) the (answer|decision|verdict), (then|after that) (the|its) (reason|reasons|explanation).",
        "(Follow|Complete|Support) (the|your) (answer|decision) (with|by) (a reason|the reason|an explanation|the reasons).",
        "The (first|opening) word (is|should be|must be) the (answer|decision), (followed by|then comes) (the|a) reason.",
        "(Justify|Explain) your (answer|decision) after (giving|stating|naming) it.",
        "(Lead|Open) with the (decision|answer), (reasons|the reasons|an explanation) (follow|come second|come after).");

    public static Phrasing ReasonFirst { get; } = Phrasing.Of(
        "(Give|State|Write|Put) (the|your) (reason|reasons|reasoning) first, then the (answer|decision).",
        "(Think|Reason) (step by step|first|aloud|it through) and (answer|decide) (at the end|last|afterwards).",
        "(Start|Begin|Open) with the (reasons|findings|reasoning|evidence) and (end|close|finish) with the (answer|decision).",
        "(Explain|Argue|Justify) first and (answer|decide) (last|at the end|afterwards|second).",
        "(Before|Ahead of) the (answer|decision), (list|give|name|go through) (the reasons|each finding|every finding|your reasons).",
        "(First|At first) (the reasons|the reasoning|each finding|the evidence), (then|after that|at last) the (answer|decision).",
        "The (last|final|closing) word (is|should be|must be) the (answer|decision)[, after the reasons].",
        "(Do not|Don't|Never) (answer|decide) before (giving|you have given|naming) (reasons|your reasons|the findings).",
        "(End|Close|Finish|Conclude) with the (answer|decision) (after|once you have given) (the|your) (reasons|reasoning).");

    public static Phrasing Statement { get; } = Phrasing.Of(
        "(Reply|Answer|Respond) (in|with) a (full|complete|whole) sentence about the (treatment|effect).",
        "(State|Tell|Say|Describe) what the treatment (does|achieves|gives)[ in a sentence].",
        "(Write|Give|Formulate) (a|one) (conclusion|statement|sentence) like (an abstract's|that of a paper|those in journals).",
        "(Phrase|Put|Word|Formulate) the answer as a (statement|sentence|full sentence|conclusion) (about|on) the treatment.",
        "(Rather than|Instead of) (a bare word|a single word|yes or no), (state|write|describe) (the effect|what the treatment does).",
        "(A|One)[ full] sentence (on|about) what the treatment (gives|does|achieves) is (wanted|expected|needed).",
        "(Turn|Rewrite|Convert) the question into a (statement|sentence) that (answers it|says what is true).",
        "The (reply|answer) (should|must) be a (conclusion|statement|full sentence) on the (treatment|effect of the treatment).",
        "(Describe|Report|Summarize) the effect of the treatment in (a sentence|one sentence|words).");

    public static Phrasing Asked { get; } = Phrasing.Of(
        "(Consider|Use|Weigh|Look at)[ only|just] (results|findings) on the outcome (in question|that is asked for|named in the question).",
        "(Ignore|Skip|Disregard|Pass over) (other outcomes|outcomes that are not asked for|unrelated outcomes).",
        "(Only|Just) the (asked outcome|outcome in question|outcome of the question) (decides|counts|matters).",
        "(Let|Have) the (asked outcome|outcome in question) (decide|settle it|determine the answer).",
        "(Other|Unrelated|Different|Further) outcomes (don't|do not|must not|should not) (matter|count|play a role).",
        "(Decide|Judge|Answer) by the outcome (in question|asked for|named in the question|that the question names).",
        "(Check|Make sure|See to it) that (results|findings) (concern|are about|belong to) the asked outcome.",
        "(Match|Compare) the outcome of (each|every) (result|finding) with the question[ and use what fits].",
        "(Stick|Keep) to the outcome (in question|asked for|in the question|that is asked about).");

    public static Phrasing First { get; } = Phrasing.Of(
        "(Consider|Use|Weigh|Read|Look at) (only|just) the first (result|finding)[ of the summary].",
        "(The first|The very first|The opening) (result|finding) (decides|counts|settles it|determines the answer).",
        "(Let|Have) the first (result|finding) (decide|settle it|determine the answer).",
        "(Ignore|Skip|Disregard) (everything|all|whatever comes) after the first (result|finding).",
        "(Decide|Judge|Answer) by the first (result|finding)[ alone][ in the summary].",
        "(What|Whatever) (comes|stands|is named) first (in the summary decides|decides|counts).",
        "(Later|Further|Subsequent|Other) (results|findings) than the first (don't|do not) (matter|count|play a role).",
        "(Go|Stick|Keep|Decide) (by|with|to) the (first|opening) (result|finding) of the summary.",
        "(Base|Found|Rest) your (answer|decision) on the first (result|finding).");

    public static Phrasing Every { get; } = Phrasing.Of(
        "(Consider|Use|Weigh|Look at) (every|each) (result|finding|outcome)[ in the summary].",
        "(All|All the|Really all) (results|findings|outcomes)[ in the summary] (decide|count|matter)[ together].",
        "(Let|Have) all (results|findings|outcomes) (decide|have a say|count).",
        "(Do not|Don't|Never) (ignore|skip|disregard|neglect) (any|a single) (result|finding|outcome).",
        "(Decide|Judge|Answer) by all (results|findings|outcomes) (together|taken together|in the summary).",
        "(Secondary|Other|Further|Unrelated) outcomes (count|matter|weigh) (too|as much|as well).",
        "(Take|Bring) (every|each) (result|finding|outcome) into account[, whatever it measures].",
        "(Whatever|Everything) the summary (reports|lists|names|says) (counts|matters|has weight).",
        "(Base|Found|Rest) your (answer|decision) on (all|the whole of the|every one of the) (results|findings|outcomes).");

    public static Phrasing Verdict { get; } = Phrasing.Of(
        "(Follow|Trust|Adopt|Accept|Copy) the (conclusion|verdict) of the summary[ if there is one].",
        "(If|When|Where) the summary (concludes|has a conclusion|gives a verdict|draws a conclusion), (follow|adopt|repeat|trust) it.",
        "The summary's (conclusion|verdict|own conclusion) (decides|counts|settles it|has the last word).",
        "(Let|Have) the summary's (conclusion|verdict) (decide|settle it|stand).",
        "(Rely|Depend) on the (conclusion|verdict) (that the summary draws|of the summary|given in the summary).",
        "(Repeat|Take over|Keep) (what the summary concludes|the summary's verdict|the conclusion of the summary).",
        "(Do not|Don't|Never) (contradict|question|override|doubt) the (conclusion|verdict)[ of the summary].",
        "(Agree|Go) with (what the summary concludes|the summary's conclusion|the verdict in the summary).",
        "(Look for|Find) the summary's (conclusion|verdict) and (use it|answer so|repeat it|follow it).",
        "(If|When|Whenever) the summary (says|ends with|concludes with) so yes or so no, (follow it|that is the answer|say the same|take that).",
        "(Give|Report|Use) the (conclusion|verdict) of the summary as (the|your) (answer|decision).");

    public static Phrasing Significance { get; } = Phrasing.Of(
        "(Only|Just) significant (effects|results|differences|findings) (count|matter|are effects).",
        "(Ignore|Disregard|Dismiss) (effects|results|differences) that are not significant.",
        "(Check|Heed|Respect|Mind) (significance|the p value|p values|whether it is significant)[ before you decide].",
        "(Treat|Regard|Take|Count) (an effect|a result|a difference) (without significance|that is not significant) as none.",
        "(A|Any) difference (without significance|with a large p value|that may be chance) is (no effect|not an effect|nothing).",
        "(Large|High) p values (mean|show|tell) that there is no effect.",
        "(Demand|Require|Insist on) (significance|a small p value|statistical significance)[ for an effect].",
        "(Do not|Don't|Never) (believe|trust|count) (an effect|a difference|a result) that is not significant.",
        "(Judge|Decide|Go) by (significance|statistical significance|the p value|p values)[ and direction].",
        "(If|When|Where) (an effect|a result|a difference) is not significant, (take|treat|count) it as (none|no effect|absent).",
        "(Separate|Distinguish|Tell) (significant|real) effects from chance.");

    public static Phrasing Direction { get; } = Phrasing.Of(
        "(Only|Just) the direction of (an effect|the effect|the difference|a result) (counts|matters).",
        "(Ignore|Disregard|Forget about) (significance|p values|statistics|the p value).",
        "(Go|Judge|Decide) by (the direction|direction alone|the direction alone|lower or higher).",
        "(A|Any|Every) difference in the (right|asked) direction is (an effect|enough|good enough|evidence).",
        "(Significance|The p value|Statistical significance) (doesn't matter|does not matter|plays no role|is unimportant).",
        "(Do not|Don't|Never) (mind|heed|care about|look at) (p values|significance|statistics).",
        "(Take|Accept|Count) (any|every|each) difference as (real|an effect|a real effect),[ whether] significant or not.",
        "(See|Check|Ask)[ only] whether the outcome (went|changed|moved) in the asked direction.",
        "(Even|Also) (effects|differences|results) that are not significant (count|matter|are effects).",
        "(Whether|If) (an effect|a difference|a result) is significant (does not matter|is not important|plays no role|need not concern you).",
        "(Lower or higher|The direction) (decides|settles it|is all that counts|is all that matters)[, whatever the p value].");
}
