namespace Optimas.Generators;

/// <summary>The names under which a test finds the generator's steps.</summary>
internal static class TrackingNames
{
    public const string Systems = nameof(Systems);
    public const string Services = nameof(Services);
}
