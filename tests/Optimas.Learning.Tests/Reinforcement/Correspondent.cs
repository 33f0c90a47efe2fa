using Microsoft.Extensions.AI;

namespace Optimas.Learning.Tests.Reinforcement;

/// <summary>Replies to questions with a local model.</summary>
[CompoundSystem<int, string>(Output = nameof(Letter))]
public sealed partial class Correspondent(IChatClient chat)
{
    [Component]
    private string Question(int input) => $"question {input % 7}";

    /// <summary>Replies.</summary>
    [Component, Prompt("Reply shortly."), Trainable]
    private partial Task<string> Reply(string question, CancellationToken ct);

    [Component]
    private string Letter(string reply) => reply;
}
