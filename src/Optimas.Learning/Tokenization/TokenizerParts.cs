namespace Optimas.Learning;

/// <summary>What a <c>tokenizer.json</c> declares, read and checked.</summary>
/// <param name="Vocabulary">The model's tokens.</param>
/// <param name="Merges">Which neighbours merge.</param>
/// <param name="WholePieces">Whether a piece that is a token becomes that token, whatever the merges say.</param>
/// <param name="Composes">Whether text is brought to normalization form C first.</param>
/// <param name="Patterns">The rules that cut text into pieces, each applied to the pieces of the one before.</param>
/// <param name="AddedTokens">The tokens looked for before all that.</param>
/// <param name="Leading">The ids put before a text.</param>
/// <param name="Trailing">The ids put after a text.</param>
internal sealed record TokenizerParts(
    Vocabulary Vocabulary,
    MergeTable Merges,
    bool WholePieces,
    bool Composes,
    IReadOnlyList<PiecePattern> Patterns,
    IReadOnlyList<AddedToken> AddedTokens,
    IReadOnlyList<int> Leading,
    IReadOnlyList<int> Trailing);
