namespace Optimas.Generators.Tests.Diagnostics;

/// <summary>A system with one thing wrong, and the same system corrected.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Id">The diagnostic.</param>
/// <param name="Wrong">The source, with its places marked.</param>
/// <param name="Right">The corrected source.</param>
/// <param name="Messages">What the diagnostics say, in the order of their places.</param>
public sealed record DiagnosticCase(string Name, string Id, string Wrong, string Right, params string[] Messages)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Id}: {Name}";
}

internal static class DiagnosticCases
{
    private const string Input = "public sealed record Question(string Text, int Limit);\n";
    private const string System = "[CompoundSystem<Question, string>(Output = nameof(Answer))]\n";

    public static IReadOnlyList<DiagnosticCase> All { get; } =
    [
        Case(
            "not partial",
            "OPT001",
            System + """
            public sealed class [|Qa|](IChatClient chat)
            {
                [Component]
                private async Task<string> Answer(string text, [Hyperparameter(1, 2)] int k, CancellationToken ct) =>
                    (await chat.GetResponseAsync(text, null, ct)).Text + k;
            }
            """,
            "class [|Qa|]",
            "partial class Qa",
            "Declare Qa partial, so that the generator can add members to the system Qa"),
        new(
            "types around it not partial",
            "OPT001",
            """
            public static class Outer
            {
                public partial record struct Middle
                {
                    public sealed record Question(string Text);

                    [CompoundSystem<Question, string>(Output = nameof(Answer))]
                    public partial class [|Qa|]
                    {
                        [Component]
                        private string Answer(string text) => text;
                    }
                }
            }
            """,
            """
            public static partial class Outer
            {
                public partial record struct Middle
                {
                    public sealed record Question(string Text);

                    [CompoundSystem<Question, string>(Output = nameof(Answer))]
                    public partial class Qa
                    {
                        [Component]
                        private string Answer(string text) => text;
                    }
                }
            }
            """,
            "Declare Outer partial, so that the generator can add members to the system Qa"),
        Case(
            "a slip of the pen",
            "OPT002",
            Body("""
                [Component, Prompt("Rephrase.")]
                private partial Task<string> Query(string text, CancellationToken ct);

                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(string [|qurey|], CancellationToken ct);
            """),
            "string [|qurey|]",
            "string query",
            "Nothing produces 'qurey' of Answer: no component or input property is called that; the closest is Query, which [From(nameof(Query))] would wire"),
        Case(
            "an input property",
            "OPT002",
            Body("""
                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(string text, int [|maximum|], CancellationToken ct);
            """),
            "int [|maximum|]",
            "[From(nameof(Question.Limit))] int maximum",
            "Nothing produces 'maximum' of Answer: no component or input property is called that; the closest is Question.Limit, which [From(nameof(Question.Limit))] would wire"),
        Case(
            "[From] names nothing",
            "OPT002",
            Body("""
                [Component, Prompt("Rephrase.")]
                private partial Task<string> Query(string text, CancellationToken ct);

                [Component, Prompt("Answer.")]
                private partial Task<string> Answer([From([|"Qurey"|])] string words, CancellationToken ct);
            """),
            "[|\"Qurey\"|]",
            "nameof(Query)",
            "Nothing produces 'words' of Answer: [From] names 'Qurey', which is neither a component nor an input property; the closest is Query, which [From(nameof(Query))] would wire"),
        Case(
            "a member of two components",
            "OPT003",
            "public sealed record Draft(string Title, string Text);\n" + Body("""
                [Component, Prompt("First.")]
                private partial Task<Draft> First(string text, CancellationToken ct);

                [Component, Prompt("Second.")]
                private partial Task<(string Title, int Length)> Second(string text, CancellationToken ct);

                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(string [|title|], Draft first, [From(nameof(Second))] (string Title, int Length) other, CancellationToken ct);
            """),
            "string [|title|]",
            "[From(nameof(First) + \".Title\")] string title",
            "'title' of Answer could be any of First.Title, Second.Title: choose one with [From]"),
        Case(
            "another type",
            "OPT004",
            Body("""
                [Component, Prompt("Count.")]
                private partial Task<int> Count(string text, CancellationToken ct);

                [Component, Prompt("Answer.")]
                private partial Task<string> Answer([|string|] count, CancellationToken ct);
            """),
            "[|string|] count",
            "long count",
            "'count' of Answer takes string, but Count gives int: change one of the two types"),
        Case(
            "a nullable input property for one that is not",
            "OPT004",
            """
            public sealed record Request(string? Hint);

            [CompoundSystem<Request, string>(Output = nameof(Answer))]
            public sealed partial class Qa(IChatClient chat)
            {
                [Component, Prompt("Answer.")]
                private partial Task<string> Answer([|string|] hint, CancellationToken ct);
            }
            """,
            "[|string|] hint",
            "string? hint",
            "'hint' of Answer takes string, but Request.Hint gives string?: change one of the two types"),
        Case(
            "three components in a circle",
            "OPT005",
            Body("""
                [Component, Prompt("Draft.")]
                private partial Task<string> [|Draft|](string text, string advice, CancellationToken ct);

                [Component, Prompt("Judge.")]
                private partial Task<string> Verdict(string draft, CancellationToken ct);

                [Component, Prompt("Advise.")]
                private partial Task<string> Advice(string verdict, CancellationToken ct);

                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(string advice, CancellationToken ct);
            """),
            "[|Draft|](string text, string advice,",
            "Draft(string text,",
            "The components form a cycle: Draft → Verdict → Advice → Draft; break it by wiring one of their parameters to something else"),
        Case(
            "a component that consumes itself",
            "OPT005",
            Body("""
                [Component, Prompt("Answer.")]
                private partial Task<string> [|Answer|](string text, [From(nameof(Answer))] string previous, CancellationToken ct);
            """),
            "[|Answer|](string text, [From(nameof(Answer))] string previous,",
            "Answer(string text,",
            "The components form a cycle: Answer → Answer; break it by wiring one of their parameters to something else"),
        Case(
            "a prompted method with a body",
            "OPT006",
            Body("""
                [Component, Prompt("Answer.")]
                private async Task<string> [|Answer|](string text, CancellationToken ct) => (await chat.GetResponseAsync(text, null, ct)).Text;
            """),
            "private async Task<string> [|Answer|](string text, CancellationToken ct) => (await chat.GetResponseAsync(text, null, ct)).Text;",
            "private partial Task<string> Answer(string text, CancellationToken ct);",
            "Answer is prompted, so it must be a component, a partial method without a body, that returns Task<T> or ValueTask<T>: remove its body and declare it partial"),
        Case(
            "a prompted method that returns a plain value",
            "OPT006",
            Body("""
                [Component, Prompt("Answer.")]
                private string [|Answer|](string text, CancellationToken ct) => text + chat;
            """),
            "private string [|Answer|](string text, CancellationToken ct) => text + chat;",
            "private partial Task<string> Answer(string text, CancellationToken ct);",
            "Answer is prompted, so it must be a component, a partial method without a body, that returns Task<T> or ValueTask<T>: remove its body and declare it partial, and return Task<string>"),
        Case(
            "a prompt on a method that is no component",
            "OPT006",
            Body("""
                [Prompt("Rephrase.")]
                private Task<string> [|Query|](string text, CancellationToken ct) => Task.FromResult(text);

                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(string text, CancellationToken ct);
            """),
            "[Prompt(\"Rephrase.\")]\n    private Task<string> [|Query|]",
            "private Task<string> Query",
            "Query is prompted, so it must be a component, a partial method without a body, that returns Task<T> or ValueTask<T>: add [Component]"),
        Case(
            "no chat client",
            "OPT007",
            """
            [CompoundSystem<Question, string>(Output = nameof(Answer))]
            public sealed partial class Qa
            {
                [Component, Prompt("Answer.")]
                private partial Task<string> [|Answer|](string text, CancellationToken ct);
            }
            """,
            "class Qa\n{\n    [Component, Prompt(\"Answer.\")]\n    private partial Task<string> [|Answer|]",
            "class Qa(IChatClient chat)\n{\n    [Component, Prompt(\"Answer.\")]\n    private partial Task<string> Answer",
            "Answer is prompted, but the system has no IChatClient: take one in its primary constructor"),
        Case(
            "two chat clients",
            "OPT007",
            """
            [CompoundSystem<Question, string>(Output = nameof(Answer))]
            public sealed partial class Qa(IChatClient small, IChatClient large)
            {
                [Component, Prompt("Rephrase.", Client = nameof(small))]
                private partial Task<string> Query(string text, CancellationToken ct);

                [Component, Prompt("Answer.")]
                private partial Task<string> [|Answer|](string query, CancellationToken ct);
            }
            """,
            "Prompt(\"Answer.\")]\n    private partial Task<string> [|Answer|]",
            "Prompt(\"Answer.\", Client = nameof(large))]\n    private partial Task<string> Answer",
            "Answer is prompted, but the system has several chat clients (small, large): choose one with [Prompt(\"…\", Client = nameof(small))]"),
        Case(
            "a chat client of another name",
            "OPT007",
            Body("""
                [Component, Prompt("Answer.", Client = [|"chatt"|])]
                private partial Task<string> Answer(string text, CancellationToken ct);
            """),
            "[|\"chatt\"|]",
            "nameof(chat)",
            "Answer is prompted, but the system has no IChatClient called 'chatt'; it has chat"),
        Case(
            "an output component that is missing",
            "OPT008",
            """
            [CompoundSystem<Question, string>(Output = [|"Answers"|])]
            public sealed partial class Qa(IChatClient chat)
            {
                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(string text, CancellationToken ct);
            }
            """,
            "[|\"Answers\"|]",
            "nameof(Answer)",
            "The output of Qa is string, but there is no component 'Answers'; Answer would fit"),
        Case(
            "an output component of another type",
            "OPT008",
            """
            [CompoundSystem<Question, string>(Output = [|nameof(Count)|])]
            public sealed partial class Qa(IChatClient chat)
            {
                [Component, Prompt("Count.")]
                private partial Task<int> Count(string text, CancellationToken ct);

                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(int count, CancellationToken ct);
            }
            """,
            "[|nameof(Count)|]",
            "nameof(Answer)",
            "The output of Qa is string, but Count gives int; Answer would fit"),
        Case(
            "an output that no component is named for",
            "OPT008",
            """
            [[|CompoundSystem<Question, string>|]]
            public sealed partial class Qa(IChatClient chat)
            {
                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(string text, CancellationToken ct);
            }
            """,
            "[|CompoundSystem<Question, string>|]",
            "CompoundSystem<Question, string>(Output = nameof(Answer))",
            "The output of Qa is string, but no component is named as the one that gives it; set Output; Answer would fit"),
        Case(
            "an output record with a part that is no component",
            "OPT008",
            """
            public sealed record Result(string Answer, string Source);

            [[|CompoundSystem<Question, Result>|]]
            public sealed partial class Qa(IChatClient chat)
            {
                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(string text, CancellationToken ct);
            }
            """,
            "string Source);\n\n[[|CompoundSystem<Question, Result>|]]",
            "string Source = \"\");\n\n[CompoundSystem<Question, Result>]",
            "The output of Qa is Result, but its 'Source' is the name of no component"),
        Case(
            "a component that nothing consumes",
            "OPT009",
            Body("""
                [Component, Prompt("Rephrase.")]
                private partial Task<string> [|Query|](string text, CancellationToken ct);

                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(string text, CancellationToken ct);
            """),
            "[|Query|](string text, CancellationToken ct);\n\n    [Component, Prompt(\"Answer.\")]\n    private partial Task<string> Answer(string text,",
            "Query(string text, CancellationToken ct);\n\n    [Component, Prompt(\"Answer.\")]\n    private partial Task<string> Answer(string query,",
            "Query never reaches the output of Qa: wire its value to another component, or remove it"),
        Candidates("none", "[[|Hyperparameter|]] int k", "[Hyperparameter(1)] int k", "The values of 'k' are wrong: there are none; give [Hyperparameter] its candidates, or Min and Max"),
        Candidates("one twice", "[Hyperparameter(1, 3, [|1|])] int k", "[Hyperparameter(1, 3)] int k", "The values of 'k' are wrong: 1 occurs twice; remove one"),
        Candidates("of another type", "[Hyperparameter(1, [|\"two\"|])] int k", "[Hyperparameter(1, 2)] int k", "The values of 'k' are wrong: \"two\" is not of type int"),
        Candidates("null", "[Hyperparameter(\"a\", [|null!|])] string k", "[Hyperparameter(\"a\")] string k", "The values of 'k' are wrong: null is not of type string"),
        Candidates("default elsewhere", "[Hyperparameter(1, 3)] int k = [|2|]", "[Hyperparameter(1, 3)] int k = 3", "The values of 'k' are wrong: the default 2 is not among the candidates 1, 3"),
        Candidates("Min above Max", "[[|Hyperparameter(Min = 2, Max = 1)|]] double k", "[Hyperparameter(Min = 1, Max = 2)] double k", "The values of 'k' are wrong: Min 2 is not below Max 1"),
        Candidates("Min without Max", "[[|Hyperparameter(Min = 2)|]] double k", "[Hyperparameter(Min = 2, Max = 3)] double k", "The values of 'k' are wrong: a range needs both Min and Max, as finite numbers"),
        Candidates("a logarithm of zero", "[[|Hyperparameter(Min = 0, Max = 1, Scale = Scale.Log)|]] double k", "[Hyperparameter(Min = 0.1, Max = 1, Scale = Scale.Log)] double k", "The values of 'k' are wrong: a logarithmic scale needs a positive Min, but Min is 0"),
        Candidates("default out of range", "[Hyperparameter(Min = 0, Max = 1)] double k = [|2|]", "[Hyperparameter(Min = 0, Max = 2)] double k = 2", "The values of 'k' are wrong: the default 2 is not between Min 0 and Max 1"),
        Candidates("a range without integers", "[Hyperparameter(Min = 0.4, Max = 0.6)] int [|k|]", "[Hyperparameter(Min = 0.4, Max = 1.2)] int k", "The values of 'k' are wrong: no int lies between Min 0.4 and Max 0.6"),
        Candidates("candidates and a range", "[[|Hyperparameter(1, 2, Min = 0, Max = 1)|]] double k", "[Hyperparameter(1, 2)] double k", "The values of 'k' are wrong: give either candidates or Min and Max, not both"),
        Candidates("a range of strings", "[Hyperparameter(Min = 0, Max = 1)] [|string|] k", "[Hyperparameter(Min = 0, Max = 1)] float k", "The values of 'k' are wrong: string has no range; use int, long, float or double, or give candidates"),
        Candidates("a type without JSON form", "[Hyperparameter(1)] [|short|] k", "[Hyperparameter(1)] long k", "The values of 'k' are wrong: short can't be searched; use string, bool, int, long, float, double, decimal or an enum"),
        Candidates("no finite number", "[Hyperparameter([|double.NaN|], 1)] double k", "[Hyperparameter(0.5, 1)] double k", "The values of 'k' are wrong: NaN is no finite double"),
        Candidates("no models", "[[|ModelChoice|]] string k", "[ModelChoice(\"a\")] string k", "The values of 'k' are wrong: there are none; give [ModelChoice] the models to choose from"),
        Candidates("one model twice", "[ModelChoice(\"a\", [|\"a\"|])] string k", "[ModelChoice(\"a\", \"b\")] string k", "The values of 'k' are wrong: \"a\" occurs twice; remove one"),
        Candidates("models that are numbers", "[ModelChoice(\"a\")] [|int|] k", "[ModelChoice(\"a\")] string k", "The values of 'k' are wrong: names of models are strings, so declare it as string"),
        Case(
            "a placeholder with a slip",
            "OPT011",
            Body("""
                [Component, Prompt("Answer [|{txet}|] in {words} words, as {{json}}.")]
                private partial Task<string> Answer(string text, [Hyperparameter(5, 10)] int words, CancellationToken ct);
            """),
            "[|{txet}|]",
            "{text}",
            "'{txet}' names no parameter of Answer: the closest is {text}"),
        Case(
            "the consumer of a conditional component",
            "OPT012",
            Body("""
                private bool IsLong(string text) => text.Length > 10;

                [Component(When = nameof(IsLong)), Prompt("Shorten.")]
                private partial Task<string> Summary(string text, CancellationToken ct);

                [Component, Prompt("Answer.")]
                private partial Task<string> Answer([|string|] summary, CancellationToken ct);
            """),
            "[|string|] summary",
            "string? summary",
            "Summary runs only when IsLong says so, so 'summary' of Answer can be null: make it string?"),
        Case(
            "a member of a conditional component",
            "OPT012",
            "public sealed record Search(string Words, int Pages);\n" + Body("""
                private bool IsLong(string text) => text.Length > 10;

                [Component(When = nameof(IsLong)), Prompt("Search.")]
                private partial Task<Search> Found(string text, CancellationToken ct);

                [Component, Prompt("Answer.")]
                private partial Task<string> Answer([|int|] pages, CancellationToken ct);
            """),
            "[|int|] pages",
            "int? pages",
            "Found runs only when IsLong says so, so 'pages' of Answer can be null: make it int?"),
        Case(
            "a predicate that is missing",
            "OPT013",
            Body("""
                [Component(When = [|"IsLong"|]), Prompt("Shorten.")]
                private partial Task<string> Summary(string text, CancellationToken ct);

                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(string? summary, CancellationToken ct);
            """),
            "    [Component(When = [|\"IsLong\"|])",
            "    private static bool IsLong(int limit) => limit > 10;\n\n    [Component(When = nameof(IsLong))",
            "When of Summary must name a method that returns bool and takes nothing but wired parameters: there is no method 'IsLong'"),
        Case(
            "a predicate of another type",
            "OPT013",
            Body("""
                private string IsLong(string text) => text;

                [Component(When = [|nameof(IsLong)|]), Prompt("Shorten.")]
                private partial Task<string> Summary(string text, CancellationToken ct);

                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(string? summary, CancellationToken ct);
            """),
            "private string IsLong(string text) => text;\n\n    [Component(When = [|nameof(IsLong)|])",
            "private bool IsLong(string text) => text.Length > 10;\n\n    [Component(When = nameof(IsLong))",
            "When of Summary must name a method that returns bool and takes nothing but wired parameters: IsLong returns string"),
        Case(
            "a trainable parameter of another type",
            "OPT014",
            Trainable("private string Answer(string text, [Trainable] string [|ranker|], CancellationToken ct) => text + chat + model;"),
            "string [|ranker|]",
            "Ranker ranker",
            "'ranker' is [Trainable], but string does not implement ITrainable<string>"),
        Case(
            "a trainable component without a prompt",
            "OPT014",
            Trainable("[[|Trainable|]] private string Answer(string text, CancellationToken ct) => text + chat + model;"),
            "[[|Trainable|]] private string Answer(string text,",
            "private string Answer(string text, [Trainable] Ranker model,",
            "'Answer' is [Trainable], but it is not prompted; mark a parameter whose type implements ITrainable<TSelf> instead"),
        Case(
            "nothing to optimize",
            "OPT015",
            Body("""
                [Component]
                private string [|Answer|](string text, CancellationToken ct) => text + chat;
            """),
            "[|Answer|](string text,",
            "Answer(string text, [Prompt(\"Be brief.\")] string style,",
            "Answer has nothing to optimize: give it a [Prompt], [Hyperparameter], [ModelChoice] or [Trainable] if it should be improved"),
        Case(
            "no cancellation token",
            "OPT016",
            Body("""
                [Component, Prompt("Answer.")]
                private partial Task<string> [|Answer|](string text);
            """),
            "[|Answer|](string text)",
            "Answer(string text, CancellationToken ct)",
            "Answer takes no CancellationToken, so a cancelled run waits until it ends"),
        Shape("static", "private static string [|Answer|](string text)", "Answer can't be part of a system: it is static; remove static"),
        Shape("generic", "private string [|Answer|]<T>(string text)", "Answer can't be part of a system: it is generic; use the types that it is called with"),
        Shape("by reference", "private string Answer(in string [|text|])", "'text' of Answer can't be part of a system: it is passed by reference; pass the value"),
        Shape("a span", "private string Answer(ReadOnlySpan<char> [|text|])", "'text' of Answer can't be part of a system: it has the type ReadOnlySpan<char>, which can't be kept in a trajectory"),
        Shape("two annotations", "private string Answer(string text, [Prompt(\"a\"), ModelChoice(\"b\")] string [|k|])", "'k' of Answer can't be part of a system: it has [ModelChoice] and [Prompt], of which only one can say where its value comes from"),
        Case(
            "a required member of the output without a component",
            "OPT008",
            """
            public sealed record Report(string Answer) { public required int Score { get; init; } }

            [[|CompoundSystem<Question, Report>|]]
            public sealed partial class Qa
            {
                [Component]
                private string Answer(string text) => text;
            }
            """,
            "[[|CompoundSystem<Question, Report>|]]\npublic sealed partial class Qa\n{",
            "[CompoundSystem<Question, Report>]\npublic sealed partial class Qa\n{\n    [Component]\n    private int Score(string text) => 1;\n",
            "The output of Qa is Report, but its 'Score' is the name of no component"),
        Case(
            "a property accessor",
            "OPT017",
            Body("""
                private string Mark { [Component] [|get|] => "!"; }

                [Component]
                private string Answer(string text) => text + chat + Mark;
            """),
            "{ [Component] [|get|] =>",
            "{ get =>",
            "Mark can't be part of a system: it is no ordinary method; make it one"),
        Case(
            "members of the user's with generated names",
            "OPT017",
            Body("""
                private int [|Graph|] => 1;
                private sealed record [|AnswerConfiguration|];
                public Task RunAsync(int times) => Task.CompletedTask;

                [Component]
                private string Answer(string text) => text + chat;
            """),
            "    private int [|Graph|] => 1;\n    private sealed record [|AnswerConfiguration|];",
            "    private static int Drawing => 1;",
            "Graph can't be part of a system: the generator adds a member of that name; rename this one",
            "AnswerConfiguration can't be part of a system: the generator adds a member of that name; rename this one"),
        Case(
            "a private type in the configuration",
            "OPT017",
            Body("""
                private enum Mode { Fast, Slow }

                [Component]
                private string Answer(string text, [Hyperparameter(Mode.Fast, Mode.Slow)] Mode [|mode|]) => text + chat + mode;
            """),
            "private enum Mode { Fast, Slow }\n\n    [Component]\n    private string Answer(string text, [Hyperparameter(Mode.Fast, Mode.Slow)] Mode [|mode|])",
            "internal enum Mode { Fast, Slow }\n\n    [Component]\n    private string Answer(string text, [Hyperparameter(Mode.Fast, Mode.Slow)] Mode mode)",
            "'mode' of Answer can't be part of a system: its type Mode is private, but a configuration shows it; make it internal or public"),
        new(
            "a private input of a public system",
            "OPT017",
            """
            public static partial class Outer
            {
                private sealed record Question(string Text);

                [CompoundSystem<Question, string>(Output = nameof(Answer))]
                public sealed partial class [|Qa|]
                {
                    [Component]
                    private string Answer(string text) => text;
                }
            }
            """,
            """
            public static partial class Outer
            {
                private sealed record Question(string Text);

                [CompoundSystem<Question, string>(Output = nameof(Answer))]
                private sealed partial class Qa
                {
                    [Component]
                    private string Answer(string text) => text;
                }
            }
            """,
            "Qa can't be part of a system: its input Question is private, but the system can be seen elsewhere; make it as visible as the system"),
        new(
            "a JSON context of another type",
            "OPT017",
            """
            [CompoundSystem<string, string>(Output = nameof(Answer), Json = typeof(Uri))]
            public sealed partial class [|Qa|]
            {
                [Component]
                private string Answer(string text) => text;
            }
            """,
            """
            [CompoundSystem<string, string>(Output = nameof(Answer))]
            public sealed partial class Qa
            {
                [Component]
                private string Answer(string text) => text;
            }
            """,
            "Qa can't be part of a system: its Json is Uri, which is no JsonSerializerContext"),
        Case(
            "async void",
            "OPT017",
            Body("""
                [Component]
                private async void [|Log|](string text) => await Task.Delay(text.Length);

                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(string text, CancellationToken ct);
            """),
            "    [Component]\n    private async void [|Log|](string text)",
            "    private async void Log(string text)",
            "Log can't be part of a system: it is async void, which no one can wait for; return Task<T>"),
        Case(
            "a name that the generator needs",
            "OPT017",
            Body("""
                [Component, Prompt("Draw.")]
                private partial Task<string> [|Graph|](string text, CancellationToken ct);

                [Component, Prompt("Answer.")]
                private partial Task<string> Answer([From(nameof(Graph))] string text, CancellationToken ct);
            """),
            "[|Graph|](string text, CancellationToken ct);\n\n    [Component, Prompt(\"Answer.\")]\n    private partial Task<string> Answer([From(nameof(Graph))]",
            "Drawing(string text, CancellationToken ct);\n\n    [Component, Prompt(\"Answer.\")]\n    private partial Task<string> Answer([From(nameof(Drawing))]",
            "Graph can't be part of a system: the generator adds a member of that name; name it for what it produces"),
        new(
            "a file-local system",
            "OPT017",
            """
            file sealed record Question(string Text);

            [CompoundSystem<Question, string>(Output = nameof(Answer))]
            file sealed partial class [|Qa|](IChatClient chat)
            {
                [Component]
                private string Answer(string text) => text + chat;
            }
            """,
            """
            internal sealed record Question(string Text);

            [CompoundSystem<Question, string>(Output = nameof(Answer))]
            internal sealed partial class Qa(IChatClient chat)
            {
                [Component]
                private string Answer(string text) => text + chat;
            }
            """,
            "Qa can't be part of a system: Qa is a file-local type, which generated code in another file can't see"),
        Case(
            "a call and a method group",
            "OPT019",
            Body("""
                [Component, Prompt("Rephrase.")]
                private partial Task<string> Query(string text, CancellationToken ct);

                [Component]
                private async Task<string> Answer(string text, string query, CancellationToken ct)
                {
                    Func<string, CancellationToken, Task<string>> again = [|Query|];
                    return await again(query, ct) + await [|Query(text, ct)|] + nameof(Query);
                }
            """),
            "        Func<string, CancellationToken, Task<string>> again = [|Query|];\n        return await again(query, ct) + await [|Query(text, ct)|] + nameof(Query);",
            "        await Task.Yield();\n        return query;",
            "Answer uses Query directly, so that call is neither traced nor optimized: take its value as a parameter",
            "Answer uses Query directly, so that call is neither traced nor optimized: take its value as a parameter"),
    ];

