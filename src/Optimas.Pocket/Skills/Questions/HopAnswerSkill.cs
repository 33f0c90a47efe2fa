using System.Collections.Immutable;
using Optimas.Runtime;

namespace Optimas.Pocket;

/// <summary>Answers a query out of hints.</summary>
public sealed class HopAnswerSkill : ComponentSkill<HopHints>
{
    private static readonly HopQuerySkill s_query = new();
    private static readonly HopHintsSkill s_hints = new();

    /// <inheritdoc/>
    public override string Name => "questions.answer";

    /// <inheritdoc/>
    public override double Share => 1.2;

    /// <inheritdoc/>
    public override string Component => "Answer";

    /// <inheritdoc/>
    public override string Description => "Answers the query by the hints.";

    /// <inheritdoc/>
    public override ImmutableArray<string> Inputs => ["query", "hints"];

    /// <inheritdoc/>
    public override string DefaultInstruction => "Given some hints, directly answer the query with a short answer.";

    /// <inheritdoc/>
    public override Phrasing Tasks { get; } = Phrasing.Of(
        "(Answer|Solve|Resolve) the query [by the hints|from the hints|with the hints|based on the hints].",
        "(Use|Read) the hints (to answer|and answer) the query.",
        "Given [some|the] hints, [directly] answer the query.",
        "(Find|Give|Write|Return|Tell) the answer to the (query|question) [that the hints support|by the hints|from the hints].",
        "Your (task|job) is to answer the query.",
        "You answer (queries|questions) (by|from|with|by means of) [some|the] hints.",
        "What is the answer [to the query]?",
        "(Reply|Respond) to the query [by the hints|with what the hints say].");

