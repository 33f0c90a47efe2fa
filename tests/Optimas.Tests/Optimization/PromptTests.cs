using System.Text.RegularExpressions;
using Optimas.Tests.Systems;

namespace Optimas.Tests.Optimization;

public sealed class PromptTests
{
    private static readonly PromptParameter s_parameter = Parameters.Prompt("Instruction", "Answer.", "topic");

    private static PromptProposalRequest Request(params ScoredPrompt[] scored)
    {
        var system = Prompted.System();
        return new(system.Graph.Components[0], s_parameter, scored[^1].Prompt, [.. scored], [], [], 2, 11);
    }

    [Theory]
    [InlineData(OptimizationEngine.Racing)]
    [InlineData(OptimizationEngine.Paper)]
    public async Task Prompts_are_optimized_by_what_the_proposer_brings(OptimizationEngine engine)
    {
        var system = Prompted.System();
        var proposer = new RecordingProposer(r => Prompted.Words.Where(w => !r.Current.Contains(w, StringComparison.Ordinal)).Select(w => $"{r.Current} {w}").Take(r.Count));

        var result = await system.OptimizeAsync(
            Prompted.Examples("t"), Prompted.Examples("v"), Prompted.Metric,
            new() { Engine = engine, Proposer = proposer, Budget = new() { SystemRuns = 250 }, DecidingExamples = 8, StageOneInputs = 2 });

        result.Initial.ShouldBe(0);
        result.Final.ShouldBe(1);
        string prompt = (string)result.Configuration["Answer.Instruction"]!;
        prompt.ShouldStartWith("Answer.");
        Prompted.Words.ShouldAllBe(w => prompt.Contains(w, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_proposer_sees_the_prompt_in_force_with_its_score_and_everything_tried()
    {
        var proposer = new RecordingProposer(r => [$"{r.Current} {Prompted.Words[Math.Min(3, Prompted.Words.Count(w => r.Current.Contains(w, StringComparison.Ordinal)))]}"]);

        var result = await Prompted.System().OptimizeAsync(
            Prompted.Examples("t"), Prompted.Examples("v"), Prompted.Metric,
            new() { Proposer = proposer, Budget = new() { SystemRuns = 150 }, DecidingExamples = 8 });

        result.Final.ShouldBeGreaterThanOrEqualTo(0.5);
        foreach (var request in proposer.Requests)
        {
            request.Component.Name.ShouldBe("Answer");
            request.Parameter.Name.ShouldBe("Instruction");
            double score = Prompted.Words.Count(w => request.Current.Contains(w, StringComparison.Ordinal)) / 4.0;
            request.Scored.ShouldContain(new ScoredPrompt(request.Current, score));
            request.Scored.Select(s => s.Score).ShouldBeInOrder();
            request.Scored.Select(s => s.Prompt).Distinct().Count().ShouldBe(request.Scored.Length);
            request.Samples.ShouldNotBeEmpty();
            request.Samples.ShouldAllBe(s => s.Output.Contains(request.Current, StringComparison.Ordinal));
        }

        proposer.Requests[0].Scored.ShouldBe([new("Answer.", 0)]);
        proposer.Requests[^1].Scored.Select(s => s.Prompt).ShouldContain("Answer.", "the history stays");
        proposer.Requests.Select(r => r.Seed).Distinct().Count().ShouldBe(proposer.Requests.Count);
    }

    [Fact]
    public async Task A_rejected_prompt_is_shown_with_its_score_next_time()
    {
        int asked = 0;
        var proposer = new RecordingProposer(_ => [asked++ == 0 ? "worthless but polite brief" : $"worthless {asked}"]);

        await Prompted.System("Answer, brief exact cited.").OptimizeAsync(
            Prompted.Examples("t"), Prompted.Examples("v"), Prompted.Metric,
            new() { Proposer = proposer, Budget = new() { SystemRuns = 60 }, DecidingExamples = 8 });

        proposer.Requests.Count.ShouldBeGreaterThan(1);
        proposer.Requests[1].Scored.ShouldBe([new("worthless but polite brief", 0.5), new("Answer, brief exact cited.", 0.75)]);
    }

    [Theory]
    [InlineData(OptimizationEngine.Racing)]
    [InlineData(OptimizationEngine.Paper)]
    public async Task A_proposer_without_ideas_ends_the_search(OptimizationEngine engine)
    {
        var result = await Task.Run(() => Prompted.System().OptimizeAsync(
            Prompted.Examples("t"), Prompted.Examples("v"), Prompted.Metric,
            new() { Engine = engine, Proposer = new RecordingProposer(_ => []), Budget = new() { SystemRuns = 100 }, DecidingExamples = 8, StageOneInputs = 2 }))
            .WaitAsync(TimeSpan.FromSeconds(20));

        result.Changes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(OptimizationEngine.Racing)]
    [InlineData(OptimizationEngine.Paper)]
    public async Task A_proposer_that_fails_once_is_reported_and_asked_again(OptimizationEngine engine)
    {
        int asked = 0;
        var proposer = new RecordingProposer(r => asked++ == 0
            ? throw new HttpRequestException("the provider is down")
            : Prompted.Words.Where(w => !r.Current.Contains(w, StringComparison.Ordinal)).Select(w => $"{r.Current} {w}").Take(r.Count));

        var result = await Prompted.System().OptimizeAsync(
            Prompted.Examples("t"), Prompted.Examples("v"), Prompted.Metric,
            new() { Engine = engine, Proposer = proposer, Budget = new() { SystemRuns = 250 }, DecidingExamples = 8, StageOneInputs = 2 });

        result.Events.OfType<ProposalFailed>().ShouldHaveSingleItem().Failure.Message.ShouldBe("the provider is down");
        result.Final.ShouldBeGreaterThan(result.Initial);
    }

    [Fact]
    public async Task The_question_shows_scores_worst_first_and_the_prompt_in_force()
    {
        var chat = ScriptedChat.Replies("<instruction>New.</instruction>");

        var proposals = await new OproProposer(chat).ProposeAsync(Request(new("Bad.", 0.1), new("", 0.25), new("Answer.", 0.5)), default);

        proposals.Prompts.ShouldBe(["New."]);
        proposals.Usage.ShouldBe(new ModelUsage(2, 20, 10, 0));
        chat.Asked.Count.ShouldBe(2);
        string question = chat.Asked[0].Messages[^1].Text;
        question.ShouldContain("Makes Answer.");
        question.ShouldContain("{topic}");
        int bad = question.IndexOf("<instruction>Bad.</instruction>\nscore: 0.1", StringComparison.Ordinal);
        int empty = question.IndexOf("<instruction></instruction>\nscore: 0.25", StringComparison.Ordinal);
        int current = question.IndexOf("<instruction>Answer.</instruction>\nscore: 0.5", StringComparison.Ordinal);
        bad.ShouldBeGreaterThan(0);
        empty.ShouldBeGreaterThan(bad);
        current.ShouldBeGreaterThan(empty);
        question.ShouldContain("in force:\n<instruction>Answer.</instruction>");
        chat.Asked.Select(a => a.Options!.Seed).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task The_proposer_sees_what_lost_to_what_by_the_component_that_it_writes_for()
    {
        var proposer = new RecordingProposer(r => Prompted.Words.Where(w => !r.Current.Contains(w, StringComparison.Ordinal)).Select(w => $"{r.Current} {w}").Take(r.Count));

        await Prompted.System().OptimizeAsync(
            Prompted.Examples("t"), Prompted.Examples("v"), Prompted.Metric,
            new() { Proposer = proposer, Budget = new() { SystemRuns = 150 }, DecidingExamples = 8 });

        proposer.Requests[0].Contrasts.ShouldBeEmpty("nothing has been compared yet");
        proposer.Requests.Count(r => !r.Contrasts.IsEmpty).ShouldBeGreaterThan(0);
        foreach (var contrasts in proposer.Requests.Select(r => r.Contrasts))
        {
            contrasts.Length.ShouldBeLessThanOrEqualTo(8);
            contrasts.Select(c => c.Group).Distinct().Count().ShouldBe(contrasts.Length, "one pair an example");
            contrasts.ShouldAllBe(c => c.Component == 0 && c.Gap > 0 && c.Preferred.Input == c.Rejected.Input && c.Preferred.Output != c.Rejected.Output);
        }
    }

    [Theory]
    [InlineData("<instruction>One.\n\nTwo:\n- three</instruction>", "One.\n\nTwo:\n- three")]
    [InlineData("Sure!\n<INSTRUCTION>\nOne.\nTwo.\n</INSTRUCTION> Done.", "One.\nTwo.")]
    [InlineData("<instruction>Never\nclosed", "Never\nclosed")]
    [InlineData("No tags,\ntwo lines.", "No tags,\ntwo lines.")]
    [InlineData("<instruction>On {topic}.</instruction>", "On {topic}.")]
    [InlineData("<instruction>Reply {\"a\": 1} or {}.</instruction>", "Reply {\"a\": 1} or {}.")]
    [InlineData("<instruction>On {question}.</instruction>", null)]
    [InlineData("<instruction>Answer.</instruction>", null)]
    [InlineData("   ", null)]
    public async Task Replies_are_read_whole(string reply, string? prompt)
    {
        var proposals = await new OproProposer(ScriptedChat.Replies(reply)).ProposeAsync(Request(new ScoredPrompt("Answer.", 0.5)), default);

        proposals.Prompts.ShouldBe(prompt is null ? [] : [prompt]);
        proposals.Usage.Calls.ShouldBe(2, "calls count even if nothing came of them");
    }

    [Fact]
    public async Task An_unknown_placeholder_never_gets_into_the_configuration()
    {
        var chat = new ScriptedChat((_, o) => o!.Seed % 2 == 0 ? "<instruction>brief {made_up}</instruction>" : $"<instruction>exact {{topic}} {o.Seed}</instruction>");

        var result = await Prompted.System().OptimizeAsync(
            Prompted.Examples("t"), Prompted.Examples("v"), Prompted.Metric,
            new() { Proposer = new OproProposer(chat), Budget = new() { SystemRuns = 60 }, DecidingExamples = 8 });

        string.Join('\n', EventText.Of(result.Events)).ShouldNotContain("made_up");
        result.Final.ShouldBe(0.25);
        Regex.IsMatch((string)result.Configuration["Answer.Instruction"]!, @"^exact \{topic\} -?\d+$").ShouldBeTrue();
    }
}
