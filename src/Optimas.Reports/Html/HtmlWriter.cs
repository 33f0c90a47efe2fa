using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Optimas.Reports;

/// <summary>Writes HTML in which every inserted value is text: the literal parts alone are markup.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _text = new();

    /// <summary>Writes markup with values.</summary>
    public void Write(Markup markup) => _text.Append(markup.Text).Append('\n');

    /// <summary>Writes what is markup already.</summary>
    public void WriteRaw(string markup) => _text.Append(markup);

    public override string ToString() => _text.ToString();

    /// <summary>An interpolated string whose values are encoded.</summary>
    [InterpolatedStringHandler]
    public readonly struct Markup
    {
        public Markup(int literalLength, int formattedCount)
        {
            _ = formattedCount;
            Text = new(literalLength);
        }

        internal StringBuilder Text { get; }

        public void AppendLiteral(string literal) => Text.Append(literal);

        public void AppendFormatted(string? value) => Text.Append(WebUtility.HtmlEncode(value));

        public void AppendFormatted(IFormattable value, string? format = null) =>
            Text.Append(WebUtility.HtmlEncode(value.ToString(format, CultureInfo.InvariantCulture)));
    }
}
