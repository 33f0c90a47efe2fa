using System.Collections.Immutable;

namespace Optimas.Pocket;

/// <summary>Two replies to one input.</summary>
/// <param name="Input">The input, as the component gets it.</param>
/// <param name="Worse">The one that lost.</param>
/// <param name="Better">The one that won.</param>
/// <param name="Missed">The behaviours that the better one shows and the worse one lacks; none where the worse one misread its input.</param>
internal sealed record ReplyContrast(string Input, string Worse, string Better, ImmutableArray<(int Dimension, int Behaviour)> Missed);
