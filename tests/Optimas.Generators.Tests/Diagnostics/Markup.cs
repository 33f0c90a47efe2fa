using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Optimas.Generators.Tests.Diagnostics;

/// <summary>A source in which <c>[|…|]</c> marks where diagnostics are expected.</summary>
internal sealed class Markup
{
    public Markup(string marked)
    {
        var source = new StringBuilder();
        var spans = new List<TextSpan>();
        int start = 0;
        for (int i = 0; i < marked.Length; i++)
        {
            if (marked.AsSpan(i).StartsWith("[|"))
                start = source.Length;
            else if (marked.AsSpan(i).StartsWith("|]"))
                spans.Add(TextSpan.FromBounds(start, source.Length));
            else
            {
                source.Append(marked[i]);
                continue;
            }

            i++;
        }

        (Source, Spans) = (source.ToString(), spans);
    }

    public string Source { get; }

    public IReadOnlyList<TextSpan> Spans { get; }
}
