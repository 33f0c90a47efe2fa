namespace Optimas.Generators.Tests.Generation;

/// <summary>Sources of systems, one per shape that the generator has to handle.</summary>
internal static class Systems
{
    /// <summary>The example of the documentation: a chain of prompted components around a retriever.</summary>
    public const string HotpotQa = """
        namespace Samples;

        public sealed record MultiHopQuestion(string Question);

        public sealed record Passage(string Title, string Text, double Score);

        public interface IPassageIndex
        {
            Task<IReadOnlyList<Passage>> SearchAsync(string keywords, int count, CancellationToken cancellationToken);
        }

        [CompoundSystem<MultiHopQuestion, string>(Output = nameof(Answer))]
        public sealed partial class HotpotQa(IChatClient chat, IPassageIndex index)
        {
            /// <summary>Rephrases the question into a search query.</summary>
            [Component, Prompt("Rephrase the question.")]
            private partial Task<string> Query(string question, CancellationToken ct);

            [Component, Prompt("Extract keywords from the query to retrieve relevant content.")]
            private partial Task<string> Keywords(string query, CancellationToken ct);

            /// <summary>Retrieves the passages that best match the keywords.</summary>
            [Component]
            private Task<IReadOnlyList<Passage>> Passages(
                string keywords, [Hyperparameter(1, 3, 5, 10, 25)] int k = 3, CancellationToken ct = default)
                => index.SearchAsync(keywords, k, ct);

            [Component, Prompt("Generate useful hints to answer the query.")]
            private partial Task<string> Hints(string query, IReadOnlyList<Passage> passages, CancellationToken ct);

            [Component, Prompt("Given some hints, directly answer the query with a short answer.")]
            private partial Task<string> Answer(string query, string hints, CancellationToken ct);
        }
        """;

    /// <summary>Two independent asynchronous components, one of them conditional, and an output record made of components.</summary>
    public const string Diamond = """
        namespace Samples;

        public readonly record struct Ticket(string Text, int Priority);

        public sealed record Verdict(string Label, double? Urgency);

        [CompoundSystem<Ticket, Verdict>]
        public partial record struct Triage(IChatClient Chat)
        {
            [Component]
            private async Task<string> Label(string text, CancellationToken ct)
            {
                await Task.Yield();
                ct.ThrowIfCancellationRequested();
                return text.Trim();
            }

            private static bool IsLong(string text) => text.Length > 10;

            [Component(When = nameof(IsLong))]
            private async ValueTask<double> Urgency(string text, int priority, [Hyperparameter(Min = 0.1, Max = 10, Scale = Scale.Log)] double weight)
            {
                await Task.Yield();
                return text.Length * priority * weight;
            }
        }
        """;

    /// <summary>Nothing but synchronous components.</summary>
    public const string Synchronous = """
        namespace Samples;

        [CompoundSystem<string, int>(Output = nameof(Total))]
        public sealed partial class Counter
        {
            [Component]
            private string[] Words(string input, [Hyperparameter(" ", ",")] string separator = " ") => input.Split(separator);

            [Component]
            private int Total(string[] words, [Hyperparameter(1, 2)] int factor) => words.Length * factor;
        }
        """;

