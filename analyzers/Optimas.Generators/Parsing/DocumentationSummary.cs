using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Optimas.Generators.Parsing;

/// <summary>
/// The summary of a symbol's XML documentation, on one line. It is read from the source text, since a compilation that writes no
/// documentation file takes it for an ordinary comment.
/// </summary>
internal static class DocumentationSummary
{
    private static readonly Regex s_space = new(@"\s+", RegexOptions.CultureInvariant);

    public static string Of(ISymbol symbol, CancellationToken ct)
    {
        foreach (var reference in symbol.DeclaringSyntaxReferences)
        {
            if (Read(Comment(reference.GetSyntax(ct).GetLeadingTrivia().ToFullString())) is { Length: > 0 } summary)
                return summary;
        }

        return "";
    }

    private static string Comment(string trivia)
    {
        var xml = new StringBuilder();
        bool block = false;
        foreach (string line in trivia.Split('\n'))
        {
            string text = line.Trim();
            if (!block && text.StartsWith("///", StringComparison.Ordinal) && !text.StartsWith("////", StringComparison.Ordinal))
            {
                xml.Append(text, 3, text.Length - 3).Append('\n');
                continue;
            }

            if (!block && text.StartsWith("/**", StringComparison.Ordinal))
                (block, text) = (true, text.Substring(3));
            else if (block && text.StartsWith("*", StringComparison.Ordinal) && !text.StartsWith("*/", StringComparison.Ordinal))
                text = text.Substring(1);
            if (!block)
                continue;
            int end = text.IndexOf("*/", StringComparison.Ordinal);
            xml.Append(end < 0 ? text : text.Substring(0, end)).Append('\n');
            block = end < 0;
        }

        return xml.ToString();
    }

    private static string Read(string comment)
    {
        if (comment.Length == 0)
            return "";
        try
        {
            var summary = XElement.Parse($"<doc>{comment}</doc>", LoadOptions.PreserveWhitespace).Element("summary");
            var text = new StringBuilder();
            if (summary is not null)
                Append(text, summary);
            return s_space.Replace(text.ToString(), " ").Trim();
        }
        catch (XmlException)
        {
            return "";
        }
    }

    private static void Append(StringBuilder text, XElement element)
    {
        foreach (var node in element.Nodes())
        {
            if (node is XText words)
                text.Append(words.Value);
            else if (node is XElement { IsEmpty: true } reference)
                text.Append(Reference(reference)).Append(reference.Name.LocalName is "br" or "para" ? " " : "");
            else if (node is XElement inner)
                Append(text, inner);
        }
    }

    private static string Reference(XElement element)
    {
        if ((element.Attribute("name") ?? element.Attribute("langword") ?? element.Attribute("href")) is { } plain)
            return plain.Value;
        string code = element.Attribute("cref")?.Value ?? "";
        int arguments = code.IndexOfAny(['(', '{', '<']);
        if (arguments >= 0)
            code = code.Substring(0, arguments);
        return code.Substring(code.LastIndexOfAny(['.', ':']) + 1);
    }
}
