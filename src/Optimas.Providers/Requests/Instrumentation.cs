using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Optimas.Providers;

/// <summary>Where this package's spans and metrics come from.</summary>
internal static class Instrumentation
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "Optimas.Providers";

    /// <summary>The span attribute of who calls.</summary>
    public const string CallerTag = "optimas.caller";

    /// <summary>The package's own counters.</summary>
    public static Meter Meter { get; } = new(Name);

    /// <summary>The span of the model call that the code runs in; null where none is recorded.</summary>
    public static Activity? CurrentSpan => Activity.Current is { Source.Name: Name } span ? span : null;
}
