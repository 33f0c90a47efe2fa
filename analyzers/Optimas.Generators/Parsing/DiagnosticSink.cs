using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Optimas.Generators.Diagnostics;

namespace Optimas.Generators.Parsing;

/// <summary>Collects diagnostics, each once.</summary>
internal sealed class DiagnosticSink
{
    private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
    private readonly HashSet<(string, Location, string)> _seen = [];

    /// <summary>Whether something was reported that leaves no meaningful system.</summary>
    public bool HasFatal { get; private set; }

    public ImmutableArray<Diagnostic> ToImmutable() => _diagnostics.ToImmutable();

    public void Report(DiagnosticDescriptor descriptor, Location location, params object[] arguments) =>
        Report(descriptor, location, ImmutableDictionary<string, string?>.Empty, [], arguments);

    public void Report(
        DiagnosticDescriptor descriptor, Location location, ImmutableDictionary<string, string?> properties, params object[] arguments) =>
        Report(descriptor, location, properties, [], arguments);

    public void Report(
        DiagnosticDescriptor descriptor,
        Location location,
        ImmutableDictionary<string, string?> properties,
        IEnumerable<Location> additionalLocations,
        params object[] arguments)
    {
        var diagnostic = Diagnostic.Create(descriptor, location, additionalLocations, properties, arguments);
        if (!_seen.Add((descriptor.Id, location, diagnostic.GetMessage(CultureInfo.InvariantCulture))))
            return;
        _diagnostics.Add(diagnostic);
        // A placeholder that names nothing stays in the prompt as it is.
        HasFatal |= descriptor.DefaultSeverity == DiagnosticSeverity.Error && descriptor != Descriptors.UnknownPlaceholder;
    }
}
