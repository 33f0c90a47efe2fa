namespace Optimas.Pocket;

/// <summary>How a scorer's instruction says which digits to use.</summary>
internal static class ScalePhrasings
{
    public static Phrasing Graded { get; } = Phrasing.Of(
        "(Score|Rate|Grade|Mark) (from 0 to 9|on a scale from 0 to 9|between 0 and 9)[, in proportion].",
        "(Use|Give|Write) (any digit|digits|scores|marks) from 0 to 9[, the better the higher].",
        "(Use|Exploit) the (full|whole|entire) (scale|range) (from 0 to 9|of digits)[, also values between].",
        "(Partial|Half|Incomplete) (fits|matches|hits) (get|deserve|should get) a (digit|score|value) (in between|between 0 and 9|such as 5).",
        "(Grade|Score|Rate) in (fine|small|many) steps[ from 0 to 9].",
        "(Zero|A zero|A 0) (means|is|stands for) (no fit|nothing fits), 9 (means|is|stands for) (a full fit|all fits), and (values|digits) between are (fine|allowed|welcome).",
        "(Let|Have) the (digit|score) (grow|rise) (with|by) (the share of what fits|how much fits)[ up to 9].",
        "(The more|The better) a candidate (fits|matches), the higher its (digit|score)[, up to 9].",
        "(Be|Stay) (fine-grained|graded|nuanced): (0 to 9|any digit up to 9|from 0 up to 9).",
        "(Do not|Don't) (score|rate|judge) in black and white; (use|there are) (all digits|ten digits|digits from 0 to 9).");

    public static Phrasing AllOrNothing { get; } = Phrasing.Of(
        "(Use|Give|Write) (only|just|nothing but) (0 or 9|0 and 9|the digits 0 and 9).",
        "(Score|Rate|Mark) (a full fit|a complete match|perfect candidates) (9|with 9) and (all|everything|anything) else (0|with 0).",
        "(Nine|A 9|A nine) for (a perfect fit|a full match|a candidate that fits fully), (0|zero) for (the rest|all others|all else).",
        "(Partial|Half|Incomplete) (fits|matches|hits) (get|count|score|are) (0|nothing|zero).",
        "(All or nothing|In or out|Black or white): (9 or 0|0 or 9).",
        "(Do not|Don't|Never) (use|give|write) (values|digits|scores) (in between|other than 0 and 9|between 0 and 9).",
        "(Every|Each) (score|digit|mark) (is|must be|should be) (either|one of) (0 or 9|9 or 0).",
        "(Decide|Judge) (strictly|for each candidate|each time) (between 0 and 9|0 or 9)[, nothing else].",
        "(No|Give no|There are no) (half marks|partial scores|middle values|partial credit)[: 0 or 9].",
        "(Binary|Two-valued) (scores|digits|marks)[ only], (0 or 9|9 or 0)[ please].");

    public static Phrasing Coarse { get; } = Phrasing.Of(
        "(Score|Rate|Grade|Mark) (from 0 to 3|on a scale from 0 to 3|between 0 and 3).",
        "(Use|Give|Write) (only|just) (digits|scores|marks|values) (from 0 to 3|up to 3|no larger than 3).",
        "(The best|The highest|The top) (score|mark|digit) is (3|three)[ and the lowest is 0].",
        "(Use|Choose|Apply) a (small|coarse|short|rough) scale[: 0, 1, 2 or 3].",
        "(Zero|A zero|A 0) (means|is|stands for) (no fit|nothing fits) and (3|three) (a full fit|a perfect match|all fits).",
        "(Do not|Don't|Never) (exceed|go above|give more than) (3|three)[ points].",
        "(Give|Award) (0, 1, 2 or 3|up to three|at most three|none to three) (points|marks).",
        "(Four|Just four|Only four) (levels|grades|steps) (are enough|will do|are used): (0 to 3|0, 1, 2 and 3).",
        "(A|Each|Every) (score|digit|mark) (is|must be|should be) 0, 1, 2 or 3.",
        "(Keep|Leave) (scores|digits|marks) (small|low)[, at most 3].");

    public static Phrasing Penalties { get; } = Phrasing.Of(
        "(Give|Award|Write|Use) (penalty points|penalties|minus points|error points), (0|none) for a (full|perfect|complete) fit.",
        "(The lower|The smaller) the (digit|score|number), the better the (fit|candidate|match).",
        "(A perfect|The best|A full) (fit|match|candidate) gets 0 and (the worst|no fit|a complete miss) gets 9.",
        "(Count|Number|Score) (the errors|what is missing|the misses|the faults)[ of each candidate], (fewer|less|a smaller number) is better.",
        "(High|Higher|Large) (digits|numbers|scores) (mean|stand for|show) a (bad|poor|worse) (fit|match).",
        "(Measure|Rate|Score) the distance (from|to) the query: 0 is (a full fit|nearest|right on it).",
        "(Low|Lower|Small) (digits|numbers|scores) for (good|better|fitting) candidates, (high|large) ones for (bad|poor|wrong) ones.",
        "(Everything|Whatever|All) that (fails|is missing|does not fit) (adds|costs) points, so (0|zero|a low score) is best.",
        "(Punish|Penalize) (misses|errors|what does not fit) with (points|up to 9 points), (a perfect|the best) candidate has (0|none).",
        "(Turn|Reverse) the scale (around|upside down): 0 is (best|perfect) and 9 is (worst|useless).");
}
