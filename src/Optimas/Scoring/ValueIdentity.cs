using System.Globalization;
using System.Text;

namespace Optimas.Runtime;

/// <summary>
/// Writes fields so that different values give different texts, which the text for a reader does not promise: there a line break in a text
/// looks like the next field, and a missing value like the word null.
/// </summary>
internal sealed class ValueIdentity : IFieldWriter
{
    private readonly StringBuilder _text = new();

    /// <summary>One visit as a text that identifies what was visited.</summary>
    public static string Of(Action<IFieldWriter> visit)
    {
        var identity = new ValueIdentity();
        visit(identity);
        return identity._text.ToString();
    }

    public void Text(string name, string? value)
    {
        if (value is null)
            Null(name);
        else
            Add('t', name, value);
    }

    public void Number(string name, double value) => Add('n', name, value.ToString("R", CultureInfo.InvariantCulture));

    public void Flag(string name, bool value) => Add(value ? '1' : '0', name, "");

    public void Null(string name) => Add('-', name, "");

    public void BeginObject(string name) => Add('{', name, "");

    public void EndObject() => _text.Append('}');

    public void BeginList(string name, int count) => Add('[', name, "");

    public void EndList() => _text.Append(']');

    private void Add(char kind, string name, string value) =>
        _text.Append(kind).Append(name.Length).Append(':').Append(name).Append(value.Length).Append(':').Append(value);
}
