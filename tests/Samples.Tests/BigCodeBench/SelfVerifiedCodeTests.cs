using BigCodeBench;
using BigCodeBench.Languages;
using BigCodeBench.Sandbox;
using Microsoft.Extensions.AI;
using Optimas;
using Optimas.Pocket;

namespace Samples.Tests.BigCodeBench;

public sealed class SelfVerifiedCodeTests
{
    private static readonly ComponentSkill[] s_skills = [new CodeSkill(), new TestsSkill(), new FinalSkill()];

    [Theory]
    [InlineData("train.jsonl", 160)]
    [InlineData("validation.jsonl", 100)]
    [InlineData("test.jsonl", 200)]
    public async Task Made_up_tasks_are_read_and_their_solutions_pass(string file, int count)
    {
        var tasks = await CodingTasks.ReadAsync(DataFile(file), CancellationToken.None);
        tasks.Count.ShouldBe(count);
        tasks.ShouldAllBe(t => t.Input.Language == "pipeline");
        string[] solutions = [.. File.ReadLines(DataFile(file)).Select(l => System.Text.Json.JsonDocument.Parse(l).RootElement.GetProperty("canonical_solution").GetString()!)];
        foreach (var (task, solution) in tasks.Zip(solutions))
        {
            (await ScoreAsync(task.Label, solution)).ShouldBe(1);
            (await ScoreAsync(task.Label, "take 0")).ShouldBe(0);
        }
    }

    [Fact]
    public void The_graph_is_the_papers()
    {
        var graph = SelfVerifiedCode.Graph;
        graph.Components.Select(c => c.Name).ShouldBe(["Code", "Tests", "Outcome", "Final"]);
    }

    [Fact]
    public async Task The_pocket_models_skills_fit_the_components()
    {
        var asked = new List<(string System, string User)>();
        using var chat = new Recorder(asked);
        await new SelfVerifiedCode(chat, ProgramLanguages.Default).RunAsync(new("Keep the even numbers.", "pipeline"));
        asked.OrderBy(a => a.System).ShouldBe(
        [
            ("Write a program for the specification.", "specification: Keep the even numbers."),
            ("Write tests for the specification.", "specification: Keep the even numbers."),
            ("Write the final program.", "specification: Keep the even numbers.\ncode: keep even\noutcome: No test could be read."),
        ], ignoreOrder: true);
        s_skills.Select(s => s.DefaultInstruction).ShouldBe(asked.Select(a => a.System).Order().ToArray(), ignoreOrder: true);
        foreach (var skill in s_skills)
        {
            var component = SelfVerifiedCode.Graph.Components.Single(c => c.Name == skill.Component);
            component.Description.ShouldBe(skill.Description);
            var example = skill.Create(new(1, skill.Name), Part.Seen, Part.Seen);
            asked.ShouldContain(a => Fields(a.User).SequenceEqual(skill.Inputs) && a.System == skill.DefaultInstruction);
            Fields(example.Input).ShouldBe(skill.Inputs);
        }
    }

    [Fact]
    public async Task Python_runs_in_the_sandbox()
    {
        using var chat = new Recorder([], "```python\ndef task_func(x):\n    return x + 1\n```");
        string final = await new SelfVerifiedCode(chat, ProgramLanguages.Default).RunAsync(new("Add one.", "python"));
        var hidden = new HiddenTests("python", "def task_func(x):", "import unittest\nclass TestCases(unittest.TestCase):\n    def test(self):\n        self.assertEqual(task_func(1), 2)");
        (await ScoreAsync(hidden, final)).ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_sandbox_an_evaluation_ends_rather_than_scoring_failures()
    {
        var asked = new List<(string System, string User)>();
        using var chat = new Recorder(asked);
        var languages = new ProgramLanguages(new Dictionary<string, IProgramLanguage>
        {
            [PythonLanguage.Name] = new PythonLanguage(new PythonSandbox(new(), ["/nowhere"])),
        });
        var evaluator = new Evaluator<CodingTask, string, HiddenTests>(
            new SelfVerifiedCode(chat, languages).AsSystem(), new Pass1(languages), EvaluationOptions.Default with { Parallelism = 1 });
        var tasks = Enumerable.Range(0, 10).Select(i => new Example<CodingTask, HiddenTests>($"{i}", new("Add one.", "python"), new("python", "", "")));

        var refused = await Should.ThrowAsync<ComponentException>(() => evaluator.EvaluateAsync(SelfVerifiedCode.Configuration.Default, [.. tasks], CancellationToken.None));

        refused.InnerException.ShouldBeOfType<SandboxUnavailableException>().Message.ShouldContain("bubblewrap");
        asked.Count.ShouldBeLessThanOrEqualTo(2, "the first task's program and tests, and no other task's");
    }

    private static ValueTask<double> ScoreAsync(HiddenTests hidden, string output) =>
        new Pass1(ProgramLanguages.Default).ScoreAsync(hidden, output, null!, CancellationToken.None);

    private static IEnumerable<string> Fields(string user) =>
        user.Split('\n').Select(l => l.Split(": ")[0]).Where(f => f is "specification" or "code" or "outcome");

    private static string DataFile(string name) => Path.Combine(AppContext.BaseDirectory, "samples", "BigCodeBench", name);

    private sealed class Recorder(List<(string System, string User)> asked, string reply = "keep even") : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var list = messages.ToList();
            lock (asked)
                asked.Add((list[0].Text, list[1].Text));
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, reply)));
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
