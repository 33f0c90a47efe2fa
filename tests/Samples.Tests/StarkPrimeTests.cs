using Optimas;
using Optimas.Pocket;
using StarkPrime;
using Xunit.Abstractions;

namespace Samples.Tests;

public sealed class StarkPrimeTests(ITestOutputHelper output)
{
    private static readonly string s_data = Path.Combine(AppContext.BaseDirectory, "samples", "StarkPrime");
    private static readonly ReadingLimits s_limits = new(300, 110);
    private static readonly ComponentSkill[] s_skills = [new TextScorer(), new RelationScorer()];

    [Theory]
    [InlineData("3 0 7 1 0", new double[] { 3, 0, 7, 1, 0 })]
    [InlineData("[3, 0, 7, 1, 0]", new double[] { 3, 0, 7, 1, 0 })]
    [InlineData("1. 3\n2. 0\n3. 7\n4. 1\n5. 0", new double[] { 3, 0, 7, 1, 0 })]
    [InlineData("Scores: 3, 0.5 and 7.", new double[] { 3, 0.5, 7, 0, 0 })]
    [InlineData("Galvex2 gets 9", new double[] { 9, 0, 0, 0, 0 })]
    [InlineData("none fits", new double[] { 0, 0, 0, 0, 0 })]
    [InlineData("1 2 3 4 5 6 7", new double[] { 1, 2, 3, 4, 5 })]
    public void Scores_are_read_whatever_stands_around_them(string reply, double[] expected) => ScoreReader.Read(reply, 5).ShouldBe(expected);

    [Fact]
    public void The_reward_is_the_reciprocal_rank_of_the_first_answer()
    {
        ReciprocalRank.Of([4, 7, 9], [7, 9]).ShouldBe(0.5);
        ReciprocalRank.Of([4, 7, 9], [4]).ShouldBe(1);
        ReciprocalRank.Of([4, 7, 9], [5]).ShouldBe(0);
        ReciprocalRank.Of([], [5]).ShouldBe(0);
    }

    [Fact]
    public void The_components_are_those_that_the_pocket_model_knows()
    {
        foreach (var skill in s_skills)
            RetrievalSystem.Graph.Components.Single(c => c.Name == skill.Component).Description.ShouldBe(skill.Description);
    }

    [Fact]
    public async Task Each_component_is_asked_in_the_form_that_the_pocket_model_was_trained_on()
    {
        var atlas = Atlas.Create(new SeededRandom(2026, "atlas"), Part.HeldOut, 150);
        using var knowledge = await KnowledgeBase.LoadAsync(s_data, s_limits, null, default);
        var random = new SeededRandom(1, "queries");
        for (int i = 0; i < 20; i++)
        {
            var query = atlas.CreateQuery(random);
            var found = await knowledge.SearchAsync(query.Text, 5, default);
            var task = new CandidateTask(query, [.. found.Ids.Select(id => atlas.Entities[id])]);
            using var chat = new RecordingChat((instruction, _) => instruction == s_skills[0].DefaultInstruction ? "0 0 9 0 0" : "0 0 0 0 5");

            var ranking = await new RetrievalSystem(chat, knowledge).RunAsync(new(query.Text));

            ranking.ShouldBe([found.Ids[2], found.Ids[4], found.Ids[0], found.Ids[1], found.Ids[3]]);
            var asked = chat.Asked.OrderBy(a => a.Instruction == s_skills[0].DefaultInstruction ? 0 : 1).ToArray();
            asked[0].ShouldBe((s_skills[0].DefaultInstruction, Message(query.Text, "texts", task.Candidates.Select(CandidateTask.TextLine)), null));
            asked[1].ShouldBe((s_skills[1].DefaultInstruction, Message(query.Text, "relations", task.Candidates.Select(task.RelationLine)), null));
        }

        var example = s_skills[0].Create(new SeededRandom(1, "a"), Part.Seen, Part.Seen);
        example.Input.Split('\n').Where(l => l[0] != ' ').Select(l => l[..l.IndexOf(':', StringComparison.Ordinal)]).ShouldBe(s_skills[0].Inputs);
    }

    [Fact]
    public async Task The_weights_decide_which_score_counts_more()
    {
        using var knowledge = await KnowledgeBase.LoadAsync(s_data, s_limits, null, default);
        var query = (await StarkData.ReadQueriesAsync(Path.Combine(s_data, "train.jsonl"), default))[0].Input;
        using var chat = new RecordingChat((instruction, _) => instruction == s_skills[0].DefaultInstruction ? "9 0 0 0 0" : "0 5 0 0 0");
        var system = new RetrievalSystem(chat, knowledge);
        var byText = await system.RunAsync(query);
        var other = RetrievalSystem.Configuration.Default with { Ranking = RetrievalSystem.Configuration.Default.Ranking with { TextWeight = 0.1 } };
        var byRelations = await system.RunAsync(query, other);
        byRelations[0].ShouldBe(byText[1]);
        byRelations[1].ShouldBe(byText[0]);
    }

