using System.Reflection;
using System.Text.Json;
using Optimas.Journaling;

namespace Optimas;

/// <summary>What an optimization says of itself beside the configuration that it found.</summary>
internal static class RunProvenance
{
    /// <summary>This library's version, without the build's own mark.</summary>
    public static string Version { get; } =
        typeof(RunProvenance).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <summary>A hash of examples; null where their inputs have no JSON form.</summary>
    public static string? HashOf<TIn, TOut, TLabel>(ICompoundSystem<TIn, TOut> system, IReadOnlyList<Example<TIn, TLabel>> examples)
    {
        if (system is not IRecordableSystem<TIn, TOut> recordable)
            return null;
        try
        {
            return DataHash.Of(examples.Select(e => (e.Id, recordable.WriteInput(e.Input), e.Label?.ToString())));
        }
        catch (Exception e) when (e is NotSupportedException or InvalidOperationException or JsonException)
        {
            // Only a journal needs inputs as JSON: an optimization without one works without.
            return null;
        }
    }
}
