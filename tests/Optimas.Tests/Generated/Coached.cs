using Microsoft.Extensions.AI;

namespace Optimas.Tests.Generated;

/// <summary>A prompted component with an adapter to train, behind another component.</summary>
[CompoundSystem<string, string>(Output = nameof(Reply))]
public sealed partial class Coached(IChatClient chat)
{
    [Component]
    private string Topic(string input) => $"the topic of {input}";

    /// <summary>Replies to a question.</summary>
    [Component, Prompt("Reply about {topic}."), Trainable]
    private partial Task<string> Reply(string input, string topic, CancellationToken ct);
}
