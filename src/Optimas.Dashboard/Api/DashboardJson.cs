using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Optimas.Reports;
using Optimas.Storage;

namespace Optimas.Dashboard.Api;

/// <summary>The store, as far as it is there.</summary>
/// <param name="File">Its file.</param>
/// <param name="State"><c>ready</c>, <c>missing</c> or <c>unreadable</c>.</param>
/// <param name="Message">What is wrong; null where it is ready.</param>
internal sealed record StoreState(string File, string State, string? Message);

/// <summary>How far a run is: what a page asks for every second.</summary>
internal sealed record RunProgress(RunSummary Run, long LastEvent);

/// <summary>In what two runs differ.</summary>
/// <param name="A">The first run.</param>
/// <param name="B">The second run.</param>
/// <param name="IsComparable">Whether both are of one system, by its signature.</param>
/// <param name="Changes">The fields in which their best configurations differ.</param>
internal sealed record RunDifference(RunSummary A, RunSummary B, bool IsComparable, ImmutableArray<FieldChange> Changes);

/// <summary>The dashboard's own documents as JSON; those of a run are <see cref="ReportJson"/>'s.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(CamelCase<RunStatus>), typeof(CamelCase<FieldKind>)])]
[JsonSerializable(typeof(StoreState))]
[JsonSerializable(typeof(RunProgress))]
[JsonSerializable(typeof(RunDifference))]
internal sealed partial class DashboardJson : JsonSerializerContext;
