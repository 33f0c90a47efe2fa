using System.Text;

namespace Optimas.Generators.Emitting;

/// <summary>Text with indentation, lines ending in a line feed on every platform.</summary>
internal sealed class SourceWriter
{
    private const string Indentation = "    ";

    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes lines at the current depth. The text may have several; empty ones stay empty.</summary>
    public void Line(string text = "")
    {
        foreach (string line in text.Replace("\r", "").Split('\n'))
        {
            if (line.Length > 0)
            {
                for (int i = 0; i < _depth; i++)
                    _text.Append(Indentation);
                _text.Append(line);
            }

            _text.Append('\n');
        }
    }

    /// <summary>Writes a header and opens a block under it.</summary>
    public void Open(string header)
    {
        Line(header);
        Open();
    }

    /// <summary>Opens a block.</summary>
    public void Open()
    {
        Line("{");
        _depth++;
    }

    /// <summary>Closes the innermost block.</summary>
    /// <param name="after">What follows the brace.</param>
    public void Close(string after = "")
    {
        _depth--;
        Line("}" + after);
    }

    /// <summary>Opens a bracketed list.</summary>
    public void OpenList(string header = "")
    {
        if (header.Length > 0)
            Line(header);
        Line("[");
        _depth++;
    }

    /// <summary>Closes the innermost bracketed list.</summary>
    public void CloseList(string after = "")
    {
        _depth--;
        Line("]" + after);
    }

    /// <summary>Indents what follows.</summary>
    public void Indent() => _depth++;

    /// <summary>Takes the indentation back.</summary>
    public void Unindent() => _depth--;

    public override string ToString() => _text.ToString();
}
