using Microsoft.Extensions.AI;
using Optimas.Runtime;
using Optimas.Tests.Optimization;
using Optimas.Tests.Systems;

namespace Optimas.Tests.Defects;

/// <summary>Defects of other implementations in how prompts are handled; each test shows that the one it is named for is absent.</summary>
public sealed class PromptDefects
{
    [Fact]
    public async Task An_empty_prompt_treated_as_no_prompt()
    {
        var chat = ScriptedChat.Replies("x");
        await new PromptedCall { Component = "Answer", Instruction = "", Inputs = w => w.Text("question", "why") }.TextAsync(chat, default);
        chat.Asked[0].Messages[0].Role.ShouldBe(ChatRole.System);
        chat.Asked[0].Messages[0].Text.ShouldBe("");

        var empty = Prompted.System().Default.With("Answer.Instruction", "");
        ConfigurationJson.Read(empty.ToJson(), Prompted.System().Default with { System = empty.System })["Answer.Instruction"].ShouldBe("");

        // Here every word of a prompt costs, so the empty one is best.
        var system = Prompted.System("Answer at length.");
        var metric = Metric.Create<string, int>((_, output) => 1 - Math.Min(1, output[(output.IndexOf(':', StringComparison.Ordinal) + 2)..].Length / 20.0));
        var proposer = new RecordingProposer(r => r.Current.Length == 0 ? [] : ["", "Answer."]);
        var result = await system.OptimizeAsync(
            Prompted.Examples("t"), Prompted.Examples("v"), metric, new() { Proposer = proposer, Budget = new() { SystemRuns = 80 }, DecidingExamples = 8 });

        result.Configuration["Answer.Instruction"].ShouldBe("");
        result.Final.ShouldBe(1);
        proposer.Requests[^1].Current.ShouldBe("", "it is shown to the proposer as the prompt in force");
        proposer.Requests[^1].Scored.ShouldContain(new ScoredPrompt("", 1));
    }

    [Fact]
    public async Task Multi_line_proposals_cut_to_their_first_line()
    {
        const string Prompt = "Answer.\n\n- brief\n- exact\r\n\n  cited, polite";
        var chat = new ScriptedChat((_, _) => $"Here it is:\n<instruction>{Prompt}</instruction>");

        var result = await Prompted.System().OptimizeAsync(
            Prompted.Examples("t"), Prompted.Examples("v"), Prompted.Metric,
            new() { Proposer = new OproProposer(chat), Budget = new() { SystemRuns = 80 }, DecidingExamples = 8 });

        result.Configuration["Answer.Instruction"].ShouldBe(Prompt);
        result.Final.ShouldBe(1);
    }

    [Fact]
    public async Task The_current_prompt_neither_shown_to_the_proposer_nor_scored()
    {
        var chat = new ScriptedChat((_, o) => $"<instruction>other {o!.Seed}</instruction>");

        await Prompted.System("Be brief and exact.").OptimizeAsync(
            Prompted.Examples("t"), Prompted.Examples("v"), Prompted.Metric,
            new() { Proposer = new OproProposer(chat), Budget = new() { SystemRuns = 60 }, DecidingExamples = 8 });

        chat.Asked.Count.ShouldBeGreaterThan(3);
        foreach (var (messages, _) in chat.Asked)
        {
            messages[^1].Text.ShouldContain("<instruction>Be brief and exact.</instruction>\nscore: 0.5");
            messages[^1].Text.ShouldContain("in force:\n<instruction>Be brief and exact.</instruction>");
        }
    }

    [Fact]
    public async Task Budget_counters_that_ignore_the_proposers_own_calls()
    {
        var chat = new ScriptedChat((_, o) => $"<instruction>other {o!.Seed}</instruction>");
        Task<OptimizationResult<HandConfiguration>> RunAsync(Budget budget) => Prompted.System().OptimizeAsync(
            Prompted.Examples("t"), Prompted.Examples("v"), Prompted.Metric,
            new() { Proposer = new OproProposer(chat), Budget = budget, DecidingExamples = 8, TrustRegion = new() { Prompts = 3 } });

        var result = await RunAsync(new() { SystemRuns = 1000, Calls = 10 });

        // The components call no model at all: what is counted is the proposer's.
        result.Spent.Usage.Calls.ShouldBe(chat.Asked.Count);
        result.Spent.Usage.InputTokens.ShouldBe(10 * chat.Asked.Count);
        result.Reason.ShouldBe(StopReason.Budget);
        chat.Asked.Count.ShouldBeInRange(10, 14);
        int before = chat.Asked.Count;
        var tokens = await RunAsync(new() { SystemRuns = 1000, Tokens = 100 });
        (chat.Asked.Count - before).ShouldBeInRange(7, 10);
        tokens.Reason.ShouldBe(StopReason.Budget);
    }
}
