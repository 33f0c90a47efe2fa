using Optimas.Tests.Optimization;
using Optimas.Tests.Systems;

namespace Optimas.Tests.Prompting;

/// <summary>How prompts are asked for.</summary>
public sealed class OproLayoutTests
{
    private const int Tried = 15;

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(12)]
    [InlineData(100)]
    public void The_best_prompts_are_shown_worst_first(int prompts)
    {
        string text = (OproLayout.Default with { Prompts = prompts, Samples = 0 }).Write(Request());

        string[] shown = [.. text.Split('\n').Where(l => l.StartsWith("<instruction>", StringComparison.Ordinal)).SkipLast(1)];
        shown.ShouldBe(Enumerable.Range(0, Tried).Select(i => $"<instruction>Try {i}.</instruction>").TakeLast(prompts));
        text.Split('\n').Count(l => l.StartsWith("score: ", StringComparison.Ordinal)).ShouldBe(Math.Min(prompts, Tried));
        text.ShouldContain("The instruction in force:\n<instruction>In force.</instruction>\n");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public void So_many_samples_are_shown_as_are_asked_for(int samples)
    {
        string text = (OproLayout.Default with { Samples = samples }).Write(Request());

        for (int i = 0; i < 5; i++)
        {
            text.Contains($"input {i}", StringComparison.Ordinal).ShouldBe(i < samples);
            text.Contains($"output {i}", StringComparison.Ordinal).ShouldBe(i < samples);
        }

        text.Contains("Under it the step got:", StringComparison.Ordinal).ShouldBe(samples > 0);
    }

    [Fact]
    public void The_default_shows_twelve_prompts_and_three_samples() =>
        OproLayout.Default.Write(Request()).ShouldBe(new OproLayout { Prompts = 12, Samples = 3 }.Write(Request()));

    [Fact]
    public void Long_samples_are_cut()
    {
        var request = Request() with { Samples = [Observe(new string('i', 2000), new string('o', 2000))] };

        string text = OproLayout.Default.Write(request);

        text.Count(c => c == 'o').ShouldBeLessThan(800);
        text.ShouldContain(new string('o', 600) + "…");
    }

    [Theory]
    [InlineData("<instruction>Be kind.</instruction>", "Be kind.")]
    [InlineData("Sure: <INSTRUCTION>\nBe kind.\n</Instruction> Done.", "Be kind.")]
    [InlineData("<instruction>Be kind.", "Be kind.")]
    [InlineData("  Be kind.\n", "Be kind.")]
    [InlineData("<instruction> </instruction>", null)]
    [InlineData("", null)]
    public void A_reply_is_read_as_it_comes(string reply, string? prompt) => OproLayout.Read(reply).ShouldBe(prompt);

    [Fact]
    public void A_reply_as_asked_for_is_read_back() => OproLayout.Read(OproLayout.Reply("Be kind.")).ShouldBe("Be kind.");

    private static Observation Observe(string input, string output) => Observation.Of(w => w.Text("", input), w => w.Text("", output));

    private static PromptProposalRequest Request() => new(
        Prompted.System().Graph.Components[0],
        Parameters.Prompt("Instruction", "Answer.", "topic"),
        "In force.",
        [.. Enumerable.Range(0, Tried).OrderBy(i => i % 4).Select(i => new ScoredPrompt($"Try {i}.", i / 100.0))],
        [.. Enumerable.Range(0, 5).Select(i => Observe($"input {i}", $"output {i}"))],
        [],
        2,
        11);
}
