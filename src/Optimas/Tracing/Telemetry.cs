using System.ComponentModel;
using System.Diagnostics;

namespace Optimas.Runtime;

/// <summary>The activities of running systems.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Telemetry
{
    /// <summary>The source <c>Optimas</c>: an activity per run, named for the system, and per traced component.</summary>
    public static ActivitySource Source { get; } = new("Optimas");
}
