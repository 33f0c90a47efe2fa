using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Optimas.Dashboard.Exchange;

namespace Optimas.Dashboard.Assets;

/// <summary>The one HTML page. Scripts fill it; the part of its address after # says with what.</summary>
internal static class Shell
{
    public static Task ReplyAsync(HttpContext context, PageFiles files)
    {
        string nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        SecurityHeaders.AllowPage(context.Response, nonce);
        string scripts = files.HasPages
            ? $"""
              <link rel="stylesheet" href="{files.AddressOf("dashboard.css")}" integrity="{files.IntegrityOf("dashboard.css")}">
              <script src="{files.AddressOf("dashboard.js")}" integrity="{files.IntegrityOf("dashboard.js")}" nonce="{nonce}" defer></script>
              """
            : "";
        return HtmlPage.ReplyAsync(
            context,
            StatusCodes.Status200OK,
            files,
            "Optimas",
            scripts,
            $"""
            <main id="main" tabindex="-1">
            <p>{(files.HasPages ? "The pages need scripts, which this browser does not run." : "This build has no pages: it was made with -p:OptimasWeb=none. The data is at /api/runs.")}</p>
            </main>
            """);
    }
}
