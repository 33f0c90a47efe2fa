using HotpotQa;
using Microsoft.Extensions.AI;
using Optimas;
using Optimas.Pocket;
using Retrieval;

namespace Samples.Tests;

public sealed class HotpotQaTests
{
    private static readonly string s_data = Path.Combine(AppContext.BaseDirectory, "samples", "HotpotQa");

    private static readonly ComponentSkill[] s_skills = [new HopQuerySkill(), new HopKeywordsSkill(), new HopHintsSkill(), new HopAnswerSkill()];

    [Theory]
    [InlineData("Tarnholm", "Tarnholm", 1)]
    [InlineData("the Tarnholm.", "TARNHOLM", 1)]
    [InlineData("It is Tarnholm.", "Tarnholm", 0.5)]
    [InlineData("New Tarnholm", "Old Tarnholm", 0.5)]
    [InlineData("Mara Velden was born in New Tarnholm.", "New Tarnholm", 0.4444444444444444)]
    [InlineData("a a b b", "b b b", 0.8)]
    [InlineData("yes", "yes", 1)]
    [InlineData("Yes.", "yes", 1)]
    [InlineData("Yes, it is.", "yes", 0)]
    [InlineData("no", "no one", 0)]
    [InlineData("noanswer", "answer", 0)]
    [InlineData("", "", 0)]
    [InlineData("", "Tarnholm", 0)]
    [InlineData("co-operative", "cooperative", 1)]
    [InlineData("1,900 people", "1900", 0.6666666666666666)]
    public void F1_is_that_of_the_official_script(string answer, string gold, double expected) => AnswerF1.Of(answer, gold).ShouldBe(expected, 1e-12);

    [Fact]
    public void The_components_are_those_that_the_pocket_model_knows()
    {
        foreach (var skill in s_skills)
        {
            var node = QuestionSystem.Graph.Components.Single(c => c.Name == skill.Component);
            node.Description.ShouldBe(skill.Description);
            var example = skill.Create(new SeededRandom(1, skill.Name), Part.HeldOut, Part.HeldOut);
            example.Input.Split('\n').Where(line => line.Length > 0 && line[0] != ' ').Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)])
                .ShouldBe(skill.Inputs);
        }
    }

    [Fact]
    public async Task Each_component_is_asked_in_the_form_that_the_pocket_model_was_trained_on()
    {
        using var chat = new Recorder();
        using var index = await DocumentIndex.CreateAsync([new("1", "The Silver Gate", "A novel."), new("2", "Mara Velden", "Author of The Silver Gate.")]);

        await new QuestionSystem(chat, index).RunAsync(new("Who wrote The Silver Gate?"));

        chat.Asked.ShouldBe(
        [
            ("Rephrase the question.", "question: Who wrote The Silver Gate?"),
            (s_skills[1].DefaultInstruction, "query: silver gate"),
            (s_skills[2].DefaultInstruction, "query: silver gate\npassages: \n  1. The Silver Gate: A novel.\n  2. Mara Velden: Author of The Silver Gate."),
            (s_skills[3].DefaultInstruction, "query: silver gate\nhints: silver gate"),
        ]);
        chat.Asked[0].Instruction.ShouldBe(s_skills[0].DefaultInstruction);
    }

    [Fact]
    public async Task The_shipped_questions_can_be_answered_from_the_shipped_passages()
    {
        string[] files = [.. new[] { "train.jsonl", "validation.jsonl", "test.jsonl" }.Select(f => Path.Combine(s_data, f))];
        var examples = await Task.WhenAll(files.Select(f => HotpotData.ReadQuestionsAsync(f, default)));
        examples.Select(e => e.Count).ShouldBe([160, 100, 200]);
        files.ShouldAllBe(f => new FileInfo(f).Length < 300_000);
        var all = examples.SelectMany(e => e).ToList();
        all.DistinctBy(e => e.Input.Question).Count().ShouldBe(460);
        all.DistinctBy(e => e.Id).Count().ShouldBe(460);
        var passages = await HotpotData.ReadPassagesAsync(files, default);
        passages.Count.ShouldBeInRange(800, 1000);
        foreach (var example in all.Where(e => e.Label is not ("yes" or "no")))
            passages.ShouldContain(p => p.Text.Contains(example.Label, StringComparison.Ordinal) || p.Title == example.Label, example.Input.Question);
    }

    [Fact]
    public async Task More_passages_lead_on_from_more_questions()
    {
        var random = new SeededRandom(3, "retrieval");
        var corpus = HopWorld.CreateCorpus(random, Part.HeldOut, people: 200);
        using var index = await DocumentIndex.CreateAsync([.. corpus.Select(p => new Document(p.Name, p.Name, p.Text))]);
        var questions = Enumerable.Range(0, 100).Select(_ => HopWorld.CreateQuestion(random, corpus)).Where(q => !q.IsComparison).ToList();
        async Task<double> Recall(int k)
        {
            double found = 0;
            foreach (var question in questions)
            {
                var keywords = new HopKeywords(new(question, HopDetail.All, HopForm.Question, false), HopWordChoice.All, Widens: false);
                found += (await index.SearchAsync(keywords.Text, k)).Any(m => m.Document.Id == question.Other.Name) ? 1 : 0;
            }

            return found / questions.Count;
        }

        double[] recalls = [await Recall(1), await Recall(3), await Recall(5), await Recall(10)];
        recalls[0].ShouldBeLessThan(0.1);
        for (int i = 1; i < recalls.Length; i++)
            recalls[i].ShouldBeGreaterThan(recalls[i - 1] + 0.03);
        recalls[3].ShouldBeGreaterThan(0.7);
    }

    [RealDataFact("hotpotqa/val.jsonl")]
    public async Task Questions_of_hotpotqa_are_read_and_their_passages_found()
    {
        string file = SharedData.PathOf("hotpotqa/val.jsonl");
        var examples = await HotpotData.ReadQuestionsAsync(file, default);
        examples.Count.ShouldBe(100);
        using var index = await DocumentIndex.CreateAsync(await HotpotData.ReadPassagesAsync([file], default));
        index.Documents.Count.ShouldBeGreaterThan(900);
        foreach (var example in examples.Take(20))
            (await index.SearchAsync(example.Input.Question, 10)).Count.ShouldBe(10);
    }

    private sealed class Recorder : IChatClient
    {
        public List<(string Instruction, string Input)> Asked { get; } = [];

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var list = messages.ToList();
            Asked.Add((list[0].Text, list[1].Text));
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "silver gate")));
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
