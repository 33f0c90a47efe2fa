using Xunit.Abstractions;

namespace Optimas.Pocket.Tests;

/// <summary>What the shipped weights can do, on names that they never saw.</summary>
public sealed class SkillStudyTests(PocketModel model, ITestOutputHelper output) : IClassFixture<PocketModel>
{
    private const int Examples = 40;

    public static TheoryData<ComponentSkill, double> Skills => new()
    {
        { new HopQuerySkill(), 0.95 },
        { new HopKeywordsSkill(), 0.95 },
        { new HopHintsSkill(), 0.75 },
        { new HopAnswerSkill(), 0.9 },
        { new CodeSkill(), 0.95 },
    };

    [Theory, MemberData(nameof(Skills))]
    public async Task Instructions_are_followed(ComponentSkill skill, double least)
    {
        var score = await new SkillStudy(model.Chat, Examples).MeasureAsync(skill, [], temperature: 0, CancellationToken.None);

        output.WriteLine($"{score}");
        score.Right.All.ShouldBe(Examples);
        score.Seen.Value.ShouldBeGreaterThanOrEqualTo(least);
        score.HandWritten.All.ShouldBe(0);
    }
}
