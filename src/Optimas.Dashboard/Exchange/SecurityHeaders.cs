using Microsoft.AspNetCore.Http;

namespace Optimas.Dashboard.Exchange;

/// <summary>What every reply tells the browser to keep to.</summary>
internal static class SecurityHeaders
{
    // Replies without a page of their own need nothing at all.
    private const string Nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void Set(HttpResponse response)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = Nothing;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        // What a run holds stays out of the browser's files.
        headers.CacheControl = "no-store";
    }

    /// <summary>
    /// The policy of the pages: the server's own scripts, styles and data, nothing inline. Mermaid makes style elements, which get the page's nonce;
    /// style attributes are let through, since Mermaid writes drawings with them and they can't load or send anything under this policy.
    /// </summary>
    public static void AllowPage(HttpResponse response, string nonce) => response.Headers.ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        + $"style-src-elem 'self' 'nonce-{nonce}'; style-src-attr 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>The policy of the form: a style sheet, and nothing but itself to send to.</summary>
    public static void AllowForm(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src-elem 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        // Without a referrer browsers do not say either from which origin a form comes, which is checked.
        response.Headers["Referrer-Policy"] = "same-origin";
    }
}
