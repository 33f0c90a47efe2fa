using Microsoft.Extensions.AI;
using Optimas;

namespace AmazonNextItem;

/// <summary>A session of a shopper.</summary>
/// <param name="Sequence">The titles of the products viewed, one a line, the oldest first.</param>
/// <param name="Choices">The titles of the products that may come next.</param>
public sealed record ShopVisit(string Sequence, IReadOnlyList<string> Choices);

/// <summary>Foresees which product a shopper views next (OPTIMAS, table 5, Amazon).</summary>
/// <param name="local">Writes for the components whose weights can be trained.</param>
/// <param name="chat">Writes for the other one.</param>
[CompoundSystem<ShopVisit, string>(Output = nameof(NextItem))]
public sealed partial class NextItemSystem(IChatClient local, IChatClient chat)
{
    /// <summary>Sums up what the shopper looks for, from the products viewed.</summary>
    [Component, Trainable, Prompt("Summarize what the shopper is looking for.", Client = nameof(local))]
    private partial Task<string> Session(string sequence, CancellationToken cancellationToken);

    /// <summary>Comments on each candidate, in the light of the session.</summary>
    [Component, Trainable, Prompt("Comment on each of the candidates.", Client = nameof(local))]
    private partial Task<string> Profiles(string session, IReadOnlyList<string> choices, CancellationToken cancellationToken);

    /// <summary>Decides which of the candidates the shopper views next.</summary>
    [Component, Prompt("Choose the product that the shopper views next.", Client = nameof(chat))]
    private partial Task<string> NextItem(string session, string profiles, IReadOnlyList<string> choices, CancellationToken cancellationToken);
}
