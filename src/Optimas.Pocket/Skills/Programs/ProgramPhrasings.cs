using System.Collections.Immutable;

namespace Optimas.Pocket;

/// <summary>How instructions ask the three programmers for what.</summary>
internal static class ProgramPhrasings
{
    /// <summary>What the first programmer is told to do.</summary>
    public static Phrasing CodeTasks { get; } = Phrasing.Of(
        "Write a program for the specification.",
        "(Write|Give|Produce|Make) (a|the|one) (program|pipeline) (for|from) the (specification|description).",
        "(Turn|Translate|Convert) the (specification|description) into a (program|pipeline).",
        "(Write|Give) the (program|code|pipeline) that (does|carries out|implements) what the (specification|description) (says|asks for|describes).",
        "[You are a (careful|skilled|good) programmer.] (Implement|Solve) the (specification|task).",
        "(Code|Program) the (steps|task) that the (specification|description) (describes|asks for).");

    /// <summary>What the writer of tests is told to do.</summary>
    public static Phrasing TestsTasks { get; } = Phrasing.Of(
        "Write tests for the specification.",
        "(Write|Give|Make up|Produce) (tests|examples|test cases|unit tests) for the (specification|program|description).",
        "(Show|Tell|Say) what the (specified|described) program should (give|return).",
        "[You are a (careful|skilled|good) tester.] (Test|Check) the (specification|described program) with (examples|lists).",
        "(Give|Write) (examples|tests) of (input and output|lists and results) for the (specification|task).",
        "For the (specification|description), (write|give) (inputs|lists) and (the outputs to expect|what should come of them).");

    /// <summary>What the final programmer is told to do.</summary>
    public static Phrasing FinalTasks { get; } = Phrasing.Of(
        "Write the final program.",
        "(Write|Give|Produce) the (final|finished|best) (program|pipeline|code|version).",
        "(Decide on|Settle on|Finish) the (final|finished) (program|code|pipeline).",
        "(Given|From|Based on) the (specification|description), the (code|program) and the (outcome|test results), (write|give) the final (program|code).",
        "[You are a (careful|skilled|good) programmer.] (Write|Give) the (program|code) to (ship|hand in|deliver).",
        "(Look at|Consider) the (code|program) and the (outcome|test results) and (write|give) the final (program|code|version).");

