using System.Runtime.Loader;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Optimas.Generators.Tests.Diagnostics;

namespace Optimas.Generators.Tests.Generation;

/// <summary>Configurations as C# source: compiled against a generated system, and compared with the file that they came from.</summary>
public sealed class ConfigurationSourceTests
{
    private const string Source = """
        namespace Shop;

        public enum Tone { Plain, @class }

        [Flags]
        public enum Marks { None = 0, Dot = 1, Dash = 2 }

        [CompoundSystem<string, string>(Output = nameof(Last))]
        public sealed partial class Desk(IChatClient chat)
        {
            [Component, Prompt("Draft it."), ModelChoice("small", "large")]
            private partial Task<string> Draft(string input, CancellationToken ct);

            [Component, Prompt("Check it."), Trainable]
            private partial Task<string> Checked(string draft, CancellationToken ct);

            [Component]
            private string Last(
                string @checked,
                [Prompt("Style.")] string @string,
                [Hyperparameter(1, -3, 5)] int k,
                [Hyperparameter(1L, 5000000000L)] long wide,
                [Hyperparameter(Min = -0.5, Max = 2)] double rate = 1,
                [Hyperparameter(Min = 1e-6, Max = 1, Scale = Scale.Log)] float share = 0.5f,
                [Hyperparameter(Tone.Plain, Tone.@class)] Tone tone = Tone.Plain,
                [Hyperparameter(Marks.None, Marks.Dot | Marks.Dash, (Marks)8)] Marks marks = Marks.None,
                [Hyperparameter(true, false, PerInput = true)] bool exact = true,
                [Hyperparameter("a", "b\"c")] string name = "a",
                [Hyperparameter(0.1, 2)] decimal price = 2) => @checked + @string + k + wide + rate + share + tone + marks + exact + name + price + chat;
        }
        """;

    public static TheoryData<string> Texts =>
    [
        "", "Plain words.", "Two\nlines", "\nstarts and ends\n", "\n", "  indented\n\tand tabbed  \n\n   ", "a \"quoted\" word", "\"all quoted\"", "\"\"\"three\"\"\"",
        "\"\"\"\"\nmany \"\"\"\"\" quotes\n\"\"\"\"", "back\\slash", "\\", "{braces} {{twice}}", "carriage\r\nreturn", "tab\t", "null\0 bell\a escape\u001b[31m",
        "line\u2028separator", "right\u202eto left", "emoji 😀 漢字 Ä", "lone \ud83d surrogate", "\ud83d", "next\u0085line", "/* comment */ // \u000b\u000c", "ends with \"", "\"",
    ];

    private static readonly Assembled s_system = Assembled.Of();

    [Theory, MemberData(nameof(Texts))]
    public void Any_text_comes_back(string text)
    {
        var saved = s_system.Default.WithValue(s_system.Field("Last.String"), text).WithValue(s_system.Field("Draft.Prompt"), text);

        ShouldComeBack(saved, ConfigurationSource.Write(Json(saved), new() { Namespace = "Shop" }), "Shop.DeskSettings");
    }

    [Fact]
    public void Values_of_every_type_come_back_from_the_file_alone()
    {
        var saved = Changed();

        string source = ConfigurationSource.Write(Json(saved), new() { Namespace = "Deployed.Today", Class = "Best", Usings = ["Shop"], IsPublic = true });

        ShouldComeBack(saved, source, "Deployed.Today.Best");
        source.ShouldContain("public static class Best");
        source.ShouldNotContain("= null", Case.Sensitive, "null is the default");
    }

    [Fact]
    public void Values_of_every_type_come_back_with_the_exact_names_that_the_program_knows()
    {
        var saved = Changed();

        string source = ConfigurationSource.Write(Json(saved), ConfigurationSourceOptions.Of(saved) with { Namespace = "Tone" });

        source.ShouldContain("global::Shop.Tone.@class");
        ShouldComeBack(saved, source, "Tone.DeskSettings");
        ShouldComeBack(s_system.Default, ConfigurationSource.Write(Json(s_system.Default), ConfigurationSourceOptions.Of(saved)), "DeskSettings");
    }

    [Fact]
    public void It_says_where_it_comes_from()
    {
        string source = ConfigurationSource.Write(
            ConfigurationJson.WithProvenance(Json(s_system.Default), new()
            {
                Run = "20261126-<&>\n-x", Seed = 3, Initial = 0.25, Final = 0.5, GainStandardError = 0.0621, DecidingExamples = 60, SystemRuns = 299.5, OptimasVersion = "0.1.0",
            }),
            ConfigurationSourceOptions.Of(s_system.Default));

        source.ShouldContain("<remarks>run 20261126-&lt;&amp;&gt; -x, seed 3, score 0.250 before and 0.500 after (gain +0.250 ± 0.062), 60 deciding examples, 299.5 system runs, Optimas 0.1.0, signature");
        source.ShouldContain($"public const string SignatureHash = \"{s_system.Default.Graph.SignatureHash}\";");
        ShouldComeBack(s_system.Default, source, "DeskSettings");
    }