    /// <inheritdoc/>
    public override ImmutableArray<Dimension> Dimensions { get; } =
    [
        new("form",
        [
            new("bare", 0.75, Phrasing.Of(
                "(Reply|Answer|Respond) with (only|just|nothing but) the (answer|bare answer) [itself].",
                "(Give|Write|Return|Output) (only|just|nothing but) the (answer|bare answer|answer itself) [and nothing else|, please].",
                "(Do not|Don't|Never) (write|add|use|put) (any other words|anything else|extra words|other words|words around it|a sentence).",
                "(Only|Just) the (answer|bare answer)[, please|, nothing else|, no other words].",
                "The (reply|output) (should|must) be the (bare answer|answer alone|answer and nothing else|answer only).",
                "(As few words as possible|The fewest possible words|A minimal answer)[, please].",
                "No (sentence|extra words|words around the answer|explanations|full sentence), [just|only] the answer.",
                "(Leave out|Omit|Skip|Drop) (everything but the answer|all other words|all words around the answer|filler words).",
                "(Be|Stay) (as brief as possible|minimal|terse|extremely short).",
                "(Answer|Reply) (in|with) (a word or two|one or two words|as few words as you can|the fewest words).",
                "(A single|One) (word|name|number|expression) (is enough|will do|suffices|only).",
                "(Nothing|No word) but the answer.")),
            new("brief", 0.1, Phrasing.Of(
                "(Start|Begin|Open) [the reply|your answer] with \"It is\".",
                "(Say|Write|Answer|Reply) \"It is\" and (then the answer|the answer|what it is).",
                "(Answer|Reply|Respond) in the form \"It is ...\".",
                "(Put|Place|Set) \"It is\" (before|in front of|ahead of) the answer.",
                "(Answer|Reply|Respond) with a (very short|tiny|small|simple short) sentence.",
                "(Use|Write|Give) a (very short|tiny|small|simple short) sentence [that starts with \"It is\"].",
                "(Be polite|Be friendly|Be conversational) [but short|and short|yet brief].",
                "(Wrap|Pack) the answer in a (short|tiny|small|few-word) (sentence|phrase).",
                "The (reply|answer|response) (should|must|has to|is to) (start|begin|open) with (\"It is\"|the words \"It is\").",
                "(Lead|Introduce) the answer (in|with) (a few|two|the) words[,] [such as|like] \"It is\".",
                "(A|One) (tiny|very short|little) sentence (is enough|will do|suffices)[, please].",
                "(Talk|Answer|Speak|Reply|Respond) (casually|naturally|like a friend|as in a conversation) [and briefly|in few words].")),
            new("sentence", 0.08, Phrasing.Of(
                "(Answer|Reply|Respond) (in|with) (a|one) (full|complete|whole|proper) sentence.",
                "(Write|Give|Use|Form|Make) (a|one) (full|complete|whole|proper) sentence [with subject and verb].",
                "The (reply|answer) (should|must) be (a|one) (full|complete|whole|proper) sentence.",
                "(Restate|Repeat|Include) (the fact|what was asked|the question|the subject) in (the answer|your answer|the reply).",
                "(State|Tell|Give) the (whole|full|complete) fact [that answers the query].",
                "(Full|Complete|Whole) sentences (only|are wanted|please)[, please].",
                "(Use|Write in) complete sentences.",
                "(Do not|Don't|Never) (answer with a fragment|write fragments|reply with a bare name|reply with a single word|give a bare answer).",
                "(Name|Mention) the (subject|thing asked about|person or thing) (in|together with) the answer.",
                "(Make|Phrase|Word|Formulate) the answer (as|into) a (full|complete|whole) sentence.",
                "A (full|complete|whole) sentence, please.")),
            new("source", 0.07, Phrasing.Of(
                "(Say|Tell|State|Mention|Add) where (the answer|it) (is from|comes from|stands).",
                "(Add|Give|Mention|Cite|Name|State) (the source|your source|a source|the evidence|your reason|a reason) [after the answer].",
                "(Point|Refer) to the hints [after the answer|as the source|as evidence].",
                "(Justify|Support|Back up|Explain) (the answer|your answer|it) [briefly|in a few words].",
                "The (reply|answer) (should|must) (name|give|mention|include) (its source|the source|a reason|the evidence).",
                "(Give|Write|Tell) the answer and (where it is from|its source|a reason|why|the evidence).",
                "(After|Behind) the answer[,] (say|tell|write|state) (where it is from|why|that the hints say so|what supports it).",
                "(Do not|Don't|Never) (answer|reply) without (a source|a reason|evidence|a justification).",
                "(A reason|A source|Evidence|A justification) (is needed|is wanted|must follow|should follow) [too].",
                "(Answer|Reply) first, then (justify|give the source|give a reason|name the evidence|say why).")),
        ]),
        new("doubt",
        [
            new("guess", 0.8, Phrasing.Of(
                "(Guess|Make a guess|Take a guess|Give your best guess) (where|if|when|whenever) (the hints do not prove it|you are not sure|in doubt|the hints are incomplete|unsure).",
                "(Always|In any case|In every case) (answer|give an answer|give some answer|name something).",
                "(Do not|Don't|Never) (say|write|answer|reply) (\"unknown\"|that you do not know|that it is unknown|that it is not known).",
                "(If|When|Where) (unsure|in doubt|you are not sure|it is unclear)[,] (guess|take the likeliest|pick the likeliest|choose what fits best).",
                "(Give|Choose|Take|Pick) the (likeliest|most probable|best fitting|most plausible) answer [even without proof|in any case].",
                "(An uncertain|A likely|A guessed) answer is better than none.",
                "(Be|Stay) (bold|brave|daring|confident).",
                "(Even|Also) (without proof|without certainty|with incomplete hints)[,] (answer|give an answer|name the likeliest).",
                "(Guessing|A guess) (is allowed|is fine|is welcome|is better than nothing|is good).",
                "(Trust|Believe|Rely on) the hints [even if a link is missing|as they are|without proof].",
                "(Take|Accept) (any|a) fact that fits [the query] [as the answer].")),
            new("strict", 0.2, Phrasing.Of(
                "(Say|Write|Answer|Reply) \"unknown\" (where|if|when|unless|whenever) (the hints do not prove it|you are not sure|in doubt|the hints are incomplete|it is unclear).",
                "(Do not|Don't|Never) (guess|make guesses|speculate|assume anything|make assumptions).",
                "(Answer|Reply) only (what is proven|if the hints prove it|what the hints prove|if you are sure|when certain).",
                "(If|When|Where) (unsure|in doubt|you are not sure|a link is missing|proof is missing)[,] (say so|say unknown|say \"unknown\"|admit it|do not answer).",
                "(Be|Stay) (careful|cautious|strict|prudent|sceptical).",
                "(No answer|\"unknown\"|An honest unknown) is better than a (guess|wrong answer|wrong one).",
                "(Every|Each) (link|step) (must|should|has to) be (proven|shown|supported|there) [in the hints].",
                "(Demand|Require|Insist on) (proof|full proof|complete evidence|certainty) [in the hints].",
                "(Guessing|A guess) is (forbidden|not allowed|wrong|bad|to be avoided).",
                "(Admit|Say) (when|if|that) (you do not know|it is not known|the hints are not enough|the hints do not tell).",
                "The hints (should|must|have to) prove (it|the answer), or (say|write|reply) \"unknown\".")),
        ]),
        new("label",
        [
            new("plain", 0.8, Phrasing.Of(
                "(Do not|Don't|Never) (say|tell|mention|write|add) what kind of thing (it|the answer) is.",
                "(Leave out|Omit|Skip|Drop) (words such as town, year or river|the kind of thing|words like \"the town\"|category words|labels).",
                "No (labels|category words|kind words|words such as \"town\" or \"year\")[, please].",
                "(Give|Write|Use) the (name|value|name or number) without (a label|its kind|its category|a category word|saying what it is).",
                "(Avoid|Use no) (labels|category words|kind words|words for the kind of thing).",
                "The (answer|name|value) (should|must) (carry no label|stand without its kind|have no category word|not be labelled).",
                "(Just|Only) the name or number, (not its kind|no label|without a label|without its category).",
                "(Write|Say) \"1900\", not \"the year 1900\".",
                "(Names|Values|Numbers) (without|need no|have no) (labels|label|category words|words such as town or year).",
                "(Drop|Strip) the (category|kind|type) [word|words] (before|from|in front of) the (name|answer|value).")),
            new("labelled", 0.2, Phrasing.Of(
                "(Say|Tell|Mention|Write|Add) what kind of thing (it|the answer) is.",
                "(Put|Write|Place|Add) (the kind|the category|a label|its kind|the type|a category word) (before|in front of|to) the (name|answer|value).",
                "(Label|Tag|Mark) the (answer|name|value) [with its kind|as town, year or the like|by its category].",
                "(Include|Use|Give) (a label|labels|category words|words such as town, year or river|the category|the kind of thing).",
                "The (answer|name|value) (should|must) (carry a label|have its kind|come with its kind|be labelled|come with a category word).",
                "(Write|Say) \"the year 1900\", not [just|only] \"1900\".",
                "(Name|State) the (kind|category|type) [of the thing] (together|along) with the (answer|name|value).",
                "(Tell|Say) whether it is a town, a year (or|or a person or) (something else|the like|a river).",
                "(With|Give) (the answer|the name|it)[,] (give|name|state) (its kind|its category|its type|a label) [too|as well].",
                "(Do not|Don't|Never) (give|leave|write) a name without (its kind|a label|its category).")),
        ]),
    ];

    /// <inheritdoc/>
    protected override HopHints CreateTask(SeededRandom random, Part names)
    {
        var question = HopWorld.CreateQuestion(random, names);
        var query = HopQuerySkill.Write(question, s_query.DrawSetting(random));
        return HopHintsSkill.Write(new(query, HopWorld.FindPages(random, names, question)), s_hints.DrawSetting(random));
    }

    /// <inheritdoc/>
    protected override void WriteInput(HopHints task, IFieldWriter to)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(to);
        to.Text("query", task.Query.Text);
        to.Text("hints", task.Text);
    }

    /// <inheritdoc/>
    protected override string Reply(HopHints task, ImmutableArray<int> setting) => Write(task, setting).Text;

    /// <summary>An answer as a setting has it.</summary>
    internal static HopAnswer Write(HopHints hints, ImmutableArray<int> setting) =>
        new(hints, (HopAnswerForm)setting[0], setting[1] == 1, setting[2] == 1);
}
