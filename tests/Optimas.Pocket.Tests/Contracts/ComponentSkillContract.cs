namespace Optimas.Pocket.Tests.Contracts;

/// <summary>What holds for every component's skill, over many generated examples.</summary>
public abstract class ComponentSkillContract(ComponentSkill skill)
{
    private const int Examples = 1500;

    [Fact]
    public void A_generated_reply_is_right_and_does_what_is_asked_for()
    {
        foreach (var example in Generate(Part.Seen, Part.HeldOut))
        {
            example.IsRight(example.Reply).ShouldBeTrue(example.Reply);
            example.Follows(example.Reply).ShouldBeTrue($"{example.Instruction.Text}\n{example.Input}\n{example.Reply}");
            example.IsRight("Something else altogether.").ShouldBeFalse();
        }
    }

    [Fact]
    public void Texts_are_plain_and_short()
    {
        foreach (var example in Generate(Part.Seen, Part.Seen))
        {
            Words(example.Instruction.Text).ShouldBeLessThanOrEqualTo(170, example.Instruction.Text);
            Words(example.Input).ShouldBeLessThanOrEqualTo(190, example.Input);
            Words(example.Reply).ShouldBeInRange(1, 48, example.Reply);
            $"{example.Instruction.Text}{example.Input}{example.Reply}".ShouldAllBe(c => c == '\n' || (c >= ' ' && c <= '~'));
        }

        Generate(Part.Seen, Part.Seen).Average(e => Words(e.Instruction.Text)).ShouldBeLessThan(60);
        Generate(Part.Seen, Part.Seen).Average(e => Words(e.Input)).ShouldBeLessThan(120);
    }

    [Fact]
    public void The_seed_decides() =>
        Generate(Part.Seen, Part.Seen).Take(50).Select(e => (e.Instruction.Text, e.Input, e.Reply))
            .ShouldBe(Generate(Part.Seen, Part.Seen).Take(50).Select(e => (e.Instruction.Text, e.Input, e.Reply)));

    [Fact]
    public void Behaviours_can_be_told_apart()
    {
        for (int d = 0; d < skill.Dimensions.Length; d++)
        {
            for (int a = 0; a < skill.Dimensions[d].Behaviours.Length; a++)
            {
                for (int b = 0; b < skill.Dimensions[d].Behaviours.Length; b++)
                {
                    if (a != b)
                        Differ(d, a, b).ShouldBeTrue($"{skill.Dimensions[d].Name}: {skill.Dimensions[d].Behaviours[a].Name} and {skill.Dimensions[d].Behaviours[b].Name}");
                }
            }
        }
    }

    [Fact]
    public void There_are_many_ways_to_ask()
    {
        skill.Tasks.Count.ShouldBeGreaterThanOrEqualTo(60);
        foreach (var behaviour in skill.Dimensions.SelectMany(d => d.Behaviours))
        {
            behaviour.Clauses.Count.ShouldBeGreaterThanOrEqualTo(200, behaviour.Name);
            var random = new SeededRandom(4, behaviour.Name);
            for (int i = 0; i < 200; i++)
            {
                string clause = behaviour.Clauses.Draw(random);
                clause.ShouldEndWith(".");
                clause.ShouldNotContain(" ,");
                clause.ShouldNotContain(" .");
                clause.ShouldNotContain(" :");
                char.IsUpper(clause[0]).ShouldBeTrue(clause);
            }
        }
    }

    [Fact]
    public void No_clause_asks_for_two_behaviours()
    {
        var all = skill.Dimensions.SelectMany(d => d.Behaviours).Select(b =>
        {
            var random = new SeededRandom(5, b.Name);
            return Enumerable.Range(0, 400).Select(_ => b.Clauses.Draw(random)).ToHashSet();
        }).ToList();
        for (int i = 0; i < all.Count; i++)
        {
            for (int j = i + 1; j < all.Count; j++)
                all[i].Overlaps(all[j]).ShouldBeFalse(all[i].Intersect(all[j]).FirstOrDefault());
        }
    }

    [Fact]
    public void The_second_author_speaks_of_every_behaviour_and_of_no_other()
    {
        var book = Phrasebook.Of(skill.Name);
        book.Sections.ShouldBe(skill.Dimensions.SelectMany(d => d.Behaviours.Select(b => $"{d.Name}.{b.Name}")).Append("tasks"), ignoreOrder: true);
        var said = skill.Dimensions.SelectMany((d, i) => d.Behaviours.Select((b, j) =>
        {
            var random = new SeededRandom(6, b.Name, i);
            return Enumerable.Range(0, 400).Select(_ => skill.Clause(i, j, random, Part.Seen)).ToHashSet();
        })).ToList();
        foreach (string clause in said.SelectMany(s => s))
        {
            clause.ShouldAllBe(c => c >= ' ' && c <= '~');
            clause[^1].ShouldBeOneOf('.', '?', '!');
        }

        for (int i = 0; i < said.Count; i++)
        {
            for (int j = i + 1; j < said.Count; j++)
                said[i].Intersect(said[j]).ShouldBeEmpty();
        }
    }

    private static int Words(string text) => text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Length;

    private bool Differ(int dimension, int one, int other)
    {
        for (int i = 0; i < 300; i++)
        {
            var random = new SeededRandom(3, "differ", i);
            var asked = skill.Dimensions.Select(d => (int?)random.Next(d.Behaviours.Length)).ToArray();
            asked[dimension] = one;
            var first = skill.Create(new SeededRandom(3, "task", i), Part.Seen, new Instruction("", [.. asked]));
            asked[dimension] = other;
            var second = skill.Create(new SeededRandom(3, "task", i), Part.Seen, new Instruction("", [.. asked]));
            if (first.Reply != second.Reply && first.Input == second.Input && !second.Follows(first.Reply))
                return true;
        }

        return false;
    }

    private IEnumerable<PocketExample> Generate(Part names, Part phrasings) =>
        Enumerable.Range(0, Examples).Select(i => skill.Create(new SeededRandom(1, skill.Name, i), names, phrasings));
}
