using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Optimas;

/// <summary>
/// Configurations as C# source: a class with the configuration as a constant, for programs that carry it compiled rather than as a file. Values are
/// typed by the signature that was saved with them, so that the system's code is not needed.
/// </summary>
public static class ConfigurationSource
{
    /// <summary>A configuration as a C# file.</summary>
    /// <param name="json">What <see cref="ConfigurationJson"/> wrote.</param>
    /// <param name="options">The names to use.</param>
    /// <exception cref="ConfigurationException">The JSON holds no configuration with a signature, or a value that the signature does not explain.</exception>
    /// <exception cref="ArgumentException">A name is no C# name.</exception>
    public static string Write(string json, ConfigurationSourceOptions options)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(options);
        using var document = ConfigurationJson.Parse(json);
        var root = ConfigurationJson.Root(document.RootElement);
        if (!root.TryGetProperty(ConfigurationJson.SystemKey, out var name) || name.ValueKind != JsonValueKind.String || name.GetString() is not { Length: > 0 } system
            || !root.TryGetProperty(ConfigurationJson.SignatureKey, out var signature) || signature.ValueKind != JsonValueKind.Object)
        {
            throw new ConfigurationException("The configuration does not say its system and signature, which its types are known from. Save it again.");
        }

        if (!CSharpText.IsIdentifier(system))
            throw new ConfigurationException($"\"{system}\" is no name of a system.");
        string constant = options.Class ?? system + "Settings";
        Check(constant, dotted: false, nameof(options.Class));
        if (options.Namespace is { } space)
            Check(space, dotted: true, nameof(options.Namespace));
        foreach (string import in options.Usings)
            Check(import.StartsWith("static ", StringComparison.Ordinal) ? import["static ".Length..] : import, dotted: true, "using");
        string type = options.SystemType ?? CSharpText.Identifier(system);
        string hash = root.TryGetProperty(ConfigurationJson.HashKey, out var h) ? h.ToString() : "";
        var provenance = ConfigurationJson.ReadProvenance(json);

