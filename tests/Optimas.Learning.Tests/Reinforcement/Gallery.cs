namespace Optimas.Learning.Tests.Reinforcement;

/// <summary>Paints subjects in a colour that a policy chooses; the darker the better.</summary>
[CompoundSystem<int, string>(Output = nameof(Painting))]
public sealed partial class Gallery(DiscretePolicy policy)
{
    public static readonly string[] Colours = ["white", "yellow", "red", "blue", "black"];

    [Component]
    private string Subject(int input) => $"item {input % 7}";

    /// <summary>Chooses a colour.</summary>
    [Component]
    private string Colour(string subject, [Trainable] DiscretePolicy policy) => Colours[policy.Act(1, subject.Length / 10f)];

    [Component]
    private string Painting(string subject, string colour) => $"{subject} in {colour}";
}
