using Optimas.Tests.Optimization;
using Optimas.Tests.Systems;

namespace Optimas.Tests.Prompting;

/// <summary>Prompts out of what lost and what won.</summary>
public sealed class CritiqueProposerTests
{
    [Fact]
    public async Task A_losing_reply_is_criticised_and_the_prompt_is_revised_accordingly()
    {
        var chat = new ScriptedChat((messages, options) => messages[^1].Text.Contains("Criticise", StringComparison.Ordinal)
            ? $" Name {(messages[^1].Text.Contains("worse 0", StringComparison.Ordinal) ? "places" : "people")}. "
            : $"<instruction>On {{topic}}: {messages[^1].Text.Split('\n').Single(l => l.StartsWith("Name", StringComparison.Ordinal))}</instruction>");

        var proposals = await new CritiqueProposer(chat).ProposeAsync(Request(contrasts: 2, count: 2), default);

        proposals.Prompts.ShouldBe(["On {topic}: Name places.", "On {topic}: Name people."]);
        proposals.Usage.ShouldBe(new ModelUsage(4, 40, 20, 0));
        chat.Asked.Select(a => a.Options!.Seed).Distinct().Count().ShouldBe(4);
        string critique = chat.Asked.Select(a => a.Messages[^1].Text).Single(t => t.Contains("worse 0", StringComparison.Ordinal));
        critique.ShouldContain("It got:\ninput 0\nThe worse reply:\nworse 0\nThe better reply:\nbetter 0\n");
        string revision = chat.Asked.Select(a => a.Messages[^1].Text).First(t => !t.Contains("Criticise", StringComparison.Ordinal));
        revision.ShouldContain("<instruction>Answer.</instruction>");
        revision.ShouldContain("these placeholders and no others: {topic}.");
    }

    [Fact]
    public async Task Contrasts_are_used_again_where_more_prompts_are_wanted()
    {
        var chat = new ScriptedChat((_, options) => $"<instruction>Try {options!.Seed}.</instruction>");

        (await new CritiqueProposer(chat).ProposeAsync(Request(contrasts: 1, count: 3), default)).Prompts.Length.ShouldBe(3);
    }

    [Fact]
    public async Task Without_evidence_nothing_is_asked_and_nothing_proposed()
    {
        var chat = ScriptedChat.Replies("<instruction>New.</instruction>");

        var proposals = await new CritiqueProposer(chat).ProposeAsync(Request(contrasts: 0, count: 4), default);

        proposals.Prompts.ShouldBeEmpty();
        proposals.Usage.ShouldBe(default);
        chat.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(5, 3, 2)]
    [InlineData(6, 3, 3)]
    public async Task A_panel_shares_the_prompts_among_its_members(int count, int first, int second)
    {
        var (one, two) = (Numbered("one"), Numbered("two"));

        var proposals = await new ProposerPanel(one, two).ProposeAsync(Request(contrasts: 1, count), default);

        proposals.Prompts.Count(p => p.StartsWith("one", StringComparison.Ordinal)).ShouldBe(first);
        proposals.Prompts.Count(p => p.StartsWith("two", StringComparison.Ordinal)).ShouldBe(second);
        proposals.Usage.Calls.ShouldBe(second > 0 ? 2 : 1);
    }

    [Fact]
    public async Task What_a_member_leaves_open_the_first_one_is_asked_for()
    {
        var first = new RecordingProposer(r => Enumerable.Range(0, r.Count).Select(i => $"{r.Seed} {i}"), new(1, 0, 0, 0));
        var silent = new RecordingProposer(_ => [], new(1, 0, 0, 0));

        var proposals = await new ProposerPanel(first, silent).ProposeAsync(Request(contrasts: 1, count: 6), default);

        proposals.Prompts.Length.ShouldBe(6);
        proposals.Usage.Calls.ShouldBe(3);
        first.Requests.Select(r => r.Count).ShouldBe([3, 3]);
        first.Requests[1].Seed.ShouldNotBe(first.Requests[0].Seed);
    }

    [Fact]
    public void A_panel_needs_a_member() => Should.Throw<ArgumentException>(() => new ProposerPanel()).Message.ShouldContain("one proposer or more");

    private static RecordingProposer Numbered(string name) => new(r => Enumerable.Range(0, r.Count).Select(i => $"{name} {i}"), new(1, 0, 0, 0));

    private static PromptProposalRequest Request(int contrasts, int count) => new(
        Prompted.System().Graph.Components[0],
        Parameters.Prompt("Instruction", "Answer.", "topic"),
        "Answer.",
        [new("Answer.", 0.5)],
        [],
        [.. Enumerable.Range(0, contrasts).Select(i => new PreferencePair(0, Observe(i, "better"), Observe(i, "worse"), 1))],
        count,
        Seed: 11);

    private static Observation Observe(int input, string output) => Observation.Of(w => w.Text("", $"input {input}"), w => w.Text("", $"{output} {input}"));
}
