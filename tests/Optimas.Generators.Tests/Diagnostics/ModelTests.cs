using Microsoft.CodeAnalysis;
using Optimas.Generators.Model;
using Optimas.Generators.Parsing;

namespace Optimas.Generators.Tests.Diagnostics;

/// <summary>What the parser makes of well-formed systems.</summary>
public sealed class ModelTests
{
    [Fact]
    public void Components_come_in_topological_order_and_in_declaration_order_among_the_free()
    {
        var system = Parse(Qa("""
            [Component] private string Answer(string second, string first, string third) => second + first + third;
            [Component] private string Third(string text) => text;
            [Component] private string Second(string first) => first;
            [Component] private string First(string text) => text;
            """));
        system.Components.Select(c => c.Name).ShouldBe(["Third", "First", "Second", "Answer"]);
        system.Components[3].Parameters.Select(p => p.Source!.Component).ShouldBe([2, 1, 0]);
        system.OutputParts.ShouldBe([new OutputPart("", 3, IsMember: false)]);
    }

    [Fact]
    public void A_component_goes_before_an_input_property_and_that_before_a_member()
    {
        var system = Parse("""
            public sealed record In(string Query, string Title, In? Next);
            public sealed record Draft(string Title, string Body);

            [CompoundSystem<In, string>(Output = nameof(Answer))]
            public sealed partial class Qa
            {
                [Component] private string Query(string query) => query;
                [Component] private Draft Draft(string query, string title) => new(title, query);
                [Component] private string Answer(string query, string title, string body, In input, [From(nameof(Draft) + ".Title")] string other) => body;
            }
            """);
        system.Components.Select(c => c.Signature).ShouldBe([
            "(query: input.Query) -> string",
            "(query: Query, title: input.Title) -> Draft",
            "(query: Query, title: input.Title, body: Draft.Body, input: input, other: Draft.Title) -> string",
        ]);
    }

    [Fact]
    public void An_input_without_properties_is_taken_whole_under_any_name()
    {
        var system = Parse("""
            [CompoundSystem<string, int>(Output = nameof(Length))]
            public sealed partial class Qa
            {
                [Component] private string Words(string question) => question;
                [Component] private int Length(string words, string text) => words.Length;
            }
            """);
        system.Components.Select(c => c.Signature).ShouldBe(["(question: input) -> string", "(words: Words, text: input) -> int"]);
    }

    [Fact]
    public void Fields_have_their_defaults_and_candidates_as_expressions_of_their_type()
    {
        var fields = Parse("""
            namespace N;
            public enum Mode { Fast, @long }

            [CompoundSystem<string, string>(Output = nameof(Answer))]
            public sealed partial class Qa
            {
                [Component] private string Answer(
                    string text,
                    [Hyperparameter(1, 3)] long a,
                    [Hyperparameter(0.1, 1)] float b,
                    [Hyperparameter(1, 0.5)] decimal c,
                    [Hyperparameter(Mode.@long, Mode.Fast, (Mode)7)] Mode @default,
                    [Hyperparameter(Min = 1, Max = 100, Scale = Scale.Log, PerInput = true)] int e,
                    [Hyperparameter("x", "say \"y\"\n")] string? f = "x",
                    [Prompt("Be {brief}.")] string g = "",
                    [ModelChoice("m1", "m2", PerInput = true)] string _h = "m2") => text;
            }
            """).Components[0].Fields;
        fields.Select(f => $"{f.Name} {f.Type.FullyQualified} = {f.Default} of {string.Join(", ", f.Values)} [{f.Signature}]").ShouldBe([
            "A long = 1L of 1L, 3L [long: 1, 3]",
            "B float = 0.1f of 0.1f, 1f [float: 0.1, 1]",
            "C decimal = 1m of 1m, 0.5m [decimal: 1, 0.5]",
            "Default global::N.Mode = global::N.Mode.@long of global::N.Mode.@long, global::N.Mode.Fast, (global::N.Mode)(7) [Mode: long, Fast, 7]",
            "E int = 10 of  [int in [1, 100] log]",
            "F string = \"x\" of \"x\", \"say \\\"y\\\"\\n\" [string: \"x\", \"say \\\"y\\\"\\n\"]",
            "G string = \"\" of  [prompt]",
            "H string = \"m2\" of \"m1\", \"m2\" [model: \"m1\", \"m2\"]",
        ]);
        fields.Select(f => f.PerInput).ShouldBe([false, false, false, false, true, false, false, true]);
    }

    [Fact]
    public void A_prompted_component_has_instruction_hyperparameters_and_settings_in_that_order()
    {
        var component = Parse(Qa("""
            /// <summary>
            /// Answers, as <see cref="Question.Text"/> asks,
            /// in <paramref name="words"/>.
            /// </summary>
            [Component, Prompt("In {words} words."), Trainable]
            internal virtual partial ValueTask<string> Answer(string text, [Hyperparameter(5, 9)] int words, [Hyperparameter(0.0, 0.7)] float temperature);
            """, "IChatClient client")).Components[0];
        component.Fields.Select(f => (f.Name, f.Kind)).ShouldBe([
            ("Prompt", FieldKind.Prompt), ("Words", FieldKind.Discrete), ("Temperature", FieldKind.Discrete), ("MaxOutputTokens", FieldKind.Setting),
            ("ModelId", FieldKind.Setting), ("Seed", FieldKind.Setting), ("Weights", FieldKind.Weights)]);
        component.Fields[0].Placeholders.ShouldBe(["text", "words", "temperature"]);
        component.Prompted().ShouldBe(new PromptedModel("internal virtual partial", "client", 0, 2, 3, 4, 5, 6));
        component.Description.ShouldBe("Answers, as Text asks, in words.");
        component.Return.ShouldBe(ReturnKind.ValueTask);
    }