    [Theory]
    [InlineData("{}", "does not say its system and signature")]
    [InlineData("nonsense", "not valid JSON")]
    [InlineData("""{"system":"A","signature":{}}""", "no object \"components\"")]
    [InlineData("""{"system":"A","signature":{},"components":{"B":3}}""", "B must be a JSON object")]
    [InlineData("""{"system":"A","signature":{},"components":{"B c":{"D":3}}}""", "no name of a component or field")]
    [InlineData("""{"system":"A","signature":{},"components":{"B":{"D":[]}}}""", "B.D is [], which is no value")]
    [InlineData("""{"system":"A","signature":{"B.D":"Tone: x y"},"components":{"B":{"D":"x y"}}}""", "B.D is \"x y\", which is no value of Tone")]
    [InlineData("""{"system":"A","signature":{"B.D":"List<Tone>: x"},"components":{"B":{"D":"x"}}}""", "config export")]
    public void What_is_no_configuration_is_refused(string json, string expected) =>
        Should.Throw<ConfigurationException>(() => ConfigurationSource.Write(json, ConfigurationSourceOptions.Default)).Message.ShouldContain(expected);

    [Fact]
    public void Names_that_are_none_are_refused()
    {
        string json = Json(s_system.Default);
        Should.Throw<ArgumentException>(() => ConfigurationSource.Write(json, new() { Class = "A.B" })).Message.ShouldContain("\"A.B\" is no C# name");
        Should.Throw<ArgumentException>(() => ConfigurationSource.Write(json, new() { Namespace = "A..B" }));
        Should.Throw<ArgumentException>(() => ConfigurationSource.Write(json, new() { Usings = ["System; class Evil {}"] }));
        Should.Throw<ConfigurationException>(() => ConfigurationSource.Write(json.Replace("\"Desk\"", "\"De sk\"", StringComparison.Ordinal), ConfigurationSourceOptions.Default));
    }

    private static SystemConfiguration Changed()
    {
        var tone = s_system.Field("Last.Tone").Parameter;
        var marks = s_system.Field("Last.Marks").Parameter;
        var configuration = s_system.Default;
        foreach (var (field, value) in new (string, object)[]
        {
            ("Draft.ModelId", "large"), ("Draft.Temperature", 0.7f), ("Draft.MaxOutputTokens", 12), ("Checked.Weights", "w#1"), ("Checked.Seed", 1L << 40),
            ("Checked.ModelId", "a\nb"), ("Last.K", -3), ("Last.Wide", 5000000000L), ("Last.Rate", -0.25), ("Last.Share", 1e-6f),
            ("Last.Tone", ((DiscreteParameter)tone).Values[1]), ("Last.Marks", ((DiscreteParameter)marks).Values[1]), ("Last.Exact", false),
            ("Last.Name", "b\"c"), ("Last.Price", 0.1m),
        })
        {
            configuration = configuration.WithValue(s_system.Field(field), value);
        }

        var last = configuration.Graph["Last"];
        // A weight of 1.5 in the second of four buckets.
        var reward = LocalRewardJson.Read(JsonElement.Parse("""{"kind":"hashed","version":2,"buckets":4,"weights":"AQAAAMA/"}"""));
        return configuration.WithComponent(last.Index, configuration.GetComponent(last.Index)! with { Selector = new(reward) });
    }

    private static string Json(SystemConfiguration configuration) => configuration.ToJson();

    private static void ShouldComeBack(SystemConfiguration saved, string source, string type)
    {
        // As a version control that rewrites the ends of lines leaves it.
        foreach (string text in new[] { source, source.Replace("\n", "\r\n", StringComparison.Ordinal) })
        {
            var compilation = s_system.Compilation.AddSyntaxTrees(TestCompilation.Parse(text, "Settings.cs"));
            using var image = new MemoryStream();
            var emitted = compilation.Emit(image);
            emitted.Diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning && d.Location.SourceTree?.FilePath == "Settings.cs")
                .Select(d => d.ToString()).ShouldBeEmpty(text);
            emitted.Success.ShouldBeTrue(text);
            image.Position = 0;
            var compiled = new AssemblyLoadContext("compiled").LoadFromStream(image).GetType(type)!;
            var value = (SystemConfiguration)compiled.GetProperty("Value")!.GetValue(null)!;
            // The types are another assembly's, so that the values are compared as they are written.
            value.ToJson().ShouldBe(saved.ToJson());
            var loaded = (SystemConfiguration)value.GetType().GetMethod("FromJson")!.Invoke(null, [saved.ToJson()])!;
            value.ShouldBe(loaded);
        }
    }

    private sealed record Assembled(Compilation Compilation, SystemConfiguration Default)
    {
        public static Assembled Of()
        {
            var compilation = Analysis.Generated(TestCompilation.Create(Source));
            using var image = new MemoryStream();
            var emitted = compilation.Emit(image);
            emitted.Success.ShouldBeTrue(string.Join('\n', emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
            image.Position = 0;
            var configuration = new AssemblyLoadContext("system").LoadFromStream(image).GetType("Shop.Desk+Configuration")!;
            return new(compilation, (SystemConfiguration)configuration.GetProperty("Default")!.GetValue(null)!);
        }

        public ConfigurationField Field(string name) => Default.Graph.Fields.Single(f => f.Name == name);
    }
}
