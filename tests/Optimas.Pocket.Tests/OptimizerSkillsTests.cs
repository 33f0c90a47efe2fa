namespace Optimas.Pocket.Tests;

/// <summary>What the pocket model does for the optimizer: texts to train on, and how replies are judged.</summary>
public sealed class OptimizerSkillsTests
{
    private const int Examples = 600;

    public static TheoryData<string> Names => ["optimizer.propose", "optimizer.critique", "optimizer.revise"];

    [Theory, MemberData(nameof(Names))]
    public void A_generated_reply_is_right_and_another_is_not(string name)
    {
        foreach (var example in Generate(name))
        {
            // A proposal may ask for anything new.
            if (name != "optimizer.propose")
                example.IsRight(example.Reply).ShouldBeTrue($"{example.Input}\n{example.Reply}");
            example.IsRight("Something else altogether.").ShouldBeFalse();
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void The_seed_decides(string name) =>
        Generate(name).Take(50).Select(e => (e.Input, e.Reply)).ShouldBe(Generate(name).Take(50).Select(e => (e.Input, e.Reply)));

    [Fact]
    public void A_critique_may_be_put_in_other_words_and_must_name_all_that_was_missed()
    {
        string[][] advice =
        [
            .. PocketSkills.Components.SelectMany(c => c.Dimensions.SelectMany((d, i) => d.Behaviours.Select((_, b) => c.Advice(i, b).ToArray()))),
        ];
        int longest = 0, reworded = 0;
        foreach (var example in Generate("optimizer.critique").Where(e => e.Reply != CritiqueSkill.Misread))
        {
            example.IsRight(CritiqueSkill.Misread).ShouldBeFalse();
            example.IsRight($"{example.Reply} {example.Reply}").ShouldBeFalse();
            longest = Math.Max(longest, example.Reply.Length);
            if (advice.FirstOrDefault(a => a.Contains(example.Reply)) is not { } ways)
                continue;
            reworded++;
            ways.ShouldAllBe(w => example.IsRight(w));
        }

        longest.ShouldBeGreaterThan(60, "some missed two things");
        reworded.ShouldBeGreaterThan(Examples / 4, "some missed one");
    }

    [Fact]
    public void A_revision_holds_the_whole_critique_and_leaves_out_only_what_it_replaces()
    {
        int replaced = 0;
        foreach (var example in Generate("optimizer.revise"))
        {
            string current = OproLayout.Read(example.Input.Split("in force:\n")[1])!;
            string critique = example.Input.Split("led to:\n")[1].Split("\n\n")[0];
            string revised = OproLayout.Read(example.Reply)!;
            string[] words = revised.Split(' ');
            critique.Split(' ').Except(words).ShouldBeEmpty($"{critique}\n{revised}");
            words.Except(critique.Split(' ')).Except(current.Split(' ')).ShouldBeEmpty("nothing is made up");
            if (current.Split(' ').Except(words).Any())
                replaced++;
        }

        replaced.ShouldBeInRange(Examples / 10, Examples * 9 / 10);
    }

    private static IEnumerable<PocketExample> Generate(string name) =>
        Enumerable.Range(0, Examples).Select(i => PocketSkills.All.Single(s => s.Name == name).Create(new SeededRandom(2, name, i), Part.Seen, Part.Seen));
}