    [Theory]
    [InlineData("public sealed partial class Qa(IChatClient chat)", "", "chat")]
    [InlineData("public sealed partial class Qa(IChatClient chat)", "private readonly IChatClient _chat = chat;", "this._chat")]
    [InlineData("public sealed partial class Qa", "public required IChatClient @event { get; init; }", "this.@event")]
    [InlineData("public sealed partial class Qa", "private static readonly IChatClient s_chat = null!;", "s_chat")]
    [InlineData("public sealed partial record Qa(IChatClient Chat)", "", "this.Chat")]
    [InlineData("public partial record struct Qa(IChatClient Chat)", "", "this.Chat")]
    public void The_chat_client_is_found_where_the_system_holds_it(string declaration, string member, string expression)
    {
        var system = Parse($$"""
            [CompoundSystem<string, string>(Output = nameof(Answer))]
            {{declaration}}
            {
                {{member}}
                [Component, Prompt("Answer.")] private partial Task<string> Answer(string text);
            }
            """);
        system.Components[0].Prompted().Client.ShouldBe(expression);
    }

    [Fact]
    public void Types_around_the_system_are_reopened_as_they_are_declared()
    {
        var type = Parse("""
            namespace A.B;
            public partial interface IShell<in T> where T : class, IComparable<T>, new()
            {
                internal partial record struct Middle
                {
                    [CompoundSystem<string, string>(Output = nameof(Answer))]
                    public sealed partial record Qa<U> where U : notnull
                    {
                        [Component] private string Answer(string text) => text;
                    }
                }
            }
            """);
        type.Type.Declarations.ShouldBe(["partial interface IShell<in T>", "partial record struct Middle", "partial record Qa<U>"]);
        type.Type.HintName.ShouldBe("A.B.IShell`1.Middle.Qa`1");
        type.Type.FullyQualified.ShouldBe("global::A.B.IShell<T>.Middle.Qa<U>");
        type.Type.TypeParameters.ShouldBe("<T, U>");
        type.Type.Constraints.ShouldBe("where T : class, global::System.IComparable<T>, new() where U : notnull");
        type.Accessibility.ShouldBe("internal");
    }

    [Fact]
    public void Every_type_of_an_input_or_output_has_one_writer()
    {
        var writers = Parse("""
            public sealed record Node(string Name, double? Weight, IReadOnlyList<Node?> Next, DateTime At, Dictionary<string, bool> Flags);

            [CompoundSystem<Node, string>(Output = nameof(Answer))]
            public sealed partial class Qa
            {
                [Component] private (Node? First, int Count) Pair(Node input) => (input, 1);
                [Component] private string Answer(Node? first, (Node? First, int Count) pair) => "";
            }
            """).Writers;
        writers.Select(w => $"{w.Type.Display}: {w.Shape} {string.Join(", ", w.Members.Select(m => $"{m.Name}{(m.MayBeNull ? "?" : "")}:{m.Writer}"))}")
            .ShouldBe([
                "string: Text ",
                "double: Number ",
                "IReadOnlyList<Node?>: List ?:WriteNode",
                "DateTime: Formatted ",
                "bool: Flag ",
                "KeyValuePair<string, bool>: Object Key:WriteString, Value:WriteBool",
                "Dictionary<string, bool>: List :WriteKeyValuePairOfStringBool",
                "Node: Object Name:WriteString, Weight?:WriteDouble, Next:WriteIReadOnlyListOfNode, At:WriteDateTime, Flags:WriteDictionaryOfStringBool",
                "int: Number ",
                "(Node? First, int Count): Object First?:WriteNode, Count:WriteInt",
            ], ignoreOrder: true);
    }

    [Fact]
    public void Equal_sources_give_equal_models()
    {
        string source = Qa("[Component] private string Answer(string text, [Hyperparameter(1, 2)] int k = 1) => text + k;");
        Parse(source).ShouldBe(Parse(source + "\npublic class Unrelated;"));
        Parse(source).ShouldNotBe(Parse(source.Replace("1, 2", "1, 2, 3", StringComparison.Ordinal)));
    }

    private static string Qa(string members, string parameters = "") => $$"""
        public sealed record Question(string Text);

        [CompoundSystem<Question, string>(Output = nameof(Answer))]
        public partial class Qa({{parameters}})
        {
            {{members}}
        }
        """;

    private static SystemModel Parse(string source)
    {
        var compilation = TestCompilation.Create(source);
        var type = compilation.GetSymbolsWithName("Qa", SymbolFilter.Type).OfType<INamedTypeSymbol>().Single();
        var result = SystemParser.Parse(type, compilation, CancellationToken.None);
        return result.Model.ShouldNotBeNull(Analysis.Show(result.Diagnostics));
    }
}

internal static class ComponentModelExtensions
{
    public static PromptedModel Prompted(this ComponentModel component) => component.Prompt.ShouldNotBeNull();
}
