using System.Collections.Immutable;

namespace Optimas.Pocket.Tests.Programs;

public sealed class ProgramSkillsTests
{
    private const int Count = 1500;

    public static TheoryData<string> Skills => ["programs.code", "programs.tests", "programs.final"];

    [Theory]
    [MemberData(nameof(Skills))]
    public void Replies_are_right_and_do_what_is_asked_for(string name)
    {
        for (int i = 0; i < Count; i++)
        {
            var example = SkillOf(name).Create(new(1, name, i), Part.HeldOut, Part.HeldOut);
            example.IsRight(example.Reply).ShouldBeTrue(example.Reply);
            example.Follows(example.Reply).ShouldBeTrue(example.Reply);
        }
    }

    [Theory]
    [MemberData(nameof(Skills))]
    public void Texts_stay_short(string name)
    {
        for (int i = 0; i < Count; i++)
        {
            var example = SkillOf(name).Create(new(2, name, i), Part.Seen, Part.Seen);
            Words(example.Instruction.Text).ShouldBeLessThanOrEqualTo(80, example.Instruction.Text);
            Words(example.Input).ShouldBeLessThanOrEqualTo(110, example.Input);
            Words(example.Reply).ShouldBeLessThanOrEqualTo(75, example.Reply);
            example.Reply.ShouldAllBe(c => c == '\n' || (c >= ' ' && c < 127));
        }
    }

    [Theory]
    [MemberData(nameof(Skills))]
    public void The_seed_decides(string name)
    {
        for (int i = 0; i < 50; i++)
        {
            var (first, second) = (SkillOf(name).Create(new(3, name, i), Part.Seen, Part.Seen), SkillOf(name).Create(new(3, name, i), Part.Seen, Part.Seen));
            (second.Instruction.Text, second.Input, second.Reply).ShouldBe((first.Instruction.Text, first.Input, first.Reply));
        }
    }

    [Theory]
    [MemberData(nameof(Skills))]
    public void Any_two_behaviours_can_be_told_apart_by_their_replies(string name)
    {
        var skill = SkillOf(name);
        for (int d = 0; d < skill.Dimensions.Length; d++)
        {
            for (int a = 0; a < skill.Dimensions[d].Behaviours.Length; a++)
            {
                for (int b = 0; b < a; b++)
                    Enumerable.Range(0, 200).Any(i => ReplyUnder(skill, d, a, i) != ReplyUnder(skill, d, b, i)).ShouldBeTrue($"{skill.Dimensions[d].Name} {a} {b}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Skills))]
    public void Every_behaviour_can_be_asked_for_in_many_ways(string name)
    {
        var skill = SkillOf(name);
        skill.Tasks.Count.ShouldBeGreaterThanOrEqualTo(60);
        foreach (var behaviour in skill.Dimensions.SelectMany(d => d.Behaviours))
            behaviour.Clauses.Count.ShouldBeGreaterThanOrEqualTo(200, behaviour.Name);
    }

    [Theory]
    [MemberData(nameof(Skills))]
    public void No_clause_asks_for_two_behaviours(string name)
    {
        var owners = new Dictionary<string, string>();
        foreach (var dimension in SkillOf(name).Dimensions)
        {
            foreach (var behaviour in dimension.Behaviours)
            {
                var random = new SeededRandom(4, behaviour.Name, 0);
                foreach (string clause in Enumerable.Range(0, 2000).Select(_ => behaviour.Clauses.Draw(random)).Distinct())
                {
                    owners.TryAdd(clause, $"{dimension.Name}.{behaviour.Name}");
                    owners[clause].ShouldBe($"{dimension.Name}.{behaviour.Name}", clause);
                    clause.ShouldMatch("^[A-Z>].*[.]$");
                }
            }
        }
    }

    private static ComponentSkill SkillOf(string name) => name switch
    {
        "programs.code" => new CodeSkill(),
        "programs.tests" => new TestsSkill(),
        _ => new FinalSkill(),
    };

    private static string ReplyUnder(ComponentSkill skill, int dimension, int behaviour, int index)
    {
        ImmutableArray<int?> asked = [.. skill.Dimensions.Select((_, i) => (int?)(i == dimension ? behaviour : i > 0 ? 0 : skill is FinalSkill ? 1 : skill is TestsSkill ? 2 : 0))];
        return skill.Create(new(5, "tell apart", index), Part.Seen, new Instruction("", asked)).Reply;
    }

    private static int Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
}
