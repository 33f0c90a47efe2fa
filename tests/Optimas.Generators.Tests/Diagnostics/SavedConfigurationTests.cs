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
            "This configuration was optimized for another signature of Qa: Answer.K was int: 1, 3 and is int: 1, 3, 5; Answer.Style is new; "
            + "Answer.Tone is gone; optimize again");
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
    private static string Json()
    {
        using var image = new MemoryStream();
        var emitted = Analysis.Generated(TestCompilation.Create(Source)).Emit(image);
        emitted.Success.ShouldBeTrue(string.Join('\n', emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
        var context = new System.Runtime.Loader.AssemblyLoadContext("saved", isCollectible: true);
        image.Position = 0;
        var configuration = context.LoadFromStream(image).GetType("Qa+Configuration")!;
        string json = ((SystemConfiguration)configuration.GetProperty("Default")!.GetValue(null)!).ToJson();
        context.Unload();
        return json;
    }
}
