using System.Text.Json;

namespace Optimas.Cli.Doctor;

/// <summary>What a check found.</summary>
/// <param name="Name">What was looked for.</param>
/// <param name="IsRequired">Whether Optimas does without it nowhere; else some part does not work.</param>
/// <param name="NeededFor">What it is needed for.</param>
/// <param name="IsPresent">Whether it is there and works.</param>
/// <param name="Detail">What was found, such as a version; or what is wrong.</param>
/// <param name="Remedy">How to get it; null where it is there.</param>
internal sealed record Finding(string Name, bool IsRequired, string NeededFor, bool IsPresent, string Detail, string? Remedy)
{
    public string Mark => IsPresent ? "ok" : IsRequired ? "MISSING" : "missing";

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("name", Name);
        writer.WriteBoolean("present", IsPresent);
        writer.WriteBoolean("required", IsRequired);
        writer.WriteString("neededFor", NeededFor);
        writer.WriteString("detail", Detail);
        writer.WriteString("remedy", Remedy);
        writer.WriteEndObject();
    }
}
