using Microsoft.AspNetCore.Http;
using Optimas.Serving.Protocol;

namespace Optimas.Serving;

/// <summary>What a request is for.</summary>
internal enum RouteKind
{
    Unknown,
    Health,
    Models,
    Model,
    Chat,
    Embeddings,
}

/// <summary>Where a request goes. Its name is safe to log, whatever the client put into the path.</summary>
internal sealed record Route(RouteKind Kind, string Name, string Method, string Model)
{
    private const string ModelsPath = "/v1/models";

    public static Route Of(HttpRequest request)
    {
        string method = HttpMethods.IsGet(request.Method) ? "GET" : HttpMethods.IsPost(request.Method) ? "POST" : "(other)";
        string path = request.Path.Value ?? "";
        return path switch
        {
            "/health" => new(RouteKind.Health, path, method, ""),
            ModelsPath => new(RouteKind.Models, path, method, ""),
            "/v1/chat/completions" => new(RouteKind.Chat, path, method, ""),
            "/v1/embeddings" => new(RouteKind.Embeddings, path, method, ""),
            _ when path.StartsWith(ModelsPath + "/", StringComparison.Ordinal) => new(RouteKind.Model, ModelsPath + "/{model}", method, path[(ModelsPath.Length + 1)..]),
            _ => new(RouteKind.Unknown, "(unknown)", method, ""),
        };
    }

    /// <exception cref="ApiException">Nothing is served here, or not by this method.</exception>
    public void DemandMethod(HttpContext context)
    {
        if (Kind == RouteKind.Unknown)
        {
            throw new ApiException(
                StatusCodes.Status404NotFound,
                "invalid_request_error",
                "unknown_url",
                param: null,
                "Nothing is served at this address; there is /v1/chat/completions, /v1/embeddings, /v1/models and /health.");
        }

        string wanted = Kind is RouteKind.Chat or RouteKind.Embeddings ? "POST" : "GET";
        if (Method == wanted)
            return;
        context.Response.Headers.Allow = wanted;
        throw new ApiException(
            StatusCodes.Status405MethodNotAllowed, "invalid_request_error", "method_not_allowed", param: null, $"{Name} takes {wanted} alone.");
    }
}
