using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Optimas.Storage;

namespace Optimas.Reports;

/// <summary>The documents as JSON: camel-cased names and enumerations, times in seconds. <c>web/src/document.ts</c> has the same types.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(CamelCase<RunStatus>), typeof(CamelCase<RewardPointKind>), typeof(CamelCase<FieldKind>), typeof(CamelCase<SlotOrigin>)])]
[JsonSerializable(typeof(ImmutableArray<RunSummary>))]
[JsonSerializable(typeof(RunDocument))]
[JsonSerializable(typeof(ReportDocument))]
[JsonSerializable(typeof(ImmutableArray<RunEvent>))]
[JsonSerializable(typeof(TrajectoryDetail))]
[JsonSerializable(typeof(Page<TrajectoryItem>))]
[JsonSerializable(typeof(Page<PairItem>))]
[JsonSerializable(typeof(ImmutableArray<FieldChange>))]
public sealed partial class ReportJson : JsonSerializerContext;

internal sealed class CamelCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase)
    where T : struct, Enum;
