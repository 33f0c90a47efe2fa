namespace Optimas.Learning;

/// <summary>ChatML: the role on the line that starts a message, then the text as it is.</summary>
internal sealed class ChatMlTemplate : ChatTemplate
{
    private const string Start = "<|im_start|>", End = "<|im_end|>";

    private readonly string? _defaultSystem;
    private readonly bool _toolResponses;
    private readonly int _start, _end;

    /// <summary>The layout.</summary>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="defaultSystem">The system message of a conversation that starts without one; null for none.</param>
    /// <param name="toolResponses">Whether the results of tools go into a user's message, those in a row into one.</param>
    public ChatMlTemplate(Tokenizer tokenizer, string? defaultSystem, bool toolResponses)
        : base(tokenizer)
    {
        _defaultSystem = defaultSystem;
        _toolResponses = toolResponses;
        _start = Required(tokenizer, Start);
        _end = Required(tokenizer, End);
    }

    /// <inheritdoc/>
    public override string Name => "chatml";

    /// <inheritdoc/>
    public override int? EndOfTurn => _end;

    public static bool Fits(Tokenizer tokenizer) => tokenizer.TokenId(Start) is not null && tokenizer.TokenId(End) is not null;

    /// <summary>The system message that a Jinja template has as a constant, from its start to its end token; null where it has none.</summary>
    public static string? FindDefaultSystem(string chatTemplate)
    {
        for (int from = 0; (from = chatTemplate.IndexOf(Start + "system", from, StringComparison.Ordinal)) >= 0;)
        {
            from += Start.Length + "system".Length;
            int end = chatTemplate.IndexOf(End, from, StringComparison.Ordinal);
            if (end < 0)
                break;
            // In a string of the template a line break is written \n or is one.
            string content = chatTemplate[from..end].Replace("\\n", "\n", StringComparison.Ordinal);
            if (content.Length > 1 && content[0] == '\n' && content.AsSpan().IndexOfAny("'\"{}\\") < 0)
                return content[1..];
        }

        return null;
    }

    private protected override void Write(IReadOnlyList<ChatTurn> turns, bool generationPrompt, TokenizedTemplate to)
    {
        if (_defaultSystem is not null && turns[0].Role != "system")
            Message("system", _defaultSystem);
        for (int i = 0; i < turns.Count; i++)
        {
            if (turns[i].Role != "tool" || !_toolResponses)
            {
                Message(turns[i].Role, turns[i].Text);
                continue;
            }

            if (i == 0 || turns[i - 1].Role != "tool")
                to.Token(_start).Text("user");
            to.Text("\n<tool_response>\n").Text(turns[i].Text).Text("\n</tool_response>");
            if (i == turns.Count - 1 || turns[i + 1].Role != "tool")
                to.Token(_end).Text("\n");
        }

        if (generationPrompt)
            to.Token(_start).Text("assistant\n");

        void Message(string role, string text) => to.Token(_start).Text(role).Text("\n").Text(text).Token(_end).Text("\n");
    }
}