    /// <summary>How first programs can differ.</summary>
    public static ImmutableArray<Dimension> CodeDimensions { get; } =
    [
        new("order",
        [
            new("told", 1, Phrasing.Of(
                "(Write|Put|List|Keep) the steps in the order in which (they are mentioned|they are told|the text mentions them|the specification names them).",
                "(Follow|Keep to|Stick to) the (order|sequence) of the (text|specification|words|sentences).",
                "Go through the (text|specification) (word by word|from left to right|from start to end) and write (each step|the steps) as (it comes|you read along).",
                "What is (mentioned|named|told) first (comes|goes|stands) first [in the program].",
                "(Do not|Don't|Never) (reorder|rearrange|move|shuffle) the steps [of the specification].",
                "The (program|pipeline) should (have|keep|show) the steps in (reading order|the order of mention|the same order as the text).",
                "(Translate|Transcribe|Copy) the (text|steps) literally, (one step after the other|phrase by phrase|in reading order).",
                "(Use|Take|Preserve|Keep) the (order of mention|reading order|order of the wording) for the (steps|program).",
                "Make sure [that] the steps (appear|stand|come) in the program as they (appear|stand|come) in the text.",
                "(Leave|Keep|Write) the steps in the (order|sequence) in which they (are written|appear|are mentioned|stand in the text).")),
            new("doing", 1, Phrasing.Of(
                "(Write|Put|List) the steps in the order in which they (must be done|have to be done|are to be carried out|must run|should be executed).",
                "(Think about|Work out|Mind|Pay attention to) (what must be done|which step must happen|what has to run|what is to happen) first.",
                "(Watch out for|Mind|Heed|Note|Respect) words (such as|like) before, after and first[, and order the steps accordingly].",
                "The (program|pipeline) should (run|do|carry out) the steps in the (right|correct|logical|intended|true) order.",
                "(Reorder|Rearrange|Sort|Arrange) the steps (where needed|if needed|so that they run in the right order|by when they happen).",
                "Use the order of (execution|doing|carrying out|time), not [that] of (mention|telling|the wording).",
                "What is to be (done|carried out|executed) first (comes|goes|stands) first[, wherever the text (mentions|tells) it].",
                "Make sure [that] (each step|every step|the order of the steps) (comes when it is due|is executed when it should be|is the one that is meant|makes sense).",
                "If the text says before or after, (order|arrange|place) the steps (by what it means|accordingly|so).",
                "(Find out|Determine|Decide) which step (really comes|happens|is done) first and (start|begin) with it.",
                "Put the steps in [the] (chronological|execution|logical) order.")),
        ]),
        new("empty",
        [
            new("ignored", 1, Phrasing.Of(
                "(Ignore|Skip|Leave out|Forget|Disregard) (the rule for|what is said about|the case of) (the empty list|an empty list|empty lists).",
                "(Do not|Don't|No need to|Never) (handle|treat|cover|guard against|deal with) (empty lists|the empty list|edge cases|special cases).",
                "(Write|Give|Program) (only|just) the (main|usual|normal) (case|steps|path).",
                "The program (need not|does not have to|should not) (cover|handle|care for|think of) (empty lists|the empty list|special cases).",
                "Assume that (some numbers are always left|the list is never empty|something is always left|there is always a number).",
                "(Write|Use) no else [step] [in the program|at the end].",
                "Leave (edge cases|special cases|empty lists|the empty list) (aside|out|to others).",
                "Special (rules|cases) (are of no interest|do not matter|can be left out|are not needed).",
                "(Concentrate|Focus) on the (main|usual|normal) (steps|case)[ and leave (edge cases|exceptions) out].",
                "Without (handling|guarding) (edge cases|special cases|empty lists).")),
            new("minded", 1, Phrasing.Of(
                "(Handle|Treat|Cover|Mind|Guard) the (case of an empty list|empty list|case where nothing is left) [with (else|an else step)].",
                "(End|Finish|Close) the program with [an] else (if|where|when) the (text|specification) has a rule for (the empty list|empty lists|an empty list).",
                "(Remember|Include|Add|Do not forget|Don't forget) the rule for (the empty list|empty lists|an empty list|when nothing is left).",
                "(Think of|Take care of|Deal with|Look after|Care for) (edge cases|special cases|empty lists|the empty list).",
                "The program (must|should|has to) (work|be right|give the right value) (for empty lists|for the empty list|in edge cases|when nothing is left) too.",
                "Make sure [that] (the empty list is|empty lists are|edge cases are|special cases are) (handled|covered|taken care of).",
                "(Be|Make it) (robust|safe) (against|for) (empty lists|the empty list|edge cases).",
                "If (the text|the specification) (says|tells) what to give when nothing is left, (add|write|put) it at the end.",
                "(Guard|Protect) (against|from) (empty lists|the empty list|edge cases).",
                "(Write|Add) an else step for the (empty list|empty case|edge case).")),
        ]),
        new("limit",
        [
            new("in", 1, Phrasing.Of(
                "(Read|Treat|Take|Understand) (limits|every limit|the limit|bounds) as (included|inclusive|counting|inside).",
                "(Limits|Bounds) (are inclusive|count as inside|are included|always count|belong to the range).",
                "(Use|Write|Prefer) >= and <= (for limits|in comparisons|for above and below).",
                "(Include|Count) (limits|the limit|the limit itself|every limit|bounds).",
                "The limit (itself should be kept|should count|is to be included|stays in|should belong to the range).",
                "A number (equal to|that equals|that is just) the limit (is kept|stays|passes|should be kept|should pass).",
                "(Compare|Filter) (inclusively|with inclusive bounds|with or equal).",
                "(Make|Let) (the limits|all limits|comparisons|bounds) (inclusive|include the limit).",
                "Above (means|stands for|is to mean) at least, and below (means|stands for|is to mean) at most.",
                "(Keep|Do not drop|Don't drop|Never drop|Let through|Retain) [the] numbers (equal to|that equal|on|exactly at|that are) the limit.")),
            new("out", 1, Phrasing.Of(
                "(Read|Treat|Take|Understand) (limits|every limit|the limit|bounds) as (excluded|exclusive|not counting|outside).",
                "(Limits|Bounds) (are exclusive|count as outside|are excluded|never count|do not belong to the range).",
                "(Use|Write|Prefer) > and < (for limits|in comparisons|for above and below).",
                "(Exclude|Leave out|Do not count|Don't include) (limits|the limit|the limit itself|every limit|bounds).",
                "The limit (itself should be dropped|should not count|is to be excluded|stays out|should not belong to the range).",
                "A number (equal to|that equals|that is just) the limit (is dropped|goes|fails|should be dropped|should not pass).",
                "(Compare|Filter) (exclusively|strictly|with strict bounds|with exclusive bounds).",
                "(Make|Let) (the limits|all limits|comparisons|bounds) (strict|exclusive|exclude the limit).",
                "Above (means|stands for) strictly more, and below (means|stands for) strictly less.",
                "(Drop|Do not keep|Don't keep|Never keep|Filter out|Remove) [the] numbers (equal to|that equal|on|exactly at|that are) the limit.")),
        ]),
        Comment,
    ];

