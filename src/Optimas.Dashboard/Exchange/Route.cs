using System.Collections.Immutable;

namespace Optimas.Dashboard.Exchange;

/// <summary>What a request is for.</summary>
internal enum RouteKind
{
    Unknown,
    Page,
    File,
    SignIn,
    Api,
}

/// <summary>Where a request goes.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Name">The address with names in place of what varies: safe to log.</param>
/// <param name="Parts">What varies, in order.</param>
internal sealed record Route(RouteKind Kind, string Name, ImmutableArray<string> Parts)
{
    public const string Files = "/files/";
    public const string Store = "/api/store";
    public const string Runs = "/api/runs";
    public const string Run = "/api/runs/{run}";
    public const string Progress = "/api/runs/{run}/progress";
    public const string Events = "/api/runs/{run}/events";
    public const string Trajectories = "/api/runs/{run}/trajectories";
    public const string Trajectory = "/api/runs/{run}/trajectories/{trajectory}";
    public const string Pairs = "/api/runs/{run}/pairs";
    public const string Changes = "/api/runs/{run}/changes";
    public const string Configuration = "/api/runs/{run}/configurations/{hash}";
    public const string Difference = "/api/diff";

    private static readonly string[][] s_api =
    [
        .. new[] { Store, Runs, Run, Progress, Events, Trajectories, Trajectory, Pairs, Changes, Configuration, Difference }.Select(r => r.Split('/')),
    ];

    public string Last => Parts[^1];

    public static Route Of(string path)
    {
        if (path is "/" or "/index.html")
            return new(RouteKind.Page, "/", []);
        if (path == "/sign-in")
            return new(RouteKind.SignIn, path, []);
        if (path.StartsWith(Files, StringComparison.Ordinal))
            return new(RouteKind.File, Files + "{file}", [path[Files.Length..]]);
        string[] parts = path.Split('/');
        return s_api.FirstOrDefault(known => Fits(known, parts)) is { } found
            ? new(RouteKind.Api, string.Join('/', found), [.. parts.Where((_, i) => IsOpen(found[i]))])
            : new(RouteKind.Unknown, "(unknown)", []);
    }

    private static bool Fits(string[] known, string[] parts) =>
        known.Length == parts.Length && known.Zip(parts).All(p => IsOpen(p.First) ? p.Second.Length > 0 : p.First == p.Second);

    private static bool IsOpen(string part) => part.StartsWith('{');
}
