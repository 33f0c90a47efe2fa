using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Optimas.Hosting.Live;

/// <summary>
/// One line of a terminal, of pieces in styles of their own. Text of any origin is safe in it: it is never read as markup, what would move the
/// cursor becomes a space, and what does not fit is left out.
/// </summary>
internal sealed class ProgressLine(int width, bool isUnicode)
{
    private readonly Paragraph _line = new() { Overflow = Overflow.Crop };
    private int _left = width;

    /// <summary>How many cells are left.</summary>
    public int Left => _left;

    /// <summary>Adds a piece; at the line's end it is cut, with an ellipsis.</summary>
    public ProgressLine Add(string text, Style style)
    {
        string clean = Clean(text);
        if (_left > 0 && Cells(clean) > _left)
            clean = Cut(clean);
        else if (_left == 0)
            return this;
        _left -= Cells(clean);
        _line.Append(clean, style);
        return this;
    }

    /// <summary>Adds a plain piece.</summary>
    public ProgressLine Add(string text) => Add(text, Style.Plain);

    /// <summary>The line.</summary>
    public IRenderable Render() => _line;

    private string Cut(string text)
    {
        string ellipsis = isUnicode ? "…" : ".";
        var kept = new StringBuilder();
        int room = _left - 1;
        foreach (var rune in text.EnumerateRunes())
        {
            int cells = Cells(rune.ToString());
            if (cells > room)
                break;
            room -= cells;
            kept.Append(rune);
        }

        return kept.Append(ellipsis).ToString();
    }

    private string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // Besides control characters, those that change the direction or the joining of what stands around them.
            bool isHarmless = Rune.GetUnicodeCategory(rune) is not (System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
                or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator);
            clean.Append(!isHarmless ? " " : isUnicode || rune.IsAscii ? rune.ToString() : Ascii(rune));
        }

        return clean.ToString();
    }

    private static string Ascii(Rune rune) => rune.ToString() switch { "→" => "->", "±" => "+-", "—" => "-", "·" => "|", _ => "?" };

    private static int Cells(string text) => new Segment(text).CellCount();
}