    [Fact]
    public async Task The_shipped_answers_can_be_found_and_good_scorers_rank_them_first()
    {
        var atlas = Atlas.Create(new SeededRandom(2026, "atlas"), Part.HeldOut, 150);
        using var knowledge = await KnowledgeBase.LoadAsync(s_data, s_limits, null, default);
        string[] files = [.. new[] { "train.jsonl", "validation.jsonl", "test.jsonl" }.Select(f => Path.Combine(s_data, f))];
        var examples = await Task.WhenAll(files.Select(f => StarkData.ReadQueriesAsync(f, default)));
        examples.Select(e => e.Count).ShouldBe([160, 100, 200]);
        Directory.GetFiles(s_data).Sum(f => new FileInfo(f).Length).ShouldBeLessThan(400_000);
        examples.SelectMany(e => e).DistinctBy(e => e.Input.Query).Count().ShouldBe(460);
        double shipped = 0;
        foreach (var example in examples.SelectMany(e => e))
            shipped += (await knowledge.SearchAsync(example.Input.Query, 5, default)).Ids.Any(example.Label.Contains) ? 1 : 0;
        output.WriteLine($"found of the shipped {shipped / 460:F3}");
        (shipped / 460).ShouldBeInRange(0.86, 0.97);
        var random = new SeededRandom(5, "mixture");
        var queries = Enumerable.Range(0, 400).Select(_ => atlas.CreateQuery(random)).ToList();
        double found = 0, mixture = 0, best = 0;
        foreach (var query in queries)
        {
            var set = await knowledge.SearchAsync(query.Text, 5, default);
            var task = new CandidateTask(query, [.. set.Ids.Select(id => atlas.Entities[id])]);
            int[] Draw(ComponentSkill skill) => [.. skill.Dimensions.Select(d => random.NextIndex([.. d.Behaviours.Select(b => b.Share)]))];
            double Score(int[] text, int[] relation)
            {
                double[] texts = ScoreReader.Read(TextScorer.Score(task, [.. text]), set.Ids.Count);
                double[] relations = ScoreReader.Read(RelationScorer.Score(task, [.. relation]), set.Ids.Count);
                return ReciprocalRank.Of([.. Enumerable.Range(0, set.Ids.Count).OrderByDescending(i => texts[i] + relations[i]).Select(i => set.Ids[i])], query.Answers);
            }

            found += set.Ids.Any(query.Answers.Contains) ? 1 : 0;
            mixture += Score(Draw(s_skills[0]), Draw(s_skills[1]));
            best += Score([0, 1, 0], [0, 0, 0]);
        }

        output.WriteLine($"found {found / 400:F3}, mixture {mixture / 400:F3}, best {best / 400:F3}");
        (found / 400).ShouldBeGreaterThan(0.75);
        (mixture / 400).ShouldBeInRange(0.35, 0.65);
        (best / 400).ShouldBeGreaterThan(0.75);
    }

    [Fact]
    public async Task Long_texts_and_long_lists_of_relations_are_cut()
    {
        using var knowledge = await KnowledgeBase.LoadAsync(s_data, new(20, 1), null, default);
        var found = await knowledge.SearchAsync(knowledge.Nodes[0].Name, 5, default);
        found.Texts.ShouldAllBe(t => t.EndsWith(" ...") && t.Substring(t.IndexOf("): ", StringComparison.Ordinal) + 3).Length <= 24);
        found.Relations.ShouldAllBe(r => !r.Contains(';', StringComparison.Ordinal));
    }

    [RealDataFact("stark_prime/train.jsonl")]
    public async Task Queries_of_stark_prime_are_read_and_candidates_found()
    {
        string file = SharedData.PathOf("stark_prime/train.jsonl");
        var examples = await StarkData.ReadQueriesAsync(file, default);
        examples.Count.ShouldBe(435);
        using var knowledge = await KnowledgeBase.LoadAsync(Path.GetDirectoryName(file)!, new(300, 600), null, default);
        knowledge.Nodes.Count.ShouldBe(3426);
        int found = 0;
        foreach (var example in examples.Take(100))
        {
            var set = await knowledge.SearchAsync(example.Input.Query, 5, default);
            set.Ids.Count.ShouldBe(5);
            set.Texts.ShouldAllBe(t => t.Length < 600);
            found += set.Ids.Any(example.Label.Contains) ? 1 : 0;
        }

        output.WriteLine($"{found} of 100 have an answer among the candidates");
        found.ShouldBeGreaterThan(15);
    }

    private static string Message(string query, string field, IEnumerable<string> items) =>
        $"query: {query}\n{field}: {string.Concat(items.Select((item, i) => $"\n  {i + 1}. {item}"))}";
}
