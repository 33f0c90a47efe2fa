namespace Optimas.Pocket.Tests.Programs;

public sealed class ProgramSystemTests
{
    private static readonly ProgramSystem.Setting s_default = ProgramSystem.Setting.Default;
    private static readonly ProgramSystem.Setting s_best = new([1, 1, 0, 0], [2, 3, 0, 1], [1, 1, 0]);

    [Fact]
    public void Default_prompts_leave_room_and_the_best_ones_nearly_fill_it()
    {
        ProgramSystem.Score(s_default, 1200).ShouldBeInRange(0.5, 0.65);
        ProgramSystem.Score(s_best).ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void No_component_makes_up_for_the_others()
    {
        double best = ProgramSystem.Score(s_best);
        ProgramSystem.Score(s_best with { Code = s_best.Code.SetItem(0, 0) }).ShouldBeLessThan(best - 0.1);
        ProgramSystem.Score(s_best with { Tests = s_best.Tests.SetItem(0, 0).SetItem(1, 0) }).ShouldBeLessThan(best - 0.1);
        ProgramSystem.Score(s_best with { Final = s_best.Final.SetItem(0, 2) }).ShouldBeLessThan(best - 0.1);
    }
}
