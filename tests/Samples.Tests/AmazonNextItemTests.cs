using AmazonNextItem;
using Optimas;
using Optimas.Pocket;

namespace Samples.Tests;

public sealed class AmazonNextItemTests
{
    private static readonly string s_data = Path.Combine(AppContext.BaseDirectory, "samples", "AmazonNextItem");
    private static readonly ComponentSkill[] s_skills = [.. PocketSkills.Components.Where(s => s.Name.StartsWith("shopping.", StringComparison.Ordinal))];
    private static readonly string[] s_choices = ["Galvex Pro kettle, red", "Galvex Pro kettle, red, large", "Marlix Basic pen, red", "Sil 3 towel, blue"];

    [Theory]
    [InlineData("2", 1)]
    [InlineData("Number 3.", 2)]
    [InlineData("4: the towel", 3)]
    [InlineData("The answer is 1", 0)]
    [InlineData("galvex pro kettle, red", 0)]
    [InlineData("2. Galvex Pro kettle, red, large", 1)]
    [InlineData("I choose \"Sil 3 towel, blue\", of course.", 3)]
    [InlineData("the red pen", 2)]
    [InlineData("Of the 40 candidates, 2", 1)]
    [InlineData("red kettle", null)]
    [InlineData("red", null)]
    [InlineData("5", null)]
    [InlineData("between 1 and 2, or 1", null)]
    [InlineData("items like 1 or 2", null)]
    [InlineData("", null)]
    public void An_answer_means_a_choice_by_title_number_or_words(string answer, int? expected) =>
        ChosenItem.Find(answer, s_choices).ShouldBe(expected);

    [Theory]
    [InlineData("train", 160)]
    [InlineData("validation", 100)]
    [InlineData("test", 200)]
    public async Task Shipped_data_is_read(string part, int count)
    {
        string file = Path.Combine(s_data, $"{part}.jsonl");
        new FileInfo(file).Length.ShouldBeLessThan(300_000);

        var examples = await SessionData.ReadAsync(file, CancellationToken.None);

        examples.Count.ShouldBe(count);
        examples.Select(e => e.Id).Distinct().Count().ShouldBe(count);
        examples.ShouldAllBe(e => e.Input.Choices.Count == 4 && e.Label.Answer >= 0 && e.Label.Answer < 4 && e.Input.Sequence.Contains('\n'));
    }

    [Fact]
    public async Task A_wrong_answer_index_is_named()
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, """{"sequence": "a\nb", "choices": ["c", "d"], "answer": 2}""");
            (await Should.ThrowAsync<InvalidDataException>(() => SessionData.ReadAsync(file, CancellationToken.None))).Message.ShouldContain("answer 2");
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void The_components_are_those_that_the_pocket_model_knows()
    {
        NextItemSystem.Graph.Components.Select(c => c.Name).ShouldBe(s_skills.Select(s => s.Component), ignoreOrder: true);
        foreach (var skill in s_skills)
            NextItemSystem.Graph.Components.Single(c => c.Name == skill.Component).Description.ShouldBe(skill.Description);
        var start = NextItemSystem.Configuration.Default;
        string[] prompts = [start.Session.Prompt, start.Profiles.Prompt, start.NextItem.Prompt];
        prompts.ShouldBe(s_skills.OrderBy(s => Array.IndexOf(["Session", "Profiles", "NextItem"], s.Component)).Select(s => s.DefaultInstruction));
    }

    [Fact]
    public async Task Each_component_is_asked_in_the_form_that_the_pocket_model_was_trained_on()
    {
        using var chat = new RecordingChat((instruction, _) => instruction.StartsWith("Sum", StringComparison.Ordinal) ? "kettle, red" : "1: kettle; 2: no; 3: no; 4: no");
        var example = (await SessionData.ReadAsync(Path.Combine(s_data, "train.jsonl"), CancellationToken.None))[0];

        await new NextItemSystem(chat, chat).RunAsync(example.Input);

        foreach (var (instruction, input, _) in chat.Asked)
        {
            var skill = s_skills.Single(s => s.DefaultInstruction == instruction);
            Shape(input).ShouldBe(Shape(skill.Create(new SeededRandom(1, "shape"), Part.Seen, Part.Seen).Input));
        }

        chat.Asked.Count.ShouldBe(3);
    }

    // The names of the fields, and how lists are laid out.
    private static string[] Shape(string input) =>
        [.. input.Split('\n').Where(l => l.Contains(':') || l.StartsWith(' ')).Select(l => l.Split(':', '.')[0])];

    [Fact]
    public async Task The_metric_counts_the_right_choice_alone()
    {
        var metric = new ChoiceAccuracy();
        var label = new NextView(s_choices, 2);
        var system = new NextItemSystem(new RecordingChat((_, _) => "3"), new RecordingChat((_, _) => "3")).AsSystem();
        var evaluator = new Evaluator<ShopVisit, string, NextView>(system, metric, EvaluationOptions.Default);

        var result = await evaluator.EvaluateAsync(
            NextItemSystem.Configuration.Default,
            [new("right", new("a\nb", s_choices), label), new("wrong", new("a\nb", s_choices), label with { Answer = 0 })],
            CancellationToken.None);

        result.Mean.ShouldBe(0.5);
        result.Failures.ShouldBe(0);
    }

    [RealDataFact("amazon/train.jsonl")]
    public async Task Real_sessions_are_read()
    {
        string file = SharedData.PathOf("amazon/train.jsonl");
        var examples = await SessionData.ReadAsync(file, CancellationToken.None);

        examples.Count.ShouldBe(335);
        examples[0].Id.ShouldBe("english-0");
        examples[0].Label.Answer.ShouldBe(2);
        foreach (var example in examples)
            ChosenItem.Find(example.Input.Choices[example.Label.Answer], example.Input.Choices).ShouldBe(example.Label.Answer);
    }
}