    /// <summary>How tests can differ.</summary>
    public static ImmutableArray<Dimension> TestsDimensions { get; } =
    [
        new("number",
        [
            new("one", 1, NumberOf("one", "one test", "a single", "one example", "exactly one example", "a single line")),
            new("two", 1, NumberOf("two", "two tests", "a pair of", "two examples", "exactly two examples", "two lines")),
            new("three", 1, NumberOf("three", "three tests", "a set of three", "three examples", "exactly three examples", "three lines")),
        ]),
        new("kind",
        [
            new("typical", 2, Phrasing.Of(
                "(Use|Choose|Take|Pick) (typical|ordinary|usual|normal|plain|everyday) (inputs|lists|numbers|cases).",
                "(Test|Cover|Check) [only] the (normal|usual|typical|ordinary|common|main) (case|behaviour|use).",
                "The (inputs|lists) should be (typical|ordinary|usual|normal|nothing special).",
                "(Inputs|Lists|Cases) (should|need to|must) be (typical|ordinary|usual|normal).",
                "(Avoid|No|Leave out|Skip) (edge cases|special cases|corner cases|unusual inputs).",
                "(Stay|Keep) (with|to) (typical|ordinary|usual|common|normal) (inputs|lists|cases).",
                "(Think of|Imagine) what a (user|customer|person) (would usually|would normally|usually|normally) (enters|put in|give).",
                "(Do not|Don't|Never) test (edge cases|special cases|limits or empty lists|corner cases).",
                "Make the (lists|inputs|cases) (ordinary|typical|usual|normal) ones.")),
            new("limit", 1, Phrasing.Of(
                "(Use|Choose|Take|Pick) (inputs|lists|numbers) (at|on|that hit|that contain|with) the limit.",
                "(Test|Cover|Check|Probe) (the limit|the limits|boundary values|the boundary|the limit itself).",
                "The (inputs|lists) should (contain|hold|hit|touch) the (limit|limit itself|boundary|boundary value).",
                "(Inputs|Lists) (should|must) (contain|include|have) the (limit|number named as the limit|boundary value).",
                "(Put|Place|Include) the (limit|limit itself|boundary value|number of the limit) in (the lists|each list|the inputs|every test).",
                "(Find out|Check|See|Make sure) whether the limit counts[ by testing it].",
                "(Concentrate|Focus) on (the limit|limits|boundaries|boundary values).",
                "Make sure [that] numbers (equal to|that equal) the limit (are tested|occur|appear in the lists).",
                "(Each|Every) (list|test|input) should (include|contain|have) the limit.")),
            new("empty", 1, Phrasing.Of(
                "(Use|Choose|Take|Start with|Begin with) (the empty list|an empty list|an empty input).",
                "(Test|Cover|Check|Probe) (the empty list|empty lists|an empty input|empty input) [first].",
                "The first (input|list|test) should be (empty|the empty list|an empty list).",
                "(Find out|Check|See|Make sure) what (an empty list gives|the empty list gives|comes of an empty list|happens without numbers).",
                "(Include|Put in|Add) (the empty list|an empty list|an empty input) [as the first test|at the start].",
                "(Concentrate|Focus) on the (empty list|case of an empty list|empty input).",
                "Make sure [that] the empty list (is tested|is among the inputs|occurs|comes first).",
                "One (input|list|test) must be (empty|the empty list|without numbers).",
                "(Do not|Don't|Never) forget (to test|to try|to include|to cover) (the empty list|an empty list|empty input|empty lists).",
                "(Try|Show|Say) (first|above all|in any case) what should happen (without any numbers|with no numbers|with an empty list|for the empty list).",
                "(An empty|The empty) (list|input) (should|must|has to) (come first|be tested|be the first input|be among the tests).")),
            new("varied", 1, Phrasing.Of(
                "(Use|Choose|Take|Pick) (varied|diverse|mixed|different kinds of|all kinds of) (inputs|lists|cases).",
                "(Test|Cover|Check) the limit, the empty list and [then] (a typical|an ordinary|a usual|a normal) (list|case|input).",
                "The (inputs|lists|tests) should be (varied|diverse|of different kinds|as different as possible|a mixture).",
                "(Mix|Combine) (typical|ordinary|usual) (cases|inputs|lists) (and|with) (edge cases|corner cases|special cases).",
                "(Vary|Diversify) the (inputs|lists|tests|cases).",
                "(Each|Every) (test|list|input|example) should (cover|test|probe|check) (something else|another kind of case|a different case|a different thing).",
                "(Cover|Test) (as many kinds of cases as possible|many different cases|all sorts of cases|both edge cases and ordinary ones).",
                "Make sure [that] (limits, the empty list and ordinary lists|both edge cases and usual cases|different kinds of cases) are (tested|covered|among the tests).",
                "(Aim for|Seek|Have) (variety|diversity|a good mixture|broad coverage) [among the (inputs|tests|cases)].")),
        ]),
        new("length",
        [
            new("short", 1, Phrasing.Of(
                "(Use|Choose|Take|Write|Prefer) (short|small|tiny|little) (lists|inputs).",
                "The (lists|inputs) should be (short|small|tiny|brief).",
                "(Keep|Make) the (lists|inputs) (short|small|brief|tiny).",
                "(Each|Every) (list|input) should (have|hold|contain) (two|only two|just two|no more than two) numbers.",
                "(No|Avoid|Do not use|Don't use) (long|large|big) (lists|inputs).",
                "(Two|A couple of|Just two) numbers (a list|per list|in a list|per input) (are enough|will do|suffice).",
                "(Lists|Inputs) of (two|just two|only two) numbers [are best|will do|please].",
                "(Short|Small) (lists|inputs) (only|please|are best|are preferred).",
                "Make sure [that] (no list is long|the lists stay short|each list is short|the inputs are small).")),
            new("long", 1, Phrasing.Of(
                "(Use|Choose|Take|Write|Prefer) (long|longer|large|big) (lists|inputs).",
                "The (lists|inputs) should be (long|large|longer|big).",
                "(Keep|Make) the (lists|inputs) (long|longer|large|big).",
                "(Each|Every) (list|input) should (have|hold|contain) (four|at least four|as many as four|several) numbers.",
                "(No|Avoid|Do not use|Don't use) (short|small|tiny) (lists|inputs).",
                "(Four|At least four|Several) numbers (a list|per list|in a list|per input) (are needed|are best|are wanted).",
                "(Lists|Inputs) of (four|at least four|several) numbers [are best|will do|please].",
                "(Long|Large) (lists|inputs) (only|please|are best|are preferred).",
                "Make sure [that] (no list is short|the lists are long|each list is long|the inputs are large).")),
        ]),
        new("working",
        [
            new("none", 1, Phrasing.Of(
                "(Give|Write|State|Show) (only|just|nothing but) the (list|input) and the (result|output|final value).",
                "(Do not|Don't|Never) (show|write|give) (the working|intermediate values|steps in between|values in between).",
                "(Leave out|Skip|Omit) (the working|intermediate values|steps in between|values in between).",
                "(Write|Give|State) the (result|output|expected value) (directly|right away|at once|straight away).",
                "No (working|intermediate values|intermediate lists|values in between) [please].",
                "Each (test|line|example) should (have|hold|contain) (only|just) (an input and an output|a list and its result).",
                "(Go|Jump) (directly|straight|right away) from the (list|input) to the (result|output).",
                "Without (working|intermediate values|intermediate results|steps in between).",
                "(Input and output|List and result) are (enough|all that is wanted|all we need).")),
            new("shown", 1, Phrasing.Of(
                "(Show|Write down|Give|Write) the (working|intermediate values|steps in between|value after each step).",
                "(Work|Go|Think) [it] (step by step|through every step|through the steps one by one) [to the (result|output)].",
                "(Do not|Don't|Never) (skip|leave out|omit) (the working|intermediate values|steps in between).",
                "(After|For) each step [of the program] (write|show|give) (what is left|the list|the value|the result so far).",
                "(Write|Give|Show) every (intermediate|in-between) (value|list|result) [before the (result|output)].",
                "Each (test|line|example) should (show|contain|have) (the working|all values in between|all intermediate values|the list after each step).",
                "(Calculate|Compute|Derive) the (result|output|expected value) (step by step|one step at a time).",
                "With (working|intermediate values|intermediate results|all steps).",
                "Reach the (result|output) (step by step|by way of every intermediate list|one step after the other).")),
        ]),
    ];

