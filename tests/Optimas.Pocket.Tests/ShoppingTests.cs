using System.Collections.Immutable;

namespace Optimas.Pocket.Tests;

public class ShoppingTests
{
    private static readonly ComponentSkill[] s_skills = [new SessionSkill(), new ProfilesSkill(), new NextItemSkill()];

    public static TheoryData<int> Skills => [0, 1, 2];

    [Theory, MemberData(nameof(Skills))]
    public void Replies_are_right_and_follow_their_instruction(int index)
    {
        var skill = s_skills[index];
        for (int i = 0; i < 1500; i++)
        {
            var part = i % 2 == 0 ? Part.Seen : Part.HeldOut;
            var example = skill.Create(new SeededRandom(3, skill.Name, i), part, skill.Compose(new SeededRandom(4, skill.Name, i), part));
            example.IsRight(example.Reply).ShouldBeTrue(example.Reply);
            example.Follows(example.Reply).ShouldBeTrue($"{example.Instruction.Text}\n{example.Input}\n{example.Reply}");
            example.IsRight("nothing of the kind").ShouldBeFalse();
        }
    }

    [Theory, MemberData(nameof(Skills))]
    public void Texts_are_short_and_plain(int index)
    {
        var skill = s_skills[index];
        for (int i = 0; i < 1500; i++)
        {
            var example = skill.Create(new SeededRandom(5, skill.Name, i), Part.Seen, Part.Seen);
            Words(example.Instruction.Text).ShouldBeLessThanOrEqualTo(60, example.Instruction.Text);
            Words(example.Input).ShouldBeLessThanOrEqualTo(60, example.Input);
            Words(example.Reply).ShouldBeInRange(1, 30, example.Reply);
            (example.Instruction.Text + example.Input + example.Reply).All(char.IsAscii).ShouldBeTrue();
            foreach (string mark in (string[])[" .", " ,", " :", " ;", ".."])
                example.Instruction.Text.ShouldNotContain(mark);
        }
    }

    [Theory, MemberData(nameof(Skills))]
    public void The_seed_decides(int index)
    {
        var skill = s_skills[index];
        PocketExample Create(long seed) => skill.Create(new SeededRandom(seed, "example"), Part.Seen, Part.Seen);
        (Create(7).Input, Create(7).Instruction.Text, Create(7).Reply).ShouldBe((Create(7).Input, Create(7).Instruction.Text, Create(7).Reply));
        Enumerable.Range(0, 50).Select(s => Create(s).Input).Distinct().Count().ShouldBe(50);
    }

    [Theory, MemberData(nameof(Skills))]
    public void Every_behaviour_shows_in_some_task(int index)
    {
        var skill = s_skills[index];
        for (int d = 0; d < skill.Dimensions.Length; d++)
        {
            int behaviours = skill.Dimensions[d].Behaviours.Length;
            for (int a = 0; a < behaviours; a++)
            {
                for (int b = a + 1; b < behaviours; b++)
                    Differ(skill, d, a, b).ShouldBeGreaterThan(0.02, $"{skill.Dimensions[d].Name}: {a} and {b}");
            }
        }
    }

    [Theory, MemberData(nameof(Skills))]
    public void Every_behaviour_can_be_asked_for_in_many_ways(int index)
    {
        var skill = s_skills[index];
        skill.Tasks.Count.ShouldBeGreaterThanOrEqualTo(60);
        foreach (var dimension in skill.Dimensions)
        {
            foreach (var behaviour in dimension.Behaviours)
                behaviour.Clauses.Count.ShouldBeGreaterThanOrEqualTo(200, $"{dimension.Name}: {behaviour.Name}");
        }

        var clauses = skill.Dimensions.SelectMany(d => d.Behaviours).Select((b, i) => Enumerable.Range(0, 3000)
            .Select(n => b.Clauses.Draw(new SeededRandom(1, $"clause {i}", n))).ToHashSet()).ToArray();
        for (int i = 0; i < clauses.Length; i++)
        {
            clauses[i].ShouldAllBe(c => c.EndsWith('.') && char.IsAsciiLetterUpper(c[0]));
            for (int j = i + 1; j < clauses.Length; j++)
                clauses[i].Intersect(clauses[j]).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Sessions_offer_four_different_choices_at_any_position()
    {
        var sessions = Enumerable.Range(0, 1000).Select(i => ShoppingSession.Create(new SeededRandom(1, "session", i), Part.Seen)).ToList();
        sessions.ShouldAllBe(s => s.Choices.Distinct().Count() == 4 && s.Views.Length >= 4 && s.Views.Length <= 7);
        foreach (int answer in Enumerable.Range(0, 4))
            sessions.Count(s => s.Answer == answer).ShouldBeInRange(200, 300);
    }

    // The components one after another, as the system runs them; a model that makes no mistake.
    [Fact]
    public void The_best_instructions_score_far_above_the_default_ones()
    {
        double start = Score(null), best = Score([0, 2, 0, 0, 0, 0, 3, 0]);
        start.ShouldBeInRange(0.4, 0.6);
        best.ShouldBeInRange(0.85, 0.97);
    }

    private static double Score(int[]? asked)
    {
        const int sessions = 3000;
        var dimensions = s_skills.SelectMany(s => s.Dimensions).ToArray();
        int right = 0;
        for (int i = 0; i < sessions; i++)
        {
            var random = new SeededRandom(2, "score", i);
            var session = ShoppingSession.Create(random, Part.HeldOut);
            int[] setting = [.. dimensions.Select((d, at) => asked?[at] ?? random.NextIndex([.. d.Behaviours.Select(b => b.Share)]))];
            var wish = SessionSkill.Summarize(
                session.Views, (SessionSkill.Span)setting[0], (SessionSkill.Told)setting[1], (SessionSkill.Subject)setting[2]);
            var candidates = new Candidates(wish, session.Choices);
            var remarks = ProfilesSkill.CommentOn(candidates, (ProfilesSkill.Told)setting[3], (ProfilesSkill.Needed)setting[4]);
            int chosen = NextItemSkill.Decide(new(candidates, remarks), (NextItemSkill.First)setting[5], (NextItemSkill.Tie)setting[6]);
            string told = NextItemSkill.Tell(session.Choices, chosen, (NextItemSkill.Form)setting[7]);
            bool isClear = (NextItemSkill.Form)setting[7] != NextItemSkill.Form.Looks
                || session.Choices.Count(c => told == $"{c.Colour} {c.Kind}") == 1;
            right += chosen == session.Answer && isClear ? 1 : 0;
        }

        return (double)right / sessions;
    }

    // The same stream of chance gives the same task and, for what is not asked, the same behaviours.
    private static double Differ(ComponentSkill skill, int dimension, int a, int b)
    {
        const int tasks = 300;
        string Reply(int task, int behaviour)
        {
            ImmutableArray<int?> asked = [.. skill.Dimensions.Select((_, d) => (int?)(d == dimension ? behaviour : task % skill.Dimensions[d].Behaviours.Length))];
            return skill.Create(new SeededRandom(6, skill.Name, task), Part.Seen, new Instruction("", asked)).Reply;
        }

        return (double)Enumerable.Range(0, tasks).Count(i => Reply(i, a) != Reply(i, b)) / tasks;
    }

    private static int Words(string text) => text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Length;
}
