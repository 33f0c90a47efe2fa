using System.Collections.Immutable;
using System.Text.Json;
using Optimas.Runtime;

namespace Optimas;

/// <summary>
/// (x_k, y_k) as a local reward sees it: both as text, and as the numbers that their types give away. Two observations are equal when their
/// texts are.
/// </summary>
public sealed class Observation : IEquatable<Observation>
{
    private Observation(string input, string output, ImmutableArray<Feature> features)
    {
        Input = input;
        Output = output;
        Features = features;
    }

    /// <summary>x_k as text.</summary>
    public string Input { get; }

    /// <summary>y_k as text. Outputs with equal texts count as equal.</summary>
    public string Output { get; }

    /// <summary>
    /// Numbers about y_k and about what it shares with x_k: numbers, flags, counts and lengths, field by field, then overlaps. The order and
    /// the names are those of the visit.
    /// </summary>
    public ImmutableArray<Feature> Features { get; }

    /// <summary>Observes one call.</summary>
    /// <param name="writeInput">Visits x_k.</param>
    /// <param name="writeOutput">Visits y_k.</param>
    public static Observation Of(Action<IFieldWriter> writeInput, Action<IFieldWriter> writeOutput) =>
        new(TextRenderer.Render(writeInput), TextRenderer.Render(writeOutput), FeatureWriter.Measure(writeInput, writeOutput));

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">The JSON is not an observation.</exception>
    public static Observation Read(JsonElement json)
    {
        try
        {
            var features = ImmutableArray.CreateBuilder<Feature>();
            foreach (var feature in json.GetProperty("features").EnumerateObject())
                features.Add(new(feature.Name, feature.Value.GetDouble()));
            return new(json.GetProperty("input").GetString()!, json.GetProperty("output").GetString()!, features.ToImmutable());
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new JsonException($"the JSON is not an observation: {e.Message}", e);
        }
    }

    /// <summary>Writes it as one JSON object, without loss.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("input", Input);
        writer.WriteString("output", Output);
        writer.WriteStartObject("features");
        foreach (var feature in Features)
            writer.WriteNumber(feature.Name, feature.Value);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public bool Equals(Observation? other) => other is not null && Input == other.Input && Output == other.Output;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Observation);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Input, Output);
}