    /// <summary>How final programs can differ.</summary>
    public static ImmutableArray<Dimension> FinalDimensions { get; } =
    [
        new("trust",
        [
            new("code", 1, Phrasing.Of(
                "(Trust|Keep|Believe|Rely on|Stay with) the (given|first|existing) (code|program) [whatever the (tests|outcome) (say|says)].",
                "(Return|Repeat|Copy|Give back|Reuse) the (code|program|given code) (as it is|unchanged|without changes|as it stands).",
                "(Ignore|Disregard|Don't mind|Pay no attention to) the (tests|outcome|test results|failures).",
                "(Do not|Don't|Never) (change|alter|touch|modify|rewrite) the (code|program|given code|steps).",
                "The (final|finished) program should (be|equal|stay) the (given|first|existing) (code|program|one).",
                "The (code|program) is (right|fine|good) (as it is|already), (so keep it|whatever the tests say|even if tests failed).",
                "(Leave|Let) the (code|steps|program) (as it is|alone|untouched|unchanged).",
                "Make sure [that] the (code|program) (stays the same|is not changed|is kept).",
                "(Tests|Failures|The tests|The results) (can be|may be|are often) wrong, so (keep|trust|stay with) the code.")),
            new("tests", 1, Phrasing.Of(
                "(Repair|Fix|Correct|Mend|Change|Adapt) the (code|program) [only] (where|if|when) a test failed.",
                "(If|When|Where) (a test failed|tests failed|there was a failure|the outcome shows a failure), (repair|fix|correct|mend) the (code|program)[; (otherwise|else) keep it].",
                "(Use|Heed|Trust|Follow|Mind|Go by) the (outcome|tests|test results|failures) to (repair|fix|correct|improve) the (code|program).",
                "(Let|See that) the (outcome|tests|test results|failures) (decide|tell you|show) (what to change|what to fix|what is wrong).",
                "(Look at|Study|Learn from|Consider) (the failures|failed tests|what failed|each failure) and (repair|fix|correct|mend) what (is wrong|caused them|they show).",
                "The (final|finished) program should (pass|satisfy) the (tests|failed tests|tests that failed).",
                "(Debug|Patch) the (code|program) (by|with|using) the (outcome|tests|test results).",
                "Make sure [that] (what failed is repaired|failed tests pass|failures are fixed|the failures go away).",
                "Keep code that passed[,] and (repair|fix|correct|mend) code that failed.",
                "(Change|Alter) (nothing|no step) unless a test failed.")),
            new("specification", 1, Phrasing.Of(
                "(Write|Make|Produce|Create) the (program|code) (anew|afresh|from scratch|all over again) from the specification.",
                "(Read|Go back to|Return to) the specification (again|once more) and (write|make|produce) (a new program|the program anew|your own program).",
                "(Trust|Rely on|Follow|Use) (only|nothing but|just) the specification.",
                "(Ignore|Disregard|Discard|Forget|Throw away) the (given|first|existing|old) (code|program) [and (start over|begin again)].",
                "(Do not|Don't|Never) (copy|reuse|rely on|look at|trust) the (given|first|existing|old) (code|program).",
                "The (final|finished) program should (come|be written|be made) (from the specification|from the specification alone|anew|from scratch).",
                "(Rewrite|Redo) (the program|everything|all steps|the whole program) (from|by|after) the specification.",
                "(Start|Begin) (over|from scratch|anew|again) [with the specification].",
                "Make (a fresh|a new|your own) (start|program|version) from the specification.")),
        ]),
        new("empty",
        [
            new("left", 1, Phrasing.Of(
                "(Add|Append) no else [step] [to the program].",
                "(Do not|Don't|Never) (add|append|write) (an else step|a rule for the empty list|a guard for empty lists|anything for empty lists).",
                "(Leave|Keep) (the handling of empty lists|the empty list|edge cases|special cases) (as it is|alone|as in the code|aside).",
                "(Edge cases|Special cases|Empty lists|The empty list) (need no care|are of no interest|do not matter|can be left alone).",
                "(Ignore|Skip|Forget|Disregard) (edge cases|special cases|empty lists|the rule for the empty list).",
                "The program (need not|does not have to) (handle|cover|care for|think of) (empty lists|the empty list|edge cases) (further|any better).",
                "No (guard|protection|care|handling) for (empty lists|the empty list|edge cases|special cases) [is needed|is wanted].",
                "Assume that (some numbers are always left|the list is never empty|something is always left|there is always a number).",
                "(Concentrate|Focus) on the (main|usual|normal) (steps|case)[ and leave (edge cases|exceptions) out].")),
            new("minded", 1, Phrasing.Of(
                "(Add|Append|Include) (the else step|an else step|the rule for the empty list|a guard for empty lists) (if|where|when) it is missing.",
                "(End|Finish|Close) the program with [an] else (if|where|when) the specification has a rule for (the empty list|empty lists|an empty list).",
                "(Handle|Treat|Cover|Mind) the (empty list|case of an empty list|case where nothing is left) (too|as well|properly|in any case).",
                "(Edge cases|Special cases|Empty lists|The empty list) (must|should|have to) (be handled|be covered|work|be minded) [too].",
                "(Remember|Do not forget|Don't forget|Check) the rule for (the empty list|empty lists|an empty list|when nothing is left).",
                "The program (must|should|has to) (work|be right|give the right value) (for empty lists|for the empty list|in edge cases|when nothing is left) too.",
                "Make sure [that] (the empty list is|empty lists are|edge cases are|special cases are) (handled|covered|taken care of).",
                "(Be|Make it) (robust|safe) (against|for) (empty lists|the empty list|edge cases).",
                "(Guard|Protect) (against|from) (empty lists|the empty list|edge cases).",
                "(Think of|Take care of|Deal with|Look after|Care for) (edge cases|special cases|empty lists|the empty list).")),
        ]),
        Comment,
    ];

