using System.Text.Json;
using System.Text.Json.Serialization;

namespace Optimas.Dashboard.Exchange;

/// <summary>What a refused request gets.</summary>
internal sealed record Refusal(RefusalReason Error);

/// <summary>Why it was refused.</summary>
internal sealed record RefusalReason(string Code, string? Field, string Message);

/// <summary>Refusals as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Refusal))]
internal sealed partial class RefusalJson : JsonSerializerContext;
