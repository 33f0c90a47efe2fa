using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Optimas.Generators.Analyzers;

/// <summary>A JSON value with its place in the text. An analyzer can't bring a JSON library along, so this reads what RFC 8259 allows.</summary>
internal sealed class JsonValue
{
    private const int MaxDepth = 64;

    private JsonValue(TextSpan span, string? text, IReadOnlyList<(string Name, JsonValue Value)>? members) =>
        (Span, Text, Members) = (span, text, members ?? []);

    public TextSpan Span { get; }

    /// <summary>The text of a string; null for other values.</summary>
    public string? Text { get; }

    /// <summary>The members of an object in their order; none for other values.</summary>
    public IReadOnlyList<(string Name, JsonValue Value)> Members { get; }

    /// <summary>The first member of that name; null where there is none.</summary>
    public JsonValue? this[string name] => Members.FirstOrDefault(m => m.Name == name).Value;

    /// <summary>The value that a text holds; null where it is not JSON.</summary>
    public static JsonValue? Parse(string text)
    {
        try
        {
            var reader = new Reader(text);
            var value = reader.Value(MaxDepth);
            reader.End();
            return value;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private sealed class Reader(string text)
    {
        private int _at;

        public JsonValue Value(int depth)
        {
            if (depth == 0)
                throw new FormatException();
            Space();
            int start = _at;
            switch (Peek())
            {
                case '{':
                    var members = new List<(string, JsonValue)>();
                    Items('}', () => members.Add(Member(depth)));
                    return new(TextSpan.FromBounds(start, _at), null, members);
                case '[':
                    Items(']', () => Value(depth - 1));
                    return new(TextSpan.FromBounds(start, _at), null, null);
                case '"':
                    string content = String();
                    return new(TextSpan.FromBounds(start, _at), content, null);
                default:
                    Scalar();
                    return new(TextSpan.FromBounds(start, _at), null, null);
            }
        }

        public void End()
        {
            Space();
            if (_at < text.Length)
                throw new FormatException();
        }

        private (string, JsonValue) Member(int depth)
        {
            Space();
            string name = String();
            Space();
            Take(':');
            return (name, Value(depth - 1));
        }

        private void Items(char close, Action item)
        {
            _at++;
            Space();
            if (Peek() == close)
            {
                _at++;
                return;
            }

            while (true)
            {
                item();
                Space();
                if (Peek() == close)
                    break;
                Take(',');
            }

            _at++;
        }

        private string String()
        {
            Take('"');
            var content = new StringBuilder();
            while (Peek() != '"')
            {
                char c = text[_at++];
                if (c < ' ')
                    throw new FormatException();
                content.Append(c == '\\' ? Escape() : c);
            }

            _at++;
            return content.ToString();
        }

        private char Escape()
        {
            char c = Peek();
            _at++;
            switch (c)
            {
                case '"' or '\\' or '/': return c;
                case 'b': return '\b';
                case 'f': return '\f';
                case 'n': return '\n';
                case 'r': return '\r';
                case 't': return '\t';
                case 'u' when _at + 4 <= text.Length && text.Substring(_at, 4) is var digits && digits.All(Uri.IsHexDigit):
                    _at += 4;
                    return (char)ushort.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                default: throw new FormatException();
            }
        }

        private void Scalar()
        {
            int start = _at;
            while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] is '+' or '-' or '.'))
                _at++;
            string scalar = text.Substring(start, _at - start);
            bool isNumber = scalar.Length > 0 && (char.IsDigit(scalar[0]) || scalar[0] == '-')
                && double.TryParse(scalar, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
            if (!isNumber && scalar is not ("true" or "false" or "null"))
                throw new FormatException();
        }

        private void Space()
        {
            while (_at < text.Length && text[_at] is ' ' or '\t' or '\n' or '\r')
                _at++;
        }

        private char Peek() => _at < text.Length ? text[_at] : throw new FormatException();

        private void Take(char expected)
        {
            if (Peek() != expected)
                throw new FormatException();
            _at++;
        }
    }
}
