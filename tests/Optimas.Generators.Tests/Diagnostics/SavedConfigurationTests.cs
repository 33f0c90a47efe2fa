using Microsoft.CodeAnalysis;

namespace Optimas.Generators.Tests.Diagnostics;

/// <summary>OPT018, over configurations as the runtime writes them.</summary>
public sealed class SavedConfigurationTests
{
    private const string Source = """
        public sealed record Question(string Text);

        [CompoundSystem<Question, string>(Output = nameof(Answer))]
        public sealed partial class Qa(IChatClient chat)
        {
            [Component, Prompt("Rephrase.")]
            private partial Task<string> Query(string text, CancellationToken ct);

            [Component]
            private string Answer(string query, [Hyperparameter(1, 3, 5)] int k, [Prompt("Be \"brief\".")] string style) => query + k + style + chat;
        }
        """;

    private const string Kinds = """
        public enum Tone { Plain, Loud }

        [CompoundSystem<string, string>(Output = nameof(Last))]
        public sealed partial class Kinds
        {
            [Component]
            private string Last(
                string input,
                [Hyperparameter(1, 3, 5)] int k,
                [Hyperparameter(Min = 0.5, Max = 2)] double rate = 1,
                [Hyperparameter(Min = 0.1, Max = 1)] float share = 0.5f,
                [Hyperparameter(Tone.Plain, Tone.Loud)] Tone tone = Tone.Plain,
                [Hyperparameter(true, false)] bool exact = true,
                [Hyperparameter("a", "b\"c")] string name = "a",
                [ModelChoice("small", "large")] string model = "small",
                [Hyperparameter(0.1, 2)] decimal price = 2) => input + k + rate + share + tone + exact + name + model + price;
        }
        """;

    [Fact]
    public async Task A_configuration_of_this_signature_is_fine() => (await RunAsync(Json())).ShouldBe("    none");