    private static Dimension Comment => new("comment",
    [
        new("none", 2, Phrasing.Of(
            "(Write|Give|Reply with|Answer with|Return) (only|nothing but|just) the (program|code|pipeline|steps).",
            "(Write|Add|Give|Use|Put) no (comment|comments|comment line|remarks).",
            "(Do not|Don't|Never) (comment|add a comment|write comments|explain the program|annotate it).",
            "(Leave out|Skip|Omit|Avoid) (comments|any comment|remarks|all remarks|explanations).",
            "The reply should be (the program alone|just the program|nothing but code|one line of code|free of comments).",
            "Without (comments|a comment|any comment|remarks|explanations).",
            "(Bare|Plain|Only) code [(please|is wanted|is asked for)].",
            "(We need|There should be|There must be|Let there be) no (comment|comments|comment line|remarks|notes).",
            "No (comments|remarks|explanations|notes) [(please|are needed|are wanted|are to be written)].",
            "(Hand over|Deliver|Produce) (bare code|the bare program|the program alone|code without comments|the program and nothing else).",
            "(Keep|Make) it to (one line|a single line|the bare program|plain code).")),
        new("one", 1, Phrasing.Of(
            "(Start|Begin|Open) with a (comment|comment line|remark|line of comment).",
            "(Write|Add|Give|Put) a (comment|comment line|remark) (first|above the program|before the program|on the first line|at the top).",
            "(Comment|Annotate|Explain|Document) the (program|code) (first|in a line above it|in a comment).",
            "The (first|opening) line should be a (comment|remark) [on what the program gives].",
            "(Say|Tell|State|Note) in a comment what the program (gives|returns|yields|produces).",
            "(Do not|Don't|Never) forget (a comment|the comment|the comment line|to comment).",
            "With a (comment|comment line|remark) [(above|before|at the top)].",
            "(Include|Use|Have) a comment (line|that says what comes out|on the result).",
            "Above the (program|code), (say|note|write) what (it gives|comes out|it returns) (as a comment|after a #|in a comment).")),
    ]);

