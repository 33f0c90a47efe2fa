using System.Collections.Immutable;

namespace Optimas.Pocket;

internal sealed partial class NextItemSkill
{
    private const string Product = "(candidate|product|item|choice|option)";
    private const string Products = "(candidates|products|items|choices|options)";
    private const string Choose = "(Choose|Pick|Select|Take|Prefer)";
    private const string Comments = "(comments|remarks|profiles|notes)";
    private const string Tied = "(On a tie|In a tie|If there is a tie|In case of a tie|If several are equal|When several fit equally|Among equals|Between equal candidates|If it is undecided)";

    public override Phrasing Tasks { get; } = Phrasing.Of(
        "(Choose|Pick|Select|Decide on|Find|Predict|Say|Tell) the (product|item|candidate) that the (shopper|customer|user|visitor) (views|looks at|clicks|opens|wants) next.",
        "(Decide|Predict|Say|Work out|Tell) (which|what) (product|item|candidate) (the shopper|the customer|the user) (views|looks at|clicks|opens) next.",
        "(Which|What) (product|item|candidate) will the (shopper|customer|user) (view|look at|click|open) next?",
        "(Given|From) the (session|summary) and the (profiles|comments), (choose|pick|select|decide on) the next (product|item).",
        "You (get|see|read) a (session|summary), (profiles|comments) and four (candidates|products|choices); (choose|pick|decide on) the next one.",
        "(Choose|Pick|Select) one of the (candidates|products|items|choices|options).",
        "(Make|Take) (the|a) (decision|choice|pick): what (comes|is viewed|is clicked) next?",
        "(Act as|You are) the (decider|judge|recommender)[ of a shop].");

