using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Optimas.Dashboard.Assets;
using Optimas.Dashboard.Exchange;
using Optimas.Kestrel;

namespace Optimas.Dashboard.Access;

/// <summary>
/// Lets in who knows the token: programs by a bearer token, people by a form, whose cookie is not the token but a secret that ends with the server.
/// </summary>
/// <param name="token">What readers must know; null lets everybody in.</param>
/// <param name="files">The files of the pages.</param>
internal sealed class SignIn(string? token, PageFiles files)
{
    private const string Field = "token";

    private readonly Secret? _token = token is null ? null : new(token);
    private readonly string _session = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
    // Another one than that of a second dashboard on this machine: cookies don't know ports.
    private readonly string _cookie = $"optimas-ui-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";

    public bool IsNeeded => _token is not null;

    public bool IsKnown(HttpRequest request) =>
        _token is null
        || (Secret.BearerOf(request) is { } bearer && _token.Is(bearer))
        || (request.Cookies[_cookie] is { } cookie && new Secret(_session).Is(cookie));

    /// <summary>Shows the form, or takes what was typed into it.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            await ReplyWithFormAsync(context).ConfigureAwait(false);
            return;
        }

        DemandSameOrigin(context.Request);
        if (!context.Request.HasFormContentType)
            throw new RequestException(StatusCodes.Status415UnsupportedMediaType, "unsupported", null, "The form must come as a form.");
        string? given;
        try
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
            given = form[Field].Count == 1 ? form[Field].ToString().Trim() : null;
        }
        catch (Exception e) when (e is BadHttpRequestException or InvalidDataException)
        {
            throw new RequestException(StatusCodes.Status400BadRequest, "invalid", Field, "The form can't be read.");
        }

        if (given is null || !_token!.Is(given))
        {
            await ReplyWithFormAsync(context, "This is not the token of this dashboard.").ConfigureAwait(false);
            return;
        }

        context.Response.Cookies.Append(
            _cookie, _session, new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", Secure = context.Request.IsHttps });
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = "/";
    }

    public Task ReplyWithFormAsync(HttpContext context) => ReplyWithFormAsync(context, null);

    private Task ReplyWithFormAsync(HttpContext context, string? problem)
    {
        SecurityHeaders.AllowForm(context.Response);
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return HtmlPage.ReplyAsync(
            context,
            StatusCodes.Status401Unauthorized,
            files,
            "Sign in · Optimas",
            $"""<link rel="stylesheet" href="{files.AddressOf("sign-in.css")}">""",
            $"""
            <main>
            <h1>Optimas</h1>
            <form method="post" action="/sign-in">
            <label for="token">The token that the dashboard was started with</label>
            <input id="token" name="{Field}" type="password" autocomplete="current-password" required autofocus{(problem is null ? "" : " aria-describedby=\"problem\" aria-invalid=\"true\"")}>
            {(problem is null ? "" : $"<p id=\"problem\" role=\"alert\">{problem}</p>")}
            <button type="submit">Sign in</button>
            </form>
            </main>
            """);
    }

    // A page elsewhere must not sign its visitors in.
    private static void DemandSameOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        bool isOwn = origin.Count == 1 && string.Equals(origin[0], $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
        if (!isOwn || request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site && site != "same-origin")
            throw new RequestException(StatusCodes.Status403Forbidden, "cross_origin", null, "The form must be sent from this dashboard's own page.");
    }
}
