namespace Optimas.Learning;

/// <summary>Llama 3: a header with the role, the trimmed text, the end of the turn.</summary>
internal sealed class Llama3Template : ChatTemplate
{
    private const string Begin = "<|begin_of_text|>", StartHeader = "<|start_header_id|>", EndHeader = "<|end_header_id|>", EndTurn = "<|eot_id|>";

    // What Python's str.strip takes as white space beyond .NET's: the separators of ASCII.
    private const char FirstSeparator = '\x1C', LastSeparator = '\x1F';

    private readonly string? _preamble;
    private readonly int _begin, _startHeader, _endHeader, _endTurn;

    /// <summary>The layout.</summary>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="preamble">What the system message starts with, which there is then always; null for the first Llama 3.</param>
    public Llama3Template(Tokenizer tokenizer, string? preamble)
        : base(tokenizer)
    {
        _preamble = preamble;
        _begin = Required(tokenizer, Begin);
        _startHeader = Required(tokenizer, StartHeader);
        _endHeader = Required(tokenizer, EndHeader);
        _endTurn = Required(tokenizer, EndTurn);
    }

    /// <inheritdoc/>
    public override string Name => "llama3";

    /// <inheritdoc/>
    public override int? EndOfTurn => _endTurn;

    public static bool Fits(Tokenizer tokenizer) =>
        ((string[])[Begin, StartHeader, EndHeader, EndTurn]).All(token => tokenizer.TokenId(token) is not null);

    private protected override void Write(IReadOnlyList<ChatTurn> turns, bool generationPrompt, TokenizedTemplate to)
    {
        to.Token(_begin);
        int first = 0;
        if (_preamble is not null)
        {
            first = turns[0].Role == "system" ? 1 : 0;
            Header("system").Text(_preamble).Text(first == 1 ? Trim(turns[0].Text) : "").Token(_endTurn);
        }

        foreach (var turn in turns.Skip(first))
        {
            string role = turn.Role == "tool" && _preamble is not null ? "ipython" : turn.Role;
            Header(role).Text(Trim(turn.Text)).Token(_endTurn);
        }

        if (generationPrompt)
            Header("assistant");

        TokenizedTemplate Header(string role) => to.Token(_startHeader).Text(role).Token(_endHeader).Text("\n\n");
    }

    private static string Trim(string text)
    {
        int start = 0, end = text.Length;
        while (start < end && IsSpace(text[start]))
            start++;
        while (end > start && IsSpace(text[end - 1]))
            end--;
        return text[start..end];
    }

    private static bool IsSpace(char character) => char.IsWhiteSpace(character) || character is >= FirstSeparator and <= LastSeparator;
}
