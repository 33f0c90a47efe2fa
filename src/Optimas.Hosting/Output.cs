using System.Text;
using System.Text.Json;

namespace Optimas.Hosting;

/// <summary>What a verb prints: lines for a person and, where asked for, a last line of JSON.</summary>
internal sealed class Output(TextWriter writer, bool wantsJson)
{
    /// <summary>A line for a person.</summary>
    public void Line(FormattableString line) => writer.WriteLine(FormattableString.Invariant(line));

    /// <summary>A line or more for a person.</summary>
    public void Line(string text) => writer.WriteLine(text);

    /// <summary>The last line.</summary>
    public void Json(Action<Utf8JsonWriter> write)
    {
        if (!wantsJson)
            return;
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            write(json);
        writer.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
