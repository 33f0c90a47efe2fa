using System.Collections.Immutable;

namespace Optimas.Pocket;

/// <summary>Everything that the pocket model is trained to do.</summary>
public static class PocketSkills
{
    /// <summary>The skills of the systems' components.</summary>
    public static ImmutableArray<ComponentSkill> Components { get; } =
    [
        new ContextAnalyst(), new ProblemSolver(),
    ];

    /// <summary>All skills: those of components, and the optimizer's.</summary>
    public static ImmutableArray<Skill> All { get; } = [.. Components, new ProposalSkill(Components)];
}