    public override ImmutableArray<Dimension> Dimensions { get; } =
    [
        new("first",
        [
            new("comments", 0.4, Phrasing.Of(
                $"(Follow|Trust|Go by|Rely on|Believe|Heed) the {Comments}[ first| above all| before all else].",
                $"{Choose} the {Product} (with|that has) the (best|strongest|longest|most favourable|richest) (comment|remark|profile|note)[ of all].",
                $"(Let|Have) the {Comments} (decide|lead|rule|come first|have the first word).",
                $"The {Comments} (decide|come first|count most|matter most|have the first word|are the main guide).",
                $"{Choose} (what|the one that|whatever) the {Comments} (favour|praise|speak for|recommend|speak for most).",
                $"(Base|Rest|Ground|Build) (the|your) (choice|decision|pick) on the {Comments}[ first| above all].",
                $"(First|Before all else|To begin with|Above all)[,] (look at|read|weigh|compare) the {Comments}.",
                $"(Compare|Weigh|Rank) the {Comments} and (take|choose|pick) the (best|strongest|richest)[ one].",
                $"(The most|The best) (praised|favoured|recommended|highly graded) {Product} (wins|is the one|is to be taken|comes first).",
                $"(Whichever|Whatever) (candidate|product|item) has the (best|strongest|richest) (comment|profile|remark) (wins|is the answer|is next).",
                $"(Do not|Never|Don't) (overrule|doubt|go against|ignore) the {Comments}.")),
            new("kind", 0.35, Phrasing.Of(
                $"(First|Before all else|To begin with|Above all)[,] (look at|check|compare|match) the (kind|sort|type) of (product|thing).",
                $"{Choose} (a|the) {Product} of the (kind|sort|type) (in the session|that is wanted|that the session names|looked for)[ first| above all].",
                "(The kind|The sort|The type) of (product|thing) (decides|comes first|counts most|matters most|is what matters|has the first word).",
                "(Let|Have) the (kind|sort|type) of (product|thing) (decide|lead|rule|come first).",
                $"(Base|Rest|Ground|Build) (the|your) (choice|decision|pick) on (the kind of product|the sort of thing|the product type|what sort of thing it is).",
                $"(Keep|Stay) (to|with) (the kind of product|the sort of thing|the product type) (in the session|that was viewed|that is wanted).",
                $"(Go|Decide|Judge) by (the kind of product|what sort of thing it is|product type|the sort of product)[ first| above all].",
                $"(What sort of thing it is|What type of product it is|The product type) (decides|matters most|comes first|is the main thing).",
                $"(The same|A fitting|A matching|The right) (kind|sort|type) of (product|thing) (wins|comes first|is to be taken|goes before everything).",
                $"(Match|Compare|Align) the (type|sort|kind) of (each|every) {Product} with the session[ first| before all].",
                $"(Whichever|Whatever) (candidate|product|item) is of the (right|wanted|fitting) (kind|sort|type) (wins|is the answer|is next).")),
            new("brand", 0.12, Phrasing.Of(
                $"(First|Before all else|To begin with|Above all)[,] (look at|check|compare|match) the (brand|maker|brand name).",
                $"{Choose} (a|the) {Product} of the (brand|maker) (in the session|that is wanted|that the session names|preferred)[ first| above all].",
                "(The brand|The maker|The brand name) (decides|comes first|counts most|matters most|is what matters|has the first word).",
                "(Let|Have) the (brand|maker|brand name) (decide|lead|rule|come first).",
                $"(Base|Rest|Ground|Build) (the|your) (choice|decision|pick) on (the brand|the maker|brand names|the brand name).",
                $"(Keep|Stay) (to|with|loyal to) (the brand|the maker|the make) (in the session|that was viewed|that is wanted).",
                $"(Go|Decide|Judge) by (the brand|the maker|brand|brand name)[ first| above all].",
                $"(Who makes it|Which brand it is|Whose product it is) (decides|matters most|comes first|is the main thing).",
                $"(The same|A fitting|A matching|The right) (brand|maker) (wins|comes first|is to be taken|goes before everything).",
                $"(Match|Compare|Align) the (brand|maker) of (each|every) {Product} with the session[ first| before all].",
                $"(Whichever|Whatever) (candidate|product|item) is of the (right|wanted|fitting) (brand|maker) (wins|is the answer|is next).")),
            new("colour", 0.13, Phrasing.Of(
                $"(First|Before all else|To begin with|Above all)[,] (look at|check|compare|match) the (colour|color).",
                $"{Choose} (a|the) {Product} (of|in) the (colour|color) (in the session|that is wanted|that the session names|preferred)[ first| above all].",
                "The (colour|color) (decides|comes first|counts most|matters most|is what matters|has the first word)[ of all].",
                "(Let|Have) the (colour|color) (decide|lead|rule|come first)[ of all].",
                $"(Base|Rest|Ground|Build) (the|your) (choice|decision|pick) on (the colour|the color|colours|colour).",
                $"(Keep|Stay) (to|with|loyal to) the (colour|color) (in the session|that was viewed|that is wanted).",
                $"(Go|Decide|Judge) by (the colour|the color|colour|color)[ first| above all].",
                $"(Which|What) (colour|color) it (is|has) (decides|matters most|comes first|is the main thing).",
                $"(The same|A fitting|A matching|The right) (colour|color) (wins|comes first|is to be taken|goes before everything).",
                $"(Match|Compare|Align) the (colour|color) of (each|every) {Product} with the session[ first| before all].",
                $"(Whichever|Whatever) (candidate|product|item) (has|is in) the (right|wanted|fitting) (colour|color) (wins|is the answer|is next).")),
        ]),
        new("tie",
        [
            new("order", 0.2, Phrasing.Of(
                $"{Tied}[,] (take|choose|pick|keep to|prefer) the (first|earliest|topmost|one listed first|first listed)[ of them].",
                $"{Tied}[,] (the first|the earliest|the one listed first|the topmost) (wins|is taken|is chosen|it is).",
                $"{Tied}[,] (the order of the list|list order|the order of the {Products}|the position in the list) (decides|settles it|counts).",
                $"(Settle|Break|Decide|Resolve) (ties|a tie|draws|a draw) by (list order|the order of the list|position|the lower number).",
                "(Ties|Draws|Equal candidates) (go to|are won by|are settled for) the (first|earliest|topmost|lower number)[ in the list].",
                "(Of several|Of|Among) (equal|equally good|tied) ones (take|choose|pick) the (first|earliest|topmost|lower number).",
                "The (lower|smaller|lowest|smallest) number (wins|decides|takes) (a tie|ties|a draw|draws|where candidates are equal).",
                "(A tie|A draw) (is won by|goes to|falls to) (the first|the earliest|whoever is listed first|the lower number).",
                "(Where|When|If) (two|several) (are equal|are tied|draw level)[,] the one (on top|listed earlier|that comes first) (wins|is taken).")),
            new("brand", 0.25, Phrasing.Of(
                $"{Tied}[,] (take|choose|pick|prefer) the (one|candidate|product) (of the|with the) (wanted|same|fitting|session's) (brand|maker).",
                $"{Tied}[,] the (brand|maker|brand name) (decides|settles it|counts|breaks it|has the last word).",
                $"{Tied}[,] (look at|check|go by|compare) the (brand|maker|brand name|brands).",
                "(Settle|Break|Decide|Resolve) (ties|a tie|draws|a draw) by (brand|the brand|the maker|brand name).",
                "(Ties|Draws|Equal candidates) (go to|are won by|are settled for) the (right|wanted|fitting|session's) (brand|maker).",
                "(Of several|Of|Among) (equal|equally good|tied) ones (take|choose|pick) the one (of the right brand|by the right maker|of the session's brand|by the wanted maker).",
                "The (brand|maker|brand name) (breaks|decides|settles|resolves) (a tie|ties|a draw|draws|between equals).",
                "(A tie|A draw) (is won by|goes to|falls to) the (right|wanted|fitting|session's) (brand|maker).",
                "(Where|When|If) (two|several) (are equal|are tied|draw level)[,] the (brand|maker) (wins|decides|settles it|counts).",
                "(Second|In second place|After that|Then)[,] (look at|check|go by|compare) the (brand|maker|brand name).")),
            new("colour", 0.15, Phrasing.Of(
                $"{Tied}[,] (take|choose|pick|prefer) the (one|candidate|product) (of the|with the|in the) (wanted|same|fitting|session's) (colour|color).",
                $"{Tied}[,] the (colour|color) (decides|settles it|counts|breaks it|has the last word).",
                $"{Tied}[,] (look at|check|go by|compare) the (colour|color|colours).",
                "(Settle|Break|Decide|Resolve) (ties|a tie|draws|a draw) by (colour|the colour|color|the color).",
                "(Ties|Draws|Equal candidates) (go to|are won by|are settled for) the (right|wanted|fitting|session's) (colour|color).",
                "(Of several|Of|Among) (equal|equally good|tied) ones (take|choose|pick) the one (of the right colour|in the right color|of the session's colour|in the wanted colour).",
                "The (colour|color) (breaks|decides|settles|resolves) (a tie|ties|a draw|draws|between equals).",
                "(A tie|A draw) (is won by|goes to|falls to) the (right|wanted|fitting|session's) (colour|color).",
                "(Where|When|If) (two|several) (are equal|are tied|draw level)[,] the (colour|color) (wins|decides|settles it|counts).",
                "(Second|In second place|After that|Then)[,] (look at|check|go by|compare) the (colour|color).")),
            new("comments", 0.4, Phrasing.Of(
                $"{Tied}[,] (take|choose|pick|prefer) the (one|candidate|product) with the (best|better|strongest|richest|longest) (comment|remark|profile|note).",
                $"{Tied}[,] the {Comments} (decide|settle it|count|break it|have the last word).",
                $"{Tied}[,] (look at|check|go by|compare|read|turn to) the {Comments}.",
                $"(Settle|Break|Decide|Resolve) (ties|a tie|draws|a draw) by the {Comments}.",
                "(Ties|Draws|Equal candidates) (go to|are won by|are settled for) the (best|better|strongest) (comment|remark|profile|note).",
                $"(Of several|Of|Among) (equal|equally good|tied) ones (take|choose|pick) the one (that the {Comments} favour|with the best comment|with the strongest profile|that is graded best).",
                $"The {Comments} (break|decide|settle|resolve) (a tie|ties|a draw|draws|between equals).",
                "(A tie|A draw) (is won by|goes to|falls to) the (best|better|strongest) (comment|profile|remark|note).",
                $"(Where|When|If) (two|several) (are equal|are tied|draw level)[,] the {Comments} (win|decide|settle it|count).",
                $"(Second|In second place|After that|Then)[,] (look at|check|go by|compare) the {Comments}.")),
        ]),
        new("form",
        [
            new("number", 0.4, Phrasing.Of(
                "(Reply|Answer|Respond) with (only|nothing but|just|nothing except) (the|its) (number|index|figure|position)[ of the (product| choice| candidate)].",
                "(Give|Write|State|Return|Output) (only|nothing but|just) (the|its) (number|index|figure|position).",
                "The (reply|answer|output|response) (should|must|has to|is to) be (a number|the number|a single number|one digit|its number)[ and nothing else].",
                "(A number|The number|A single number|One digit) (is enough|will do|suffices|is all we need).",
                "(Do not|Never|Don't) (write|repeat|copy|give) the title[,] (but|only|give) the number.",
                "(Refer to|Name|Identify|Mark) the (product|choice|candidate) by [its] number.",
                "(Tell|Say) (which number|which one of 1 to 4|its number in the list) it is.",
                "(Number|Index|Digit|Figure) (only|alone|please)[, no (title|words|name)].",
                "(No|Without) (words|title|name|text)[,] (only|just) (the number|a digit|the index).",
                "(Answer|Reply) 1, 2, 3 or 4.")),
            new("title", 0.4, Phrasing.Of(
                "(Reply|Answer|Respond) with (only|nothing but|just) (the|its) (title|full title|whole title|complete title)[ of the (product| choice| candidate)].",
                "(Give|Write|State|Return|Output|Copy|Repeat) (the|its) (title|full title|whole title|complete title).",
                "The (reply|answer|output|response) (should|must|has to|is to) be the (title|full title|whole title|complete title)[ and nothing else].",
                "(Do not|Never|Don't) (write|give|use) (a number|the number|numbers)[,] (but|give|write) the title.",
                "(Refer to|Name|Identify) the (product|choice|candidate) by [its] [full|whole|complete] title.",
                "(Title|Full title|Whole title|Complete title) (only|alone|please)[, no (number|index|digit)].",
                "(Copy|Repeat|Quote) the [whole] title (word for word|exactly|letter by letter|as it is listed|in full).",
                "(Write|Spell) (the product|the title|the name|it) out in full.",
                "(The title|The full title|The title as listed|The whole title) (is needed|is wanted|is what we need|must be given|will do).",
                "(Brand, price band, thing and colour|The whole line of the list|Everything in the title) (must|should) (stand in|be in|be part of) the (reply|answer).")),
            new("looks", 0.2, Phrasing.Of(
                "(Reply|Answer|Respond) with (only|nothing but|just) (colour and thing|the colour and the thing|colour and sort|colour and product type).",
                "(Give|Write|State|Return|Output) (only|just|no more than) (the colour and what it is|colour and thing|what it is with its colour).",
                "The (reply|answer|output|response) (should|must|has to|is to) be (like|such as|of the form) (red kettle|blue tent|green towel|black pen|white racket).",
                "(Describe|Name|Call) the (product|choice|candidate) in two words[: (its colour and what it is|colour and thing)].",
                "(Two words|A two-word description|Colour and noun) (is|are) (enough|all we need|all that is wanted).",
                "(Say|Write) (red kettle|blue tent|green towel|black pen), (not|rather than|instead of) the [whole] title.",
                "(Shorten|Cut|Reduce) the title to (colour and thing|the colour and the thing|two words|colour and product type).",
                "(Leave out|Omit|Drop|Skip) [the] (brand and price band|brand and number|maker and price band|number, brand and price band) in (the|your) (reply|answer).",
                "(Neither|Give neither) (number|index) nor (title|brand)[,] (just|only|but) (colour and thing|what it looks like|two words).",
                "(Colour|Color) and (thing|product type|noun) (only|alone|please|will do).")),
        ]),
    ];
}
