using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Optimas;

/// <summary>Texts and names as C# source.</summary>
internal static class CSharpText
{
    private static readonly FrozenSet<string> s_keywords = (
        "abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event explicit "
        + "extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null object operator out "
        + "override params private protected public readonly ref return sbyte sealed short sizeof stackalloc static string struct switch this throw "
        + "true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>A name, with @ where it is a keyword.</summary>
    public static string Identifier(string name) => s_keywords.Contains(name) ? "@" + name : name;

    /// <summary>Whether a text is a name: letters, digits and underscores, no digit first.</summary>
    public static bool IsIdentifier(string text) =>
        text.Length > 0 && (char.IsLetter(text[0]) || text[0] == '_') && text.All(c => char.IsLetterOrDigit(c) || c == '_');

    /// <summary>A type as C# writes it, whatever is imported; one with type parameters can't be.</summary>
    /// <exception cref="ConfigurationException">The type is generic.</exception>
    public static string TypeName(Type type) => type.IsGenericType || type.FullName is null
        ? throw new ConfigurationException($"{type.Name} is generic: write its configuration's type by hand.")
        : "global::" + string.Join('.', type.FullName.Split('.', '+').Select(Identifier));

    /// <summary>
    /// An expression for a text, readable where that is safe: a raw literal for texts with lines, quotes or backslashes, an escaped one for those with
    /// characters that can't be seen.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <param name="indent">What the lines of a raw literal start with.</param>
    public static string Expression(string text, string indent)
    {
        bool hasLines = text.Contains('\n', StringComparison.Ordinal);
        if (!IsVisible(text) || !(hasLines || text.Contains('"', StringComparison.Ordinal) || text.Contains('\\', StringComparison.Ordinal)))
            return Escaped(text);
        string quotes = new('"', Math.Max(3, LongestQuotes(text) + 1));
        if (!hasLines && text[0] != '"' && text[^1] != '"')
            return quotes + text + quotes;
        var literal = new StringBuilder(quotes).Append('\n');
        foreach (string line in text.Split('\n'))
            literal.Append(line.Length > 0 ? indent + line : "").Append('\n');
        literal.Append(indent).Append(quotes);
        // The lines of a source file end as its editor or version control decides.
        return hasLines ? literal.Append(".ReplaceLineEndings(\"\\n\")").ToString() : literal.ToString();
    }

    private static string Escaped(string text)
    {
        var literal = new StringBuilder("\"");
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool isPair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            literal.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when isPair => text.Substring(i++, 2),
                _ when IsVisible(c) => c.ToString(),
                _ => $"\\u{(int)c:x4}",
            });
        }

        return literal.Append('"').ToString();
    }

    private static bool IsVisible(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (text[i] != '\n' && !IsVisible(text[i]))
                return false;
        }

        return true;
    }

    // Format characters can make source look like other source.
    private static bool IsVisible(char c) => char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned);

    private static int LongestQuotes(string text)
    {
        int longest = 0, run = 0;
        foreach (char c in text)
        {
            run = c == '"' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
