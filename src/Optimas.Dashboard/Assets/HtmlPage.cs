using Microsoft.AspNetCore.Http;
using Optimas.Dashboard.Exchange;

namespace Optimas.Dashboard.Assets;

/// <summary>What the server's two HTML pages share.</summary>
internal static class HtmlPage
{
    /// <param name="context">The request.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="files">The files of the pages.</param>
    /// <param name="title">The title, as HTML.</param>
    /// <param name="links">What the page loads, as HTML.</param>
    /// <param name="body">The page, as HTML.</param>
    public static Task ReplyAsync(HttpContext context, int status, PageFiles files, string title, string links, string body) => Reply.HtmlAsync(
        context,
        status,
        $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{title}</title>
        <link rel="icon" href="{files.AddressOf("icon.svg")}">
        {links}
        </head>
        <body>
        {body}
        </body>
        </html>
        """);
}
