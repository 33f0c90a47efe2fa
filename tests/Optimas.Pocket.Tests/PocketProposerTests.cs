using System.Collections.Immutable;

namespace Optimas.Pocket.Tests;

/// <summary>The shipped model as an optimizer of instructions.</summary>
public sealed class PocketProposerTests(PocketModel model) : IClassFixture<PocketModel>
{
    private const int Count = 8;

    public static TheoryData<ComponentSkill> Components => [new HopHintsSkill(), new ProblemSolver(), new NextItemSkill(), new TestsSkill(), new TextScorer()];

    [Theory, MemberData(nameof(Components))]
    public async Task Proposals_are_instructions_that_are_new(ComponentSkill component)
    {
        var random = new SeededRandom(21, component.Name);
        ImmutableArray<ScoredPrompt> tried =
        [
            new(component.DefaultInstruction, 0.4),
            new(component.Compose(random, Part.Seen).Text, 0.45),
            new(component.Compose(random, Part.Seen).Text, 0.55),
        ];
        var prompt = new PromptParameter("Prompt", component.DefaultInstruction, []);
        var info = new ComponentInfo(
            component.Component, component.Description, "string", [.. component.Inputs.Select(i => new ComponentInput(i, null, null))], [prompt]);

        var proposals = await PocketProposer.Create(model.Chat).ProposeAsync(
            new(info, prompt, tried[^1].Prompt, tried, [], [], Count, Seed: 3), CancellationToken.None);

        proposals.Prompts.Count(p => p.Length > 10 && !p.Contains('<') && tried.All(t => t.Prompt != p)).ShouldBeGreaterThanOrEqualTo(5, string.Join('\n', proposals.Prompts));
        proposals.Usage.Calls.ShouldBe(Count);
    }
}
