using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Optimas.Reports;

/// <summary>The script and the styles of the page, as <c>web/</c> was bundled when this library was built.</summary>
/// <param name="Script">The script; empty in a build without them.</param>
/// <param name="Styles">The styles.</param>
internal sealed record PageAssets(string Script, string Styles)
{
    private static readonly Lazy<PageAssets> s_embedded = new(() => new(Read("report.js"), Read("report.css")));

    /// <summary>Those of this library.</summary>
    public static PageAssets Embedded => s_embedded.Value;

    /// <summary>
    /// What the page may do: run this one script, and nothing from elsewhere. Charts set styles of their elements, which no hash can name.
    /// </summary>
    public string Policy =>
        $"default-src 'none'; script-src '{Hash(Script)}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

    private static string Hash(string script) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}";

    private static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name);
        if (stream is null)
            return "";
        using var reader = new StreamReader(stream);
        string text = reader.ReadToEnd();
        // An end of the element that it stands in would end it; a browser would read other line ends than the policy's hash is of.
        return text.Contains('\r', StringComparison.Ordinal) || text.Contains("</script", StringComparison.OrdinalIgnoreCase) || text.Contains("</style", StringComparison.OrdinalIgnoreCase)
            ? throw new InvalidDataException($"{name} can't stand in a page: it holds the end of an element, or a carriage return.")
            : text;
    }
}