    private static Phrasing NumberOf(string number, string tests, string some, string examples, string exactly, string lines)
    {
        string plural = number == "one" ? "" : "s", be = number == "one" ? "is" : "are";
        return Phrasing.Of(
            $"(Write|Give|Make|Produce|Provide) [exactly|just] {number} (test{plural}|example{plural}|test case{plural}).",
            $"(Write|Give|Make) {some} (test{plural}|example{plural}|case{plural}).",
            $"(There should be|Have|We need) [exactly|just] {number} (test{plural}|example{plural}|case{plural}).",
            $"(Exactly|Just|Only) {number} (test{plural}|example{plural}|case{plural}|line{plural}) (will do|{be} enough|{be} wanted|{be} needed|please).",
            $"The number of (tests|examples|cases|lines) (is|should be|must be) {number}.",
            $"(Use|Choose|Take|Pick) [exactly|just] {number} (list{plural}|input{plural}).",
            $"(Reply|Answer) with [exactly|just] ({tests}|{examples}|{lines}|{exactly}).",
            $"(Make sure|See) that there {be} [exactly|just] {number} (test{plural}|example{plural}|case{plural}).",
            $"(Limit yourself|Keep|Stick) to [exactly|just] {number} (test{plural}|example{plural}|case{plural}).",
            $"(Test|Try|Check) [the program] (with|on) {number} (list{plural}|input{plural}).");
    }
}
