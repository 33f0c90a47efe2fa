using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace Optimas.Providers;

/// <summary>Who makes a call: the name given in the options, else the component that runs, else the innermost activity of Optimas.</summary>
internal static class Caller
{
    /// <summary>The name of callers that have none.</summary>
    public const string Unnamed = "(unnamed)";

    public static string Of(ChatOptions? options)
    {
        if (options?.AdditionalProperties?.TryGetValue(ComponentScope.CallerProperty, out object? named) is true
            && named?.ToString() is { Length: > 0 } name)
        {
            return name;
        }

        if (ComponentScope.Current is { } scope)
            return scope.Component.Name;
        for (var activity = Activity.Current; activity is not null; activity = activity.Parent)
        {
            if (activity.Source.Name == Optimas.Runtime.Telemetry.Source.Name)
                return activity.OperationName;
        }

        return Unnamed;
    }
}
