using System.Text.Json;
using System.Text.Json.Nodes;
using Optimas.Tests.Generated;
using Optimas.Tests.Systems;

namespace Optimas.Tests.Configuration;

/// <summary>The schema of configuration files, asked of a validator that knows nothing of Optimas.</summary>
public sealed class SchemaTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_valid()
    {
        var plain = Plain.Configuration.Default with
        {
            Toned = new() { Tone = Tone.Loud },
            Weighted = new() { Weight = 0.01, Power = 9 },
            Scored = new() { Scorer = "w", Prompt = "", Model = "a" },
        };
        var library = Library.Configuration.Default with
        {
            Keywords = new() { Temperature = 0.5f, MaxOutputTokens = 3, Seed = long.MinValue, ModelId = "large" },
            Certainty = new() { Weights = "w", Temperature = 2 },
        };
        var chosen = Choosing.Configuration.Default with { Shifted = new() { Selector = new(new HashedReward([0, 1.5f, 0, -2])) } };
        foreach (SystemConfiguration configuration in new SystemConfiguration[]
        {
            Plain.Configuration.Default, plain, Library.Configuration.Default, library, Choosing.Configuration.Default, chosen, Tuning.System().Default,
        })
        {
            Problems(configuration.ToJson(), configuration.Graph).ShouldBeEmpty();
            Problems(ConfigurationJson.Write(configuration, ProvenanceTests.Full, "configuration.schema.json"), configuration.Graph).ShouldBeEmpty();
        }

        Problems("""{ "components": {} }""", Plain.Graph).ShouldBeEmpty("fields that are left out have their defaults");
    }

    [Theory]
    [InlineData("Books.Count", "4")]
    [InlineData("Books.Count", "\"2\"")]
    [InlineData("Books.Counts", "2")]
    [InlineData("Shelf.Count", "2")]
    [InlineData("Keywords.Prompt", "null")]
    [InlineData("Keywords.ModelId", "\"middle\"")]
    [InlineData("Keywords.Temperature", "-1")]
    [InlineData("Keywords.MaxOutputTokens", "1.5")]
    [InlineData("Certainty.Weights", "\"\"")]
    [InlineData("Certainty.Temperature", "2.5")]
    [InlineData("Keywords.Selector", "{}")]
    public void What_the_system_refuses_is_invalid(string field, string value)
    {
        var json = JsonNode.Parse(Library.Configuration.Default.ToJson())!;
        string[] path = field.Split('.');
        var component = json["components"]!.AsObject();
        if (!component.ContainsKey(path[0]))
            component[path[0]] = new JsonObject();
        component[path[0]]![path[1]] = JsonNode.Parse(value);

        Problems(json.ToJsonString(), Library.Graph).ShouldNotBeEmpty();
        Should.Throw<ConfigurationException>(() => Library.Configuration.FromJson(json.ToJsonString()));
    }

    [Fact]
    public void A_selector_belongs_to_components_that_choose_per_input_and_says_its_kind()
    {
        Problems("""{ "components": { "Shifted": { "Selector": { "kind": "hashed" } } } }""", Choosing.Graph).ShouldBeEmpty();
        Problems("""{ "components": { "Shifted": { "Selector": { "weights": [] } } } }""", Choosing.Graph).ShouldNotBeEmpty();
        Problems("""{ "components": { "Shifted": { "Selector": 3 } } }""", Choosing.Graph).ShouldNotBeEmpty();
    }

    [Fact]
    public void A_configuration_for_another_signature_or_system_is_invalid()
    {
        Problems(Library.Configuration.Default.ToJson(), Plain.Graph).ShouldNotBeEmpty();
        Problems($$"""{ "signatureHash": "0123456789abcdef", "components": {} }""", Plain.Graph).ShouldNotBeEmpty();
    }

    [Fact]
    public void The_schema_explains_every_field()
    {
        using var schema = JsonDocument.Parse(ConfigurationSchema.Write(Library.Graph));

        schema.RootElement.GetProperty("$schema").GetString().ShouldBe("https://json-schema.org/draft/2020-12/schema");
        var components = schema.RootElement.GetProperty("properties").GetProperty("components").GetProperty("properties");
        var books = components.GetProperty("Books");
        books.GetProperty("description").GetString().ShouldBe("Retrieves the books that match the keywords.");
        books.GetProperty("properties").GetProperty("Count").GetProperty("enum").GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal).ShouldBe("[1,2,3]");
        books.GetProperty("properties").GetProperty("Count").GetProperty("default").GetInt32().ShouldBe(2);
        components.GetProperty("Keywords").GetProperty("properties").GetProperty("Prompt").GetProperty("description").GetString()!.ShouldContain("{question}");
    }

    [Fact]
    public async Task A_file_names_the_schema_beside_it()
    {
        string path = _folder.At("my configuration.json");

        await Library.Configuration.Default.SaveAsync(path, ProvenanceTests.Full, default);

        string json = await File.ReadAllTextAsync(path);
        using var file = JsonDocument.Parse(json);
        // As editors resolve it. .NET's own URI of a file's path takes % for a letter.
        string schema = Uri.UnescapeDataString(new Uri(new Uri("http://editor" + path.Replace(" ", "%20", StringComparison.Ordinal)), file.RootElement.GetProperty("$schema").GetString()).AbsolutePath);
        schema.ShouldBe(_folder.At("my configuration.schema.json"));
        Problems(json, await File.ReadAllTextAsync(schema)).ShouldBeEmpty();
        (await Library.Configuration.LoadAsync(path)).ShouldBe(Library.Configuration.Default);
    }

    private static IReadOnlyList<string> Problems(string json, SystemGraph graph) => Problems(json, ConfigurationSchema.Write(graph));

    private static IReadOnlyList<string> Problems(string json, string schema)
    {
        using var document = JsonDocument.Parse(json);
        // With a registry of its own: schemas without an id would meet in the global one.
        var results = global::Json.Schema.JsonSchema.FromText(schema, new global::Json.Schema.BuildOptions { SchemaRegistry = new() })
            .Evaluate(document.RootElement, new() { OutputFormat = global::Json.Schema.OutputFormat.List });
        return results.IsValid
            ? []
            : [.. (results.Details ?? []).SelectMany(d => (d.Errors ?? new Dictionary<string, string>()).Select(e => $"{d.InstanceLocation}: {e.Value}")).DefaultIfEmpty("invalid")];
    }
}
