using System.Text;

namespace Optimas.Learning;

/// <summary>
/// A text put together from tokens and from text: tokens only where the template says so, so that no text can forge one. Text added in
/// several parts is encoded as one run up to the next token, as if a template had been rendered first.
/// </summary>
/// <param name="tokenizer">Whose tokens they are.</param>
internal sealed class TokenizedTemplate(Tokenizer tokenizer)
{
    private readonly Tokenizer _tokenizer = tokenizer ?? throw new ArgumentNullException(nameof(tokenizer));
    private readonly List<int> _ids = [];
    private readonly StringBuilder _run = new();
    private readonly StringBuilder _rendered = new();

    /// <summary>Adds a token.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>This template.</returns>
    /// <exception cref="ArgumentException">The tokenizer has no such token.</exception>
    public TokenizedTemplate Token(int id)
    {
        string token = _tokenizer.Token(id) ?? throw new ArgumentException($"The tokenizer has no token {id}.", nameof(id));
        EndRun();
        _ids.Add(id);
        _rendered.Append(token);
        return this;
    }

    /// <summary>Adds text, in which no special token is parsed.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>This template.</returns>
    public TokenizedTemplate Text(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _run.Append(text);
        _rendered.Append(text);
        return this;
    }

    /// <summary>The ids so far.</summary>
    public int[] ToIds()
    {
        var ids = new List<int>(_ids);
        _tokenizer.Append(_run.ToString(), parseSpecial: false, ids);
        return [.. ids];
    }

    /// <summary>Everything so far as text, to look at: in it a token and a text that spells it look the same.</summary>
    public override string ToString() => _rendered.ToString();

    private void EndRun()
    {
        _tokenizer.Append(_run.ToString(), parseSpecial: false, _ids);
        _run.Clear();
    }
}
