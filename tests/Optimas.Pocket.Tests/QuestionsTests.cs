namespace Optimas.Pocket.Tests;

public sealed class QuestionsTests
{
    public static readonly TheoryData<ComponentSkill> Skills = [new HopQuerySkill(), new HopKeywordsSkill(), new HopHintsSkill(), new HopAnswerSkill()];

    [Theory, MemberData(nameof(Skills))]
    public void Examples_are_right_follow_their_instruction_and_are_short(ComponentSkill skill)
    {
        foreach (var part in Enum.GetValues<Part>())
        {
            for (int i = 0; i < 1000; i++)
            {
                var random = new SeededRandom(1, skill.Name, i);
                var example = skill.Create(random, part, skill.Compose(random, part));
                example.IsRight(example.Reply).ShouldBeTrue();
                example.Follows(example.Reply).ShouldBeTrue(example.ToString());
                Words(example.Reply).ShouldBeInRange(1, 45, example.Reply);
                Words(example.Instruction.Text).ShouldBeLessThanOrEqualTo(80);
                Words(example.Input).ShouldBeLessThanOrEqualTo(280, example.Input);
                example.Input.ShouldAllBe(c => c < 128);
                example.Reply.ShouldNotContain("  ");
            }
        }
    }

    [Theory, MemberData(nameof(Skills))]
    public void An_example_is_a_function_of_the_seed(ComponentSkill skill)
    {
        PocketExample Create(long i) => skill.Create(new SeededRandom(2, skill.Name, i), Part.Seen, Part.Seen);
        for (int i = 0; i < 100; i++)
        {
            (Create(i).Instruction.Text, Create(i).Input, Create(i).Reply).ShouldBe((Create(i).Instruction.Text, Create(i).Input, Create(i).Reply));
            Create(i).Input.ShouldNotBe(Create(i + 1).Input);
        }
    }

    [Theory, MemberData(nameof(Skills))]
    public void Behaviours_show_in_replies(ComponentSkill skill)
    {
        for (int d = 0; d < skill.Dimensions.Length; d++)
        {
            int behaviours = skill.Dimensions[d].Behaviours.Length;
            for (int one = 0; one < behaviours; one++)
            {
                for (int other = 0; other < behaviours; other++)
                    (one == other || Enumerable.Range(0, 300).Any(i => Reply(skill, d, one, i) != Reply(skill, d, other, i))).ShouldBeTrue($"{skill.Name} {d}: {one}, {other}");
            }
        }
    }

    [Theory, MemberData(nameof(Skills))]
    public void There_are_many_ways_to_ask_for_a_behaviour(ComponentSkill skill)
    {
        skill.Tasks.Count.ShouldBeGreaterThanOrEqualTo(60);
        foreach (var behaviour in skill.Dimensions.SelectMany(d => d.Behaviours))
        {
            behaviour.Clauses.Count.ShouldBeGreaterThanOrEqualTo(200, behaviour.Name);
            for (int i = 0; i < 300; i++)
            {
                string clause = behaviour.Clauses.Draw(new SeededRandom(3, behaviour.Name, i));
                (clause[^1] is '.' or '?' or '!').ShouldBeTrue(clause);
                (char.IsUpper(clause[0]) || clause[0] == '"').ShouldBeTrue(clause);
            }
        }
    }

    [Theory, MemberData(nameof(Skills))]
    public void No_text_asks_for_two_behaviours(ComponentSkill skill)
    {
        var known = new Dictionary<string, string>();
        foreach (var behaviour in skill.Dimensions.SelectMany(d => d.Behaviours))
        {
            for (int i = 0; i < 3000; i++)
            {
                string clause = behaviour.Clauses.Draw(new SeededRandom(4, behaviour.Name, i));
                known.TryAdd(clause, behaviour.Name);
                known[clause].ShouldBe(behaviour.Name, clause);
            }
        }
    }

    [Fact]
    public void A_question_that_leads_on_is_answered_by_its_two_pages()
    {
        var book = new HopEntity(HopKind.Book, "The Silver Gate", "clocks") { Detail = "novel", Maker = "Mara Velden", Year = 1923 };
        var person = new HopEntity(HopKind.Person, "Mara Velden", "clocks") { Role = "author", Detail = "law", Town = "New Tarnholm", Year = 1871 };
        var question = new HopQuestion(book, person, HopLink.Author, HopFact.BirthTown);
        question.Text.ShouldBe("In which town was the author of The Silver Gate, the novel about clocks, born?");
        question.Answer.ShouldBe("New Tarnholm");
        var query = new HopQuery(question, HopDetail.All, HopForm.Question, SaysKind: false);
        new HopKeywords(query, HopWordChoice.All, Widens: false).Text.ShouldBe("The Silver Gate, clocks, author, born, town");
        var hints = new HopHints(query, [book, person], HopContent.Chain, AddsOthers: false, Concludes: false);
        hints.Text.ShouldBe("The Silver Gate is by Mara Velden. Mara Velden was born in New Tarnholm.");
        new HopAnswer(hints, HopAnswerForm.Bare, IsStrict: true, SaysKind: false).Text.ShouldBe("New Tarnholm");
        new HopAnswer(hints with { Pages = [book] }, HopAnswerForm.Bare, IsStrict: false, SaysKind: false).Text.ShouldBe("unknown");
        new HopAnswer(hints with { Content = HopContent.Goal }, HopAnswerForm.Bare, IsStrict: true, SaysKind: false).Text.ShouldBe("unknown");
        new HopAnswer(hints with { Content = HopContent.Goal }, HopAnswerForm.Bare, IsStrict: false, SaysKind: true).Text.ShouldBe("the town New Tarnholm");
    }

    [Fact]
    public void A_phrase_that_says_birth_leaves_open_what_of_it_is_asked()
    {
        var book = new HopEntity(HopKind.Book, "The Silver Gate", "clocks") { Detail = "novel", Maker = "Mara Velden", Year = 1923 };
        var person = new HopEntity(HopKind.Person, "Mara Velden", "clocks") { Role = "author", Detail = "law", Town = "New Tarnholm", Year = 1871 };
        var question = new HopQuestion(book, person, HopLink.Author, HopFact.BirthTown);
        var vague = new HopQuery(question, HopDetail.Name, HopForm.Phrase, SaysKind: false);
        vague.Text.ShouldBe("Birth of the author of The Silver Gate.");
        new HopHints(vague, [book, person], HopContent.Chain, false, true).Text.ShouldEndWith("So the answer is 1871.");
        new HopHints(vague with { SaysKind = true }, [book, person], HopContent.Chain, false, true).Text.ShouldEndWith("So the answer is New Tarnholm.");
    }

    private static int Words(string text) => text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Length;

    private static string Reply(ComponentSkill skill, int dimension, int behaviour, long index)
    {
        // The other dimensions are fixed as well, so that a difference comes from this one.
        var asked = skill.Dimensions.Select((d, i) => (int?)(i == dimension ? behaviour : (int)(index % d.Behaviours.Length)));
        return skill.Create(new SeededRandom(5, skill.Name, index), Part.Seen, new Instruction("", [.. asked])).Reply;
    }
}
