using Optimas;
using Optimas.Pocket;
using PubMedQa;

namespace Samples.Tests;

public sealed class PubMedQaTests
{
    private static readonly string s_data = Path.Combine(AppContext.BaseDirectory, "samples", "PubMedQa");
    private static readonly ComponentSkill[] s_skills = [new ContextAnalyst(), new ProblemSolver()];

    [Theory]
    [InlineData("yes", "yes")]
    [InlineData("The answer is: Maybe.", "maybe")]
    [InlineData("maybe: in men lower, in women unclear", "maybe")]
    [InlineData("relapse lower, few patients: maybe", "maybe")]
    [InlineData("**No**, it does not.", "no")]
    [InlineData("Nothing is known, not even now.", null)]
    [InlineData("non-significant, so no", "no")]
    [InlineData("", null)]
    public void The_first_decision_among_the_words_counts(string answer, string? expected) => DecisionAccuracy.DecisionOf(answer).ShouldBe(expected);

    [Fact]
    public void The_components_are_those_that_the_pocket_model_knows()
    {
        foreach (var skill in s_skills)
            AbstractSystem.Graph.Components.Single(c => c.Name == skill.Component).Description.ShouldBe(skill.Description);
    }

    [Fact]
    public async Task Each_component_is_asked_in_the_form_that_the_pocket_model_was_trained_on()
    {
        for (int i = 0; i < 20; i++)
        {
            var trial = Trial.Create(new SeededRandom(i, "trial"), Part.Seen);
            var example = s_skills[0].Create(new SeededRandom(i, "trial"), Part.Seen, new Instruction("", [0, 0, 0, 0]));
            using var chat = new RecordingChat((_, _) => example.Reply);

            string answer = await new AbstractSystem(chat).RunAsync(new(trial.Question, trial.Contexts));

            answer.ShouldBe(example.Reply);
            var asked = chat.Asked.ToArray();
            asked[0].ShouldBe((s_skills[0].DefaultInstruction, example.Input, PocketChatClient.Small));
            asked[1].ShouldBe((s_skills[1].DefaultInstruction, $"question: {trial.Question}\nsummary: {example.Reply}", PocketChatClient.Small));
        }
    }

    [Fact]
    public async Task The_configuration_says_which_model_is_asked()
    {
        using var chat = new RecordingChat((_, _) => "yes");
        var configuration = AbstractSystem.Configuration.FromJson(
            AbstractSystem.Configuration.Default.ToJson().Replace($"\"{PocketChatClient.Small}\"", $"\"{PocketChatClient.Large}\"", StringComparison.Ordinal));
        await new AbstractSystem(chat).RunAsync(new("Does it?", ["It does."]), configuration);
        chat.Asked.ShouldAllBe(a => a.Model == PocketChatClient.Large);
    }

    [Fact]
    public async Task The_shipped_questions_are_read_and_all_answers_occur()
    {
        string[] files = [.. new[] { "train.jsonl", "validation.jsonl", "test.jsonl" }.Select(f => Path.Combine(s_data, f))];
        var examples = await Task.WhenAll(files.Select(f => PubMedData.ReadQuestionsAsync(f, default)));
        examples.Select(e => e.Count).ShouldBe([160, 100, 200]);
        files.ShouldAllBe(f => new FileInfo(f).Length < 300_000);
        examples.SelectMany(e => e).DistinctBy(e => e.Id).Count().ShouldBe(460);
        foreach (var part in examples)
        {
            foreach (string answer in new[] { "yes", "no", "maybe" })
                ((double)part.Count(e => e.Label == answer) / part.Count).ShouldBeInRange(0.15, 0.55);
        }
    }

    [Fact]
    public async Task A_damaged_line_is_named()
    {
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, """{"id":"1","question":"Does it?","contexts":["It does."],"answer":"perhaps"}""");
        var error = await Should.ThrowAsync<InvalidDataException>(() => PubMedData.ReadQuestionsAsync(file, default));
        error.Message.ShouldContain("perhaps");
        error.Message.ShouldContain("1");
        File.Delete(file);
    }

    [RealDataFact("pubmedqa/train.jsonl")]
    public async Task Questions_of_pubmedqa_are_read()
    {
        string file = SharedData.PathOf("pubmedqa/train.jsonl");
        var examples = await PubMedData.ReadQuestionsAsync(file, default);
        examples.Count.ShouldBe(475);
        examples.Count(e => e.Label == "yes").ShouldBe(264);
        examples.ShouldAllBe(e => e.Input.Contexts.Count > 0);
    }
}
