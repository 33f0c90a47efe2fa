using System.Collections.Immutable;

namespace Optimas.Pocket;

/// <summary>Everything that the pocket model is trained to do.</summary>
public static class PocketSkills
{
    /// <summary>The skills of the systems' components.</summary>
    public static ImmutableArray<ComponentSkill> Components { get; } =
    [
        new HopQuerySkill(), new HopKeywordsSkill(), new HopHintsSkill(), new HopAnswerSkill(),
        new ContextAnalyst(), new ProblemSolver(),
        new SessionSkill(), new ProfilesSkill(), new NextItemSkill(),
        new CodeSkill(), new TestsSkill(), new FinalSkill(),
        new TextScorer(), new RelationScorer(),
    ];

    /// <summary>All skills: those of components, and the optimizer's.</summary>
    public static ImmutableArray<Skill> All { get; } = [.. Components, new ProposalSkill(Components), new CritiqueSkill(Components), new RevisionSkill(Components)];
}
