namespace Optimas.Learning;

/// <summary>A line for each message, after the tokens that the tokenizer puts before a text.</summary>
/// <param name="tokenizer">The model's tokenizer.</param>
internal sealed class PlainTemplate(Tokenizer tokenizer) : ChatTemplate(tokenizer ?? throw new ArgumentNullException(nameof(tokenizer)))
{
    /// <inheritdoc/>
    public override string Name => "plain";

    /// <inheritdoc/>
    public override int? EndOfTurn => null;

    private protected override void Write(IReadOnlyList<ChatTurn> turns, bool generationPrompt, TokenizedTemplate to)
    {
        foreach (int id in Tokenizer.LeadingTokens)
            to.Token(id);
        foreach (var turn in turns)
            to.Text(turn.Role).Text(": ").Text(turn.Text).Text("\n");
        if (generationPrompt)
            to.Text("assistant:");
    }
}
