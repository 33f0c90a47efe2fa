using System.Globalization;
using System.Text;

namespace Optimas.Runtime;

/// <summary>
/// Writes fields as a text for a language model or a person: <c>name: value</c>, nested fields indented, list items numbered. A single text
/// field without a name stands alone.
/// </summary>
public sealed class TextRenderer : IFieldWriter
{
    private readonly StringBuilder _text = new();
    private readonly Stack<int?> _items = new();
    private bool _isBare;

    /// <summary>What was written so far.</summary>
    public override string ToString() => _text.ToString();

    /// <summary>One visit as a text.</summary>
    public static string Render(Action<IFieldWriter> visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        var renderer = new TextRenderer();
        visit(renderer);
        return renderer.ToString();
    }

    /// <inheritdoc/>
    public void Text(string name, string? value)
    {
        StartLine(name);
        string indent = "\n" + new string(' ', Indentation);
        _text.Append(_items.Count == 0 ? value ?? "null" : (value ?? "null").ReplaceLineEndings(indent));
    }

    /// <inheritdoc/>
    public void Number(string name, double value)
    {
        StartLine(name);
        _text.Append(value.ToString("R", CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public void Flag(string name, bool value)
    {
        StartLine(name);
        _text.Append(value ? "true" : "false");
    }

    /// <inheritdoc/>
    public void Null(string name) => Text(name, null);

    /// <inheritdoc/>
    public void BeginObject(string name)
    {
        StartLine(name);
        _items.Push(null);
    }

    /// <inheritdoc/>
    public void EndObject() => _items.Pop();

    /// <inheritdoc/>
    public void BeginList(string name, int count)
    {
        StartLine(name);
        if (count == 0)
            _text.Append("(none)");
        _items.Push(0);
    }

    /// <inheritdoc/>
    public void EndList() => _items.Pop();

    // What is within a value without a name stands at the margin, and so does what follows it.
    private int Indentation => 2 * Math.Max(0, _items.Count - (_isBare ? 1 : 0));

    private void StartLine(string name)
    {
        if (_text.Length > 0)
            _text.Append('\n').Append(' ', Indentation);
        else
            _isBare |= name.Length == 0;
        if (_items.TryPop(out int? item))
        {
            _items.Push(item + 1);
            if (item is not null)
                _text.Append(CultureInfo.InvariantCulture, $"{item + 1}. ");
        }

        if (name.Length > 0)
            _text.Append(name).Append(": ");
    }
}