    /// <summary>Every other shape, by what it shows.</summary>
    public static TheoryData<string, string> Shapes => new()
    {
        { "hotpotqa", HotpotQa },
        { "diamond in a record struct", Diamond },
        { "synchronous", Synchronous },
        {
            "global namespace", """
            [CompoundSystem<string, string>(Output = nameof(Echo))]
            internal partial class GlobalSystem
            {
                [Component]
                private string Echo(string input) => input;
            }
            """
        },
        {
            "record class", """
            namespace A;
            [CompoundSystem<string, string>(Output = nameof(Echo))]
            public partial record Recorded(string Prefix)
            {
                [Component]
                private string Echo(string input, [Hyperparameter(true, false)] bool prefixed = true) => prefixed ? Prefix + input : input;
            }
            """
        },
        {
            "struct with overlapping components", """
            namespace A;
            [CompoundSystem<string, string>(Output = nameof(Both))]
            public readonly partial struct Overlapping
            {
                [Component]
                private async Task<int> Left(string input) { await Task.Yield(); return input.Length; }
                [Component]
                private async ValueTask<int> Right(string input) { await Task.Yield(); return -input.Length; }
                [Component]
                private string Both(int left, int right) => $"{left}{right}";
            }
            """
        },
        {
            "nested in generic types with constraints", """
            namespace A.B;
            public static partial class Outer<T> where T : class, new()
            {
                public partial record Middle<U> where U : struct, IComparable<U>
                {
                    [CompoundSystem<string, int>(Output = nameof(Size))]
                    public sealed partial class Inner<V>(IReadOnlyList<U> values, T fallback) where V : notnull
                    {
                        [Component]
                        private int Position(string input, [Hyperparameter(0, 1)] int offset = 0) => input.Length + offset;
                        [Component]
                        private Task<Dictionary<U, List<T>>> Picked(int position, CancellationToken ct) =>
                            Task.FromResult(new Dictionary<U, List<T>> { [values[position]] = [fallback] });
                        [Component]
                        private int Size(Dictionary<U, List<T>> picked, [Trainable] Model model) => picked.Count + model.Size;
                        private Model Own { get; } = new();
                        public sealed class Model : ITrainable<Model> { public int Size => 1; public Model WithWeights(string weights) => this; }
                    }
                }
            }
            """
        },
        {
            "several systems in one file, two of one name", """
            namespace A
            {
                public static partial class X
                {
                    [CompoundSystem<string, int>(Output = nameof(Size))]
                    public partial class Measure { [Component] private int Size(string input) => input.Length; }
                }
                public static partial class Y
                {
                    [CompoundSystem<string, int>(Output = nameof(Size))]
                    public partial class Measure { [Component] private int Size(string input) => -input.Length; }
                }
            }
            namespace B
            {
                [CompoundSystem<string, int>(Output = nameof(Size))]
                public partial class Measure { [Component] private int Size(string input) => 0; }
                [CompoundSystem<string, int>(Output = nameof(Size))]
                public partial class Measure<T> { [Component] private int Size(string input) => 0; }
                public static partial class Y
                {
                    [CompoundSystem<string, int>(Output = nameof(Size))]
                    public partial class Measure { [Component] private int Size(string input) => 0; }
                }
                [CompoundSystem<string, int>(Output = nameof(Size))]
                public partial class YMeasure { [Component] private int Size(string input) => 0; }
            }
            """
        },
        {
            "members of records and tuples", """
            namespace A;
            public sealed record Parsed(string Subject, int Year, string? Place);
            public sealed record Report(string Summary, Parsed Parsed, (string Verdict, double Confidence) Judged);
            public sealed record Input(string Text, DateOnly Day);
            [CompoundSystem<Input, Report>]
            public sealed partial class Wired
            {
                [Component]
                private Parsed Parsed(string text) => new(text, 2000, null);
                [Component]
                private ValueTask<(string Verdict, double Confidence)> Judged(string subject, int year, string? place, DateOnly day) =>
                    new((subject + place + day, year));
                [Component]
                private Task<string> Summary(string verdict, double confidence, [From(nameof(Parsed))] Parsed source) =>
                    Task.FromResult(verdict + confidence + source);
            }
            """
        },
        {
            "conditional components and their members", """
            namespace A;
            public sealed record Facts(string Text, int Count);
            [CompoundSystem<string, string>(Output = nameof(Answer))]
            public sealed partial class Conditional
            {
                private bool IsHard(string input) => input.Length > 3;
                private static bool HasFacts(Facts? facts) => facts is not null;
                [Component(When = nameof(IsHard))]
                private Task<Facts> Facts(string input) => Task.FromResult(new Facts(input, 1));
                [Component(When = nameof(IsHard))]
                private (string Name, int Rank) Entity(string input) => (input, 1);
                [Component(When = nameof(HasFacts))]
                private int Score(string? text, int? count, int? rank) => count ?? rank ?? 0;
                [Component]
                private Task<string> Answer(Facts? facts, int? score, [From(nameof(Entity))] (string Name, int Rank)? entity, CancellationToken ct) =>
                    Task.FromResult($"{facts}{score}{entity}");
            }
            """
        },
        {
            "prompted components of every kind", """
            namespace A;
            /// <summary>How sure one is, with &lt;brackets&gt; &amp; more.</summary>
            public enum Certainty { Low, High }
            public sealed record Judgement(string Label, Certainty Certainty, IReadOnlyList<string> Reasons);
            public sealed record Question(string Text, int? Limit, IReadOnlyList<Judgement> Earlier, Dictionary<string, double> Weights);
            [CompoundSystem<Question, Judgement>(Output = nameof(Final))]
            public sealed partial class Prompted(IChatClient fast, IChatClient strong)
            {
                /// <summary>Drafts an answer to <paramref name="text"/>, which is &lt;b&gt;short&lt;/b&gt;.</summary>
                [Component, Prompt("Draft an answer to {text} in at most {maxWords} words; look at {earlier} and {limit}.", Client = nameof(fast))]
                [ModelChoice("small", "large"), Trainable]
                private partial ValueTask<string> Draft(
                    string text, int? limit, IReadOnlyList<Judgement> earlier, [Hyperparameter(10, 50)] int maxWords, CancellationToken ct);
                [Component, Prompt("How many \"facts\"?\nCount them.", Client = nameof(fast))]
                private partial Task<int> Facts(string draft, Dictionary<string, double> weights,
                    [Hyperparameter(Min = 0, Max = 2)] float temperature = 1, [Hyperparameter(100, 200)] int maxOutputTokens = 100);
                [Component, Prompt("Judge.", Client = nameof(strong))]
                private partial Task<Judgement> Final(string draft, int facts, CancellationToken cancellationToken);
            }
            """
        },
        {
            "hyperparameters of every type", """
            namespace A;
            public enum Mode { Fast, @default, Slow }
            [CompoundSystem<string, string>(Output = nameof(Out))]
            public sealed partial class Tuned
            {
                [Component]
                private string Out(
                    string input,
                    [Hyperparameter("a", "b\"c")] string text,
                    [Hyperparameter(true, false)] bool flag,
                    [Hyperparameter(1L, 2L)] long large,
                    [Hyperparameter(0.5f, 1f)] float single,
                    [Hyperparameter(0.5, 1)] double number,
                    [Hyperparameter(Mode.Fast, Mode.@default)] Mode mode,
                    [Hyperparameter(-1, 1, PerInput = true)] int sign,
                    [Hyperparameter(Min = 1, Max = 10)] int count,
                    [Hyperparameter(Min = 1, Max = 1e9, Scale = Scale.Log)] long huge,
                    [Hyperparameter(Min = -1, Max = 1, PerInput = true)] float angle,
                    [Prompt("Look at {input}.")] string prompt,
                    [ModelChoice("m1", "m2")] string model = "m2") => input;
            }
            """
        },
        {
            "values chosen per input, conditional and overlapping, in a struct", """
            namespace A;
            [CompoundSystem<string, string>(Output = nameof(Joined))]
            public partial struct Choosing
            {
                private static bool IsLong(string input) => input.Length > 3;
                [Component(When = nameof(IsLong))]
                private async Task<int> Left(string input, [Hyperparameter(1, 2, PerInput = true)] int times, CancellationToken ct)
                { await Task.Yield(); return input.Length * times; }
                [Component]
                private ValueTask<string?> Right(string input, [Hyperparameter(Min = 0, Max = 1, PerInput = true)] double share) => new(input + share);
                [Component(When = nameof(IsLong))]
                private (int A, string B) Pair(int? left, [Hyperparameter(1, 2, PerInput = true)] int factor) => (left ?? factor, "");
                [Component]
                private string Joined(int? a, string? right) => a + right;
            }
            [CompoundSystem<string, string>(Output = nameof(Second))]
            public sealed partial class ChoosingInOrder
            {
                [Component]
                private string First(string input, [Hyperparameter(1, 2, PerInput = true)] int times) => input + times;
                [Component]
                private Task<string> Second(string first, [ModelChoice("a", "b", PerInput = true)] string model) => Task.FromResult(first + model);
            }
            """
        },
        {
            "trainable model of the user's own", """
            namespace A;
            public sealed class Ranker : ITrainable<Ranker>
            {
                public Ranker WithWeights(string weights) => this;
                public double Score(string text) => text.Length;
            }
            [CompoundSystem<string, double>(Output = nameof(Score))]
            public sealed partial class Trained(Ranker ranker)
            {
                [Component]
                private double Score(string input, [Trainable] Ranker ranker) => ranker.Score(input);
            }
            """
        },
        {
            "private and internal types", """
            namespace A;
            internal sealed record Hidden(string Text);
            [CompoundSystem<Hidden, string>(Output = nameof(Text2))]
            public sealed partial class Secretive
            {
                private sealed record Note(string Body);
                [Component]
                private Note Noted(string text) => new(text);
                [Component]
                private Task<string> Text2(Note noted) => Task.FromResult(noted.Body);
            }
            [CompoundSystem<string, string>(Output = nameof(Echo))]
            internal sealed partial class Internal { [Component] private string Echo(string input) => input; }
            """
        },
        {
            "names that are keywords or taken", """
            namespace A.@event;
            public sealed record @class(string @string, int running);
            [CompoundSystem<@class, string>(Output = nameof(Configured))]
            public sealed partial class @operator
            {
                [Component]
                private string @params(string @string, [Hyperparameter(1, 2)] int @int) => @string;
                [Component]
                private string Exception(string @params, int running) => @params + running;
                [Component]
                private Task<string> Self(string exception, CancellationToken configuration) => Task.FromResult(exception);
                [Component]
                private Task<string> Run(string exception, CancellationToken input) => Task.FromResult(exception);
                [Component]
                private string Configured(string self, string run) => self + run;
            }
            """
        },
        {
            "a JSON context", """
            namespace A;
            [System.Text.Json.Serialization.JsonSerializable(typeof(string))]
            public partial class Ctx : System.Text.Json.Serialization.JsonSerializerContext
            {
                public Ctx() : base(null) { }
                public static Ctx Default { get; } = new();
                protected override System.Text.Json.JsonSerializerOptions? GeneratedSerializerOptions => null;
                public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null;
            }
            [CompoundSystem<string, string>(Output = nameof(Echo), Json = typeof(Ctx))]
            public sealed partial class WithContext { [Component] private string Echo(string input) => input; }
            """
        },
        {
            "collections and recursion in what is visited", """
            namespace A;
            public sealed class Tree { public string Name { get; set; } = ""; public List<Tree> Children { get; } = []; public Tree? Parent { get; set; } }
            public readonly record struct Point(int X, double? Y);
            [CompoundSystem<Tree, IEnumerable<Point>>(Output = nameof(Points))]
            public sealed partial class Visited
            {
                [Component] private Tree[] Trees(Tree input) => [input];
                [Component] private System.Collections.Immutable.ImmutableArray<Point?> Maybe(Tree[] trees) => [null];
                [Component] private IEnumerable<Point> Points(System.Collections.Immutable.ImmutableArray<Point?> maybe, Tree[]? trees) =>
                    maybe.OfType<Point>();
            }
            """
        },
        {
            "inputs called like the client, the writer and the model", """
            namespace A;
            public sealed class Ranker : ITrainable<Ranker> { public int N => 1; public Ranker WithWeights(string weights) => this; }
            [CompoundSystem<string, string>(Output = nameof(Final))]
            public sealed partial class Shadowing(IChatClient answer, Ranker weights)
            {
                [Component, Prompt("A")]
                private partial Task<string> Answer(string input, CancellationToken ct);
                [Component, Prompt("W {answer}")]
                private partial Task<IReadOnlyList<string>> Writer(string answer, CancellationToken ct);
                [Component, Prompt("C {writer}")]
                private partial Task<string> Call(string answer, IReadOnlyList<string> writer, CancellationToken configuration);
                [Component]
                private (int A, int B)? Present(string call, [Trainable] Ranker weights) => (weights.N, call.Length);
                [Component, Prompt("F {writer} {present}")]
                private partial Task<string> Final(IReadOnlyList<string> writer, (int A, int B)? present, CancellationToken ct);
            }
            """
        },
        {
            "params, tuples with names and nullable replies of prompted components", """
            namespace A;
            [CompoundSystem<string, string>(Output = nameof(Answer))]
            public sealed partial class Replies(IChatClient chat)
            {
                [Component]
                private (string[] Items, int ItemCount) Words(string input) => (input.Split(' '), 1);
                [Component, Prompt("Judge.")]
                private partial Task<(string Verdict, double Score)> Judged(int itemCount, params string[] items);
                [Component, Prompt("Count.")]
                private partial ValueTask<int?> Count(string verdict, double score, CancellationToken ct);
                [Component, Prompt("Answer.")]
                private partial Task<string?> Answer(int? count, CancellationToken ct);
            }
            """
        },
        {
            "a system that derives from another", """
            namespace A;
            [CompoundSystem<string, string>(Output = nameof(Answer))]
            public partial class General(IChatClient chat)
            {
                protected IChatClient Chat => chat;
                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(string input, CancellationToken ct);
            }
            [CompoundSystem<string, string>(Output = nameof(Answer))]
            public sealed partial class Special(IChatClient client) : General(client)
            {
                [Component, Prompt("Answer well.")]
                private partial Task<string> Answer(string input, CancellationToken ct);
            }
            """
        },
        {
            "services with keys and defaults", """
            namespace A;
            public enum Mode { Fast, Slow }
            [CompoundSystem<string, string>(Output = nameof(Answer))]
            public sealed partial class Served(
                [Microsoft.Extensions.DependencyInjection.FromKeyedServices("fast")] IChatClient chat,
                int retries = 3, string prefix = "p\"", Mode mode = Mode.Slow, char mark = ';', int? limit = null, TimeSpan wait = default)
            {
                [Component, Prompt("Say.")]
                private partial Task<string> Said(string input, CancellationToken ct);
                [Component]
                private string Answer(string said) => said + retries + prefix + mode + mark + limit + wait;
            }
            """
        },
        {
            "code without nullable annotations, predicates with small names, overridden clients", """
            #nullable disable
            namespace A;
            public abstract class Host { protected abstract IChatClient Client { get; } }
            [CompoundSystem<string, string>(Output = nameof(Out))]
            public sealed partial class Oblivious(IChatClient c) : Host
            {
                protected override IChatClient Client { get; } = c;
                private static bool goes(string input) => input != null;
                private static bool HasSaid(string said) => said != null;
                [Component] private string Goes(string input) => input;
                [Component(When = nameof(goes)), Prompt("x {goes}")] private partial Task<string> Said(string goes, CancellationToken ct);
                [Component(When = nameof(HasSaid)), Prompt("y")] private partial Task<List<string>> Listed(string said, CancellationToken ct);
                [Component] private string Out(List<string> listed, string said) => said;
            }
            """
        },
        {
            "an output of properties", """
            namespace A;
            public sealed record Report(string Title) { public required string Body { get; init; } public int? Length { get; set; } public int Unrelated { get; init; } }
            [CompoundSystem<string, Report>]
            public sealed partial class Reporting
            {
                private static bool IsLong(string input) => input.Length > 3;
                [Component] private string Title(string input) => input;
                [Component] private Task<string> Body(string title) => Task.FromResult(title);
                [Component(When = nameof(IsLong))] private int Length(string body) => body.Length;
            }
            """
        },
        {
            "a system with required members", """
            namespace A;
            [CompoundSystem<string, string>(Output = nameof(Echo))]
            public sealed partial class Demanding
            {
                public required string Prefix { get; init; }
                [Component] private string Echo(string input, [Hyperparameter(1, 2)] int _1st) => Prefix + input + _1st;
            }
            """
        },
        {
            "obsolete components", """
            namespace A;
            [CompoundSystem<string, string>(Output = nameof(Echo))]
            public sealed partial class Old { [Component, Obsolete("Use another.")] private string Echo(string input) => input; }
            """
        },
    };
}