        var source = new StringBuilder();
        source.Append("// Written by optimas export. Optimize and export again rather than edit.\n#nullable enable\n\n");
        foreach (string import in options.Usings)
            source.Append($"using {import};\n");
        if (options.Usings.Count > 0)
            source.Append('\n');
        if (options.Namespace is { } named)
            source.Append($"namespace {named};\n\n");
        source.Append($"/// <summary>The optimized configuration of {Documentation(system)}.</summary>\n");
        source.Append($"/// <remarks>{Documentation(Describe(provenance, hash))}</remarks>\n");
        source.Append($"{(options.IsPublic ? "public" : "internal")} static class {CSharpText.Identifier(constant)}\n{{\n");
        source.Append("    /// <summary>The hash of the signature that it was optimized for. It fits a system whose Graph.SignatureHash is the same.</summary>\n");
        source.Append($"    public const string SignatureHash = {CSharpText.Expression(hash, "")};\n\n");
        source.Append("    /// <summary>The configuration.</summary>\n");
        source.Append($"    public static {type}.Configuration Value {{ get; }} = new()\n    {{\n");
        var declared = ConfigurationDrift.Declared(signature);
        foreach (var component in ConfigurationJson.Components(root).EnumerateObject())
            Component(source, component, declared, options);
        source.Append("    };\n}\n");
        return source.ToString();
    }

    private static void Component(StringBuilder source, JsonProperty component, Dictionary<string, string> declared, ConfigurationSourceOptions options)
    {
        if (component.Value.ValueKind != JsonValueKind.Object)
            throw new ConfigurationException($"{component.Name} must be a JSON object of its fields.");
        // What is null has its default, which is null.
        var fields = component.Value.EnumerateObject().Where(f => f.Value.ValueKind != JsonValueKind.Null).ToList();
        if (fields.Count == 0)
            return;
        source.Append($"        {Name(component.Name)} = new()\n        {{\n");
        foreach (var field in fields)
        {
            string name = $"{component.Name}.{field.Name}";
            string value = field.Name == nameof(ComponentConfiguration.Selector) && field.Value.ValueKind == JsonValueKind.Object
                ? $"new(global::Optimas.LocalRewardJson.Read(global::System.Text.Json.JsonElement.Parse({CSharpText.Expression(Compact(field.Value), "")})))"
                : Value(name, field.Value, declared.GetValueOrDefault(name), options);
            source.Append($"            {Name(field.Name)} = {value},\n");
        }

        source.Append("        },\n");
    }

    private static string Value(string field, JsonElement value, string? declares, ConfigurationSourceOptions options)
    {
        // As SystemSignature writes them: "int: 1, 3", "double in [0, 1]", "Tone: Plain, Loud", "model: …", "prompt", "weights"; settings have none.
        string type = declares is null ? "" : declares.Split([':', ' '], 2)[0];
        return value.ValueKind switch
        {
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.String when type is "string" or "prompt" or "model" or "weights" or "" => CSharpText.Expression(value.GetString()!, "                "),
            JsonValueKind.String => EnumValue(EnumType(field, type, options), field, value.GetString()!),
            JsonValueKind.Number => value.GetRawText() + type switch
            {
                "long" => "L",
                "float" => "f",
                "double" => "d",
                "decimal" => "m",
                // Of the settings only the temperature has fractions, and it is a float.
                "" when !value.TryGetInt64(out _) => "f",
                _ => "",
            },
            _ => throw new ConfigurationException($"{field} is {value.GetRawText()}, which is no value of a configuration."),
        };
    }

    // A member, members together as flags are written, or a number that no member has.
    private static string EnumValue(string type, string field, string value)
    {
        string[] members = value.Split(", ");
        if (members.All(CSharpText.IsIdentifier))
            return string.Join(" | ", members.Select(m => $"{type}.{CSharpText.Identifier(m)}"));
        return long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? string.Create(CultureInfo.InvariantCulture, $"({type})({number})")
            : throw new ConfigurationException($"{field} is \"{value}\", which is no value of {type}.");
    }

    private static string EnumType(string field, string type, ConfigurationSourceOptions options) =>
        options.EnumTypes.TryGetValue(field, out string? named) ? named
        : type.Length > 0 && type.All(c => char.IsLetterOrDigit(c) || c is '_' or '@') ? CSharpText.Identifier(type)
        : throw new ConfigurationException($"{field} has the type {type}, which can't be written from the file alone; export it with the program's config export.");

    private static string Name(string name) => CSharpText.IsIdentifier(name)
        ? CSharpText.Identifier(name)
        : throw new ConfigurationException($"\"{name}\" is no name of a component or field.");

    private static void Check(string name, bool dotted, string what)
    {
        if (!(dotted ? name.Split('.') : [name]).All(CSharpText.IsIdentifier))
            throw new ArgumentException($"\"{name}\" is no C# name for a {what.ToLowerInvariant()}.");
    }

    private static string Describe(ConfigurationProvenance? provenance, string hash)
    {
        var parts = new List<string>();
        void Add(FormattableString part) => parts.Add(FormattableString.Invariant(part));
        if (provenance?.Run is { } run)
            Add($"run {run}");
        if (provenance?.Seed is { } seed)
            Add($"seed {seed}");
        if (provenance is { Initial: { } initial, Final: { } final })
            Add($"score {initial:0.000} before and {final:0.000} after (gain {final - initial:+0.000;-0.000}{Error(provenance)})");
        if (provenance?.DecidingExamples is { } deciding)
            Add($"{deciding} deciding examples");
        if (provenance?.SystemRuns is { } runs)
            Add($"{runs:0.#} system runs");
        if (provenance?.TrainingData is { } training)
            Add($"training data {training}");
        if (provenance?.ValidationData is { } validation)
            Add($"validation data {validation}");
        if (provenance?.Finished is { } finished)
            Add($"{finished.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
        if (provenance?.OptimasVersion is { } version)
            Add($"Optimas {version}");
        parts.Add($"signature {hash}");
        return string.Join(", ", parts) + ".";
    }

    private static string Error(ConfigurationProvenance provenance) =>
        provenance.GainStandardError is { } error ? string.Create(CultureInfo.InvariantCulture, $" ± {error:0.000}") : "";

    private static string Documentation(string text) => new StringBuilder(text)
        .Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace('\r', ' ').Replace('\n', ' ').ToString();

    private static string Compact(JsonElement json)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, ConfigurationJson.Writing with { Indented = false }))
            json.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}

/// <summary>The names in a configuration's C# source.</summary>
public sealed record ConfigurationSourceOptions
{
    /// <summary>The system's own name, in no namespace.</summary>
    public static ConfigurationSourceOptions Default { get; } = new();

    /// <summary>The exact names of a configuration's types.</summary>
    public static ConfigurationSourceOptions Of(SystemConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return new()
        {
            SystemType = configuration.GetType().DeclaringType is { } system ? CSharpText.TypeName(system) : null,
            EnumTypes = configuration.Graph.Fields.Where(f => f.Parameter.Type.IsEnum)
                .ToDictionary(f => f.Name, f => CSharpText.TypeName(f.Parameter.Type), StringComparer.Ordinal),
        };
    }

    /// <summary>The namespace of the class; null for none.</summary>
    public string? Namespace { get; init; }

    /// <summary>The name of the class; null for the system's with <c>Settings</c> after it.</summary>
    public string? Class { get; init; }

    /// <summary>Whether other assemblies see the class.</summary>
    public bool IsPublic { get; init; }

    /// <summary>The system's type as C# writes it; null for its name alone, which the namespace or the usings have to make known.</summary>
    public string? SystemType { get; init; }

    /// <summary>The enum types of fields as C# writes them, by the field's dotted name; others are written by their name alone.</summary>
    public IReadOnlyDictionary<string, string> EnumTypes { get; init; } = new Dictionary<string, string>();

    /// <summary>What stands behind <c>using</c> at the top: namespaces, or <c>static</c> with a type that systems are nested in.</summary>
    public IReadOnlyList<string> Usings { get; init; } = [];
}