    private static string Body(string members) => System + "public sealed partial class Qa(IChatClient chat)\n{\n" + members + "\n}";

    private static DiagnosticCase Case(string name, string id, string wrong, string replaced, string by, params string[] messages)
    {
        wrong.ShouldContain(replaced, customMessage: $"in the case {id}: {name}");
        return new(name, id, Input + wrong, Input + wrong.Replace(replaced, by, StringComparison.Ordinal), messages);
    }

    private static DiagnosticCase Candidates(string name, string wrong, string right, string message)
    {
        string Source(string parameter) => Body($"    [Component]\n    private string Answer(string text, {parameter}) => text + k + chat;");
        return new(name, "OPT010", Input + Source(wrong), Input + Source(right), message);
    }

    private static DiagnosticCase Shape(string name, string wrong, string message) => new(
        name,
        "OPT017",
        Input + Body($"    [Component]\n    {wrong} => text.ToString();").Replace("(IChatClient chat)", "", StringComparison.Ordinal),
        Input + Body("    [Component]\n    private string Answer(string text) => text.ToString();").Replace("(IChatClient chat)", "", StringComparison.Ordinal),
        message);

    private static string Trainable(string component) => """
        public sealed class Ranker : ITrainable<Ranker>
        {
            public Ranker WithWeights(string weights) => this;
        }

        [CompoundSystem<Question, string>(Output = nameof(Answer))]
        public sealed partial class Qa(IChatClient chat, Ranker model)
        {
            [Component]
            COMPONENT
        }
        """.Replace("COMPONENT", component, StringComparison.Ordinal);
}