    [Fact]
    public async Task Every_drifted_field_is_named_and_the_first_is_the_place()
    {
        string json = Json()
            .Replace("int: 1, 3, 5", "int: 1, 3", StringComparison.Ordinal)
            .Replace("\"Answer.Style\"", "\"Answer.Tone\"", StringComparison.Ordinal);
        var diagnostic = await OneAsync(json);
        diagnostic.GetMessage(null).ShouldBe(
            "This configuration was optimized for another signature of Qa: Answer.K was int: 1, 3 and is int: 1, 3, 5: its value 1 is still legal; "
            + "Answer.Style is new: its value \"Be \\\"brief\\\".\" is still legal; Answer.Tone is gone; optimize again, or migrate it");
        diagnostic.Location.GetLineSpan().Path.ShouldBe("best.json");
        json.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length).ShouldBe("\"int: 1, 3\"");
    }

    [Fact]
    public async Task A_configuration_of_a_namesake_is_fine()
    {
        const string Namesake = """
            namespace Elsewhere;
            [CompoundSystem<string, string>(Output = nameof(Answer))]
            public sealed partial class Qa { [Component] private string Answer(string input, [Hyperparameter(1, 2)] int k) => input + k; }
            """;
        var compilation = TestCompilation.Create(Source, Namesake);
        var fine = await Analysis.RunAsync(compilation, new Analysis.File("best.json", Json()));
        fine.ShouldNotContain(d => d.Id == "OPT018");
        var stale = await Analysis.RunAsync(
            compilation, new Analysis.File("best.json", Json().Replace("int: 1, 3, 5", "int: 1, 3", StringComparison.Ordinal)));
        stale.Count(d => d.Id == "OPT018").ShouldBe(2);
    }

    [Fact]
    public async Task Provenance_and_schema_of_a_file_are_no_drift()
    {
        string json = ConfigurationJson.WithProvenance(Json(), new() { Run = "r", Seed = 1, Final = 0.5, OptimasVersion = "0.1.0" });
        json = "{ \"$schema\": \"best.schema.json\"," + json.TrimStart()[1..];
        (await RunAsync(json)).ShouldBe("    none");
        (await OneAsync(json.Replace("int: 1, 3, 5", "int: 1, 3", StringComparison.Ordinal))).GetMessage(null).ShouldContain("Answer.K was int: 1, 3 ");
    }

    [Fact]
    public async Task A_schema_beside_it_is_no_configuration() => (await RunAsync(ConfigurationSchema.Write(Default().Graph), "best.schema.json")).ShouldBe("    none");

    [Theory]
    [InlineData("int: 1, 3, 5", "int: 1, 3", "\"K\": 1", "\"K\": 5")]
    [InlineData("int: 1, 3, 5", "int: 7", "\"K\": 1", "\"K\": 7")]
    [InlineData("int: 1, 3, 5", "int: 7", "\"K\": 1", "\"K\": 3.0")]
    [InlineData("int: 1, 3, 5", "string: \"1\"", "\"K\": 1", "\"K\": \"1\"")]
    [InlineData("double in [0.5, 2]", "double in [0.5, 9]", "\"Rate\": 1", "\"Rate\": 2")]
    [InlineData("double in [0.5, 2]", "double in [0.5, 9]", "\"Rate\": 1", "\"Rate\": 2.5")]
    [InlineData("float in [0.1, 1]", "float: 0.1", "\"Share\": 0.5", "\"Share\": 0.1")]
    [InlineData("Tone: Plain, Loud", "Tone: Shrill", "\"Tone\": \"Plain\"", "\"Tone\": \"Loud\"")]
    [InlineData("Tone: Plain, Loud", "Tone: Shrill", "\"Tone\": \"Plain\"", "\"Tone\": \"Shrill\"")]
    [InlineData("bool: true, false", "string: \"true\"", "\"Exact\": true", "\"Exact\": \"true\"")]
    [InlineData("bool: true, false", "bool: false, true", "\"Exact\": true", "\"Exact\": false")]
    [InlineData("string: \"a\", \"b\\\"c\"", "string: \"a\"", "\"Name\": \"a\"", "\"Name\": \"b\\\"c\"")]
    [InlineData("model: \"small\", \"large\"", "model: \"small\"", "\"Model\": \"small\"", "\"Model\": \"huge\"")]
    [InlineData("decimal: 0.1, 2", "decimal: 2", "\"Price\": 2", "\"Price\": 0.1")]
    [InlineData("decimal: 0.1, 2", "decimal: 2", "\"Price\": 2", "\"Price\": null")]
    [InlineData("Last.Model", "Last.Engine", "\"Model\": \"small\"", "\"Engine\": \"small\"")]
    public async Task Building_says_what_loading_says(string declared, string before, string value, string saved)
    {
        var kinds = Default("Kinds", Kinds);
        string json = kinds.ToJson()
            .Replace(Quoted(declared), Quoted(before), StringComparison.Ordinal).Replace(value, saved, StringComparison.Ordinal);
        var diagnostics = await Analysis.RunAsync(TestCompilation.Create(Kinds), new Analysis.File("best.json", json));
        using var document = System.Text.Json.JsonDocument.Parse(json);
        var drift = ConfigurationJson.Drift(document.RootElement, kinds.Graph);
        drift.ShouldNotBeEmpty();
        diagnostics.Single(d => d.Id == "OPT018").GetMessage(null)
            .ShouldBe($"This configuration was optimized for another signature of Kinds: {string.Join("; ", drift)}; optimize again, or migrate it");

        static string Quoted(string text) =>
            $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }

    [Theory]
    [InlineData("{ \"signature\": ")]
    [InlineData("{ \"system\": \"Other\", \"signature\": { \"Answer\": \"x\" } }")]
    [InlineData("[ \"signature\" ]")]
    [InlineData("{ \"signature\": { \"Answer\": \"x\" } }")]
    [InlineData("{ \"system\": \"Qa\", \"signature\": { \"Answer\": \"x\" } } trailing")]
    [InlineData("{ \"system\": \"Qa\", \"signature\": { \"Answer\": \"\\ud8\" } }")]
    public async Task Other_files_are_left_alone(string json) => (await RunAsync(json)).ShouldBe("    none");

    [Fact]
    public async Task Files_of_another_kind_are_left_alone() =>
        (await RunAsync("{ \"system\": \"Qa\", \"signature\": { \"Answer\": \"x\" } }", "notes.txt")).ShouldBe("    none");

    [Fact]
    public async Task Escapes_are_read() =>
        (await OneAsync("{ \"system\": \"\\u0051a\", \"signature\": { \"\\u0041nswer\": \"a\\n\\\"b\\\"\" } }")).GetMessage(null)
            .ShouldContain("Answer was a\n\"b\" and is (query: Query) -> string");

    private static async Task<Diagnostic> OneAsync(string json)
    {
        var diagnostics = await Analysis.RunAsync(TestCompilation.Create(Source), new Analysis.File("best.json", json));
        return diagnostics.Single(d => d.Id == "OPT018");
    }

    private static async Task<string> RunAsync(string json, string path = "best.json")
    {
        var diagnostics = await Analysis.RunAsync(TestCompilation.Create(Source), new Analysis.File(path, json));
        return Analysis.Show(diagnostics.Where(d => d.Severity > DiagnosticSeverity.Info));
    }

    // What the generated code's own graph and configuration write.
    private static string Json() => Default().ToJson();

    private static SystemConfiguration Default() => Default("Qa", Source);

    private static SystemConfiguration Default(string system, string source)
    {
        using var image = new MemoryStream();
        var emitted = Analysis.Generated(TestCompilation.Create(source)).Emit(image);
        emitted.Success.ShouldBeTrue(string.Join('\n', emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
        var context = new System.Runtime.Loader.AssemblyLoadContext("saved");
        image.Position = 0;
        var configuration = context.LoadFromStream(image).GetType($"{system}+Configuration")!;
        return (SystemConfiguration)configuration.GetProperty("Default")!.GetValue(null)!;
    }
}
