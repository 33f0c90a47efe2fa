namespace Optimas.Generators.Tests.Diagnostics;

/// <summary>A code fix and what it makes of a source.</summary>
/// <param name="Name">What is fixed.</param>
/// <param name="Id">The diagnostic.</param>
/// <param name="Title">What the user reads.</param>
/// <param name="Before">The source.</param>
/// <param name="After">The fixed source.</param>
public sealed record FixCase(string Name, string Id, string Title, string Before, string After)
{
    private const string Head = """
        public sealed record Question(string Text, int Limit);

        [CompoundSystem<Question, string>(Output = nameof(Answer))]
        public sealed partial class Qa(IChatClient chat)
        {

        """;

    /// <summary>Which of the fixes that are offered.</summary>
    public int Choice { get; init; }

    /// <summary>Whether it is applied to every diagnostic at once.</summary>
    public bool Everywhere { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Id}: {Name}";

    public static IReadOnlyList<FixCase> All { get; } =
    [
        new("partial after other modifiers", "OPT001", "Declare it partial",
            Head.Replace("partial ", "", StringComparison.Ordinal) + """
                [Component]
                private string Answer(string text) => text + chat;
            }
            """,
            Head + """
                [Component]
                private string Answer(string text) => text + chat;
            }
            """),
        new("partial without other modifiers", "OPT001", "Declare it partial",
            """
            // The shell.
            class Shell
            {
                // The system.
                [CompoundSystem<string, string>(Output = nameof(Answer))]
                class Qa
                {
                    [Component]
                    private string Answer(string text) => text;
                }
            }
            """,
            """
            // The shell.
            partial class Shell
            {
                // The system.
                [CompoundSystem<string, string>(Output = nameof(Answer))]
                partial class Qa
                {
                    [Component]
                    private string Answer(string text) => text;
                }
            }
            """),
        Members("the closest component and input property", "OPT002", "Wire it with [From(nameof(Query))]",
            """
                [Component, Prompt("Rephrase.")]
                private partial Task<string> Query(string txt, CancellationToken ct);

                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(
                    string qurey,
                    int limits,
                    CancellationToken ct);
            """,
            """
                [Component, Prompt("Rephrase.")]
                private partial Task<string> Query([From(nameof(Question.Text))] string txt, CancellationToken ct);

                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(
                    [From(nameof(Query))] string qurey,
                    [From(nameof(Question.Limit))] int limits,
                    CancellationToken ct);
            """) with { Everywhere = true, Title = "Wire it with [From(nameof(Question.Text))]" },
        Members("another name in [From]", "OPT002", "Wire it with [From(nameof(Query))]",
            """
                [Component, Prompt("Rephrase.")]
                private partial Task<string> Query(string text, CancellationToken ct);

                [Component, Prompt("Answer.")]
                private partial Task<string> Answer([From("Qurey")] string words, CancellationToken ct);
            """,
            """
                [Component, Prompt("Rephrase.")]
                private partial Task<string> Query(string text, CancellationToken ct);

                [Component, Prompt("Answer.")]
                private partial Task<string> Answer([From(nameof(Query))] string words, CancellationToken ct);
            """),
        Members("the second of two members", "OPT003", "Wire it with [From(nameof(Second) + \".Title\")]",
            """
                [Component, Prompt("First.")]
                private partial Task<(string Title, int Length)> First(string text, CancellationToken ct);

                [Component, Prompt("Second.")]
                private partial Task<(string Title, int Length)> Second((string Title, int Length) first, CancellationToken ct);

                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(string title, CancellationToken ct);
            """,
            """
                [Component, Prompt("First.")]
                private partial Task<(string Title, int Length)> First(string text, CancellationToken ct);

                [Component, Prompt("Second.")]
                private partial Task<(string Title, int Length)> Second((string Title, int Length) first, CancellationToken ct);

                [Component, Prompt("Answer.")]
                private partial Task<string> Answer([From(nameof(Second) + ".Title")] string title, CancellationToken ct);
            """) with { Choice = 1 },
        Members("the producer's type", "OPT004", "Take the type that the producer gives",
            """
                [Component, Prompt("List.")]
                private partial Task<IReadOnlyList<Question>> Parts(string text, CancellationToken ct);

                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(string parts, CancellationToken ct);
            """,
            """
                [Component, Prompt("List.")]
                private partial Task<IReadOnlyList<Question>> Parts(string text, CancellationToken ct);

                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(IReadOnlyList<Question> parts, CancellationToken ct);
            """),
        Members("bodies", "OPT006", "Make it a partial method without a body",
            """
                /// <summary>Rephrases.</summary>
                [Component, Prompt("Rephrase.")]
                async Task<string> Query(string text, CancellationToken ct)
                {
                    await Task.Yield();
                    return text + chat;
                }

                // Answers.
                [Component, Prompt("Answer.")]
                public string Answer(string query, CancellationToken ct) => query;
            """,
            """
                /// <summary>Rephrases.</summary>
                [Component, Prompt("Rephrase.")]
                private partial Task<string> Query(string text, CancellationToken ct);

                // Answers.
                [Component, Prompt("Answer.")]
                public partial Task<string> Answer(string query, CancellationToken ct);
            """) with { Everywhere = true },
        Members("an implementation elsewhere", "OPT006", "Make it a partial method without a body",
            """
                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(string text, CancellationToken ct);

                private partial Task<string> Answer(string text, CancellationToken ct) => Task.FromResult(text + chat);
            """,
            """
                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(string text, CancellationToken ct);

            """.TrimEnd('\n')),
        Members("no component", "OPT006", "Mark it [Component]",
            """
                [Prompt("Answer.")]
                private partial Task<string> Answer(string text, CancellationToken ct);
            """,
            """
                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(string text, CancellationToken ct);
            """),
        new("which client", "OPT007", "Call large",
            Head.Replace("IChatClient chat", "IChatClient small, IChatClient large", StringComparison.Ordinal) + """
                [Component, Prompt("Rephrase.")]
                private partial Task<string> Query(string text, CancellationToken ct);

                [Component, Prompt("Answer.", Client = "larg")]
                private partial Task<string> Answer(string query, string hints, CancellationToken ct);

                [Component, Prompt("Hint.", Client = nameof(small))]
                private partial Task<string> Hints(string query, CancellationToken ct);
            }
            """,
            Head.Replace("IChatClient chat", "IChatClient small, IChatClient large", StringComparison.Ordinal) + """
                [Component, Prompt("Rephrase.", Client = nameof(large))]
                private partial Task<string> Query(string text, CancellationToken ct);

                [Component, Prompt("Answer.", Client = nameof(large))]
                private partial Task<string> Answer(string query, string hints, CancellationToken ct);

                [Component, Prompt("Hint.", Client = nameof(small))]
                private partial Task<string> Hints(string query, CancellationToken ct);
            }
            """) { Choice = 1, Everywhere = true },
        new("a client for the constructor", "OPT007", "Take an IChatClient in the primary constructor",
            Head.Replace("(IChatClient chat)", "", StringComparison.Ordinal) + """
                [Component, Prompt("Rephrase.")]
                private partial Task<string> Query(string text, CancellationToken ct);

                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(string query, CancellationToken ct);
            }
            """,
            Head + """
                [Component, Prompt("Rephrase.")]
                private partial Task<string> Query(string text, CancellationToken ct);

                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(string query, CancellationToken ct);
            }
            """) { Everywhere = true },
        new("no output", "OPT008", "Set Output = nameof(Answer)",
            Head.Replace("(Output = nameof(Answer))", "", StringComparison.Ordinal) + """
                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(string text, CancellationToken ct);
            }
            """,
            Head + """
                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(string text, CancellationToken ct);
            }
            """),
        new("another output", "OPT008", "Set Output = nameof(Answer)",
            Head.Replace("nameof(Answer)", "\"Anwser\"", StringComparison.Ordinal) + """
                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(string text, CancellationToken ct);
            }
            """,
            Head + """
                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(string text, CancellationToken ct);
            }
            """),
        Members("duplicates", "OPT010", "Remove the duplicate",
            """
                [Component]
                private string Answer(string text, [Hyperparameter(1, 3, 3, 1)] int k, [ModelChoice("a", "a", PerInput = true)] string m = "a") => text + k + m + chat;
            """,
            """
                [Component]
                private string Answer(string text, [Hyperparameter(1, 3)] int k, [ModelChoice("a", PerInput = true)] string m = "a") => text + k + m + chat;
            """) with { Everywhere = true },
        Members("a default that is no candidate", "OPT010", "Add 2 to the candidates",
            """
                [Component]
                private string Answer(string text, [Hyperparameter(1, 3, PerInput = true)] int k = 2) => text + k + chat;
            """,
            """
                [Component]
                private string Answer(string text, [Hyperparameter(1, 3, 2, PerInput = true)] int k = 2) => text + k + chat;
            """),
        Members("Min above Max", "OPT010", "Swap Min and Max",
            """
                [Component]
                private string Answer(string text, [Hyperparameter(Min = 2, Max = 1)] double k) => text + k + chat;
            """,
            """
                [Component]
                private string Answer(string text, [Hyperparameter(Min = 1, Max = 2)] double k) => text + k + chat;
            """),
        Members("placeholders", "OPT011", "Write {text}",
            """"
                [Component, Prompt("Rephrase {texts} and {txet}, \"{texts}\".")]
                private partial Task<string> Query(string text, CancellationToken ct);

                [Component, Prompt("""
                    Answer {qurey}.
                    """)]
                private partial Task<string> Answer(string query, CancellationToken ct);
            """",
            """"
                [Component, Prompt("Rephrase {text} and {text}, \"{text}\".")]
                private partial Task<string> Query(string text, CancellationToken ct);

                [Component, Prompt("""
                    Answer {query}.
                    """)]
                private partial Task<string> Answer(string query, CancellationToken ct);
            """") with { Everywhere = true },
        Members("consumers of conditional components", "OPT012", "Make the parameter nullable",
            """
                private bool IsLong(string text) => text.Length > 10;

                [Component(When = nameof(IsLong)), Prompt("Shorten.")]
                private partial Task<string> Summary(string text, CancellationToken ct);

                [Component(When = nameof(IsLong)), Prompt("Count.")]
                private partial Task<int> Count(string text, CancellationToken ct);

                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(string summary, int count, CancellationToken ct);
            """,
            """
                private bool IsLong(string text) => text.Length > 10;

                [Component(When = nameof(IsLong)), Prompt("Shorten.")]
                private partial Task<string> Summary(string text, CancellationToken ct);

                [Component(When = nameof(IsLong)), Prompt("Count.")]
                private partial Task<int> Count(string text, CancellationToken ct);

                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(string? summary, int? count, CancellationToken ct);
            """) with { Everywhere = true },
        Members("a predicate that two components name", "OPT013", "Add the predicate IsLong",
            """
                [Component(When = "IsLong"), Prompt("Shorten.")]
                private partial Task<string> Summary(string text, [From(nameof(Question.Limit))] int words, CancellationToken ct);

                [Component(When = "IsLong"), Prompt("Count.")]
                private partial Task<int> Count(string text, CancellationToken ct);

                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(string? summary, int? count, CancellationToken ct);
            """,
            """
                private bool IsLong(string text, [From(nameof(Question.Limit))] int words) => true;

                [Component(When = "IsLong"), Prompt("Shorten.")]
                private partial Task<string> Summary(string text, [From(nameof(Question.Limit))] int words, CancellationToken ct);

                [Component(When = "IsLong"), Prompt("Count.")]
                private partial Task<int> Count(string text, CancellationToken ct);

                [Component, Prompt("Answer.")]
                private partial Task<string> Answer(string? summary, int? count, CancellationToken ct);
            """) with { Everywhere = true },
        Members("cancellation tokens", "OPT016", "Add a CancellationToken parameter",
            """
                [Component, Prompt("Rephrase.")]
                private partial Task<string> Query(string text);

                [Component]
                private string Answer(string query, [Hyperparameter(1, 2)] int k = 1) => query + k + chat;
            """,
            """
                [Component, Prompt("Rephrase.")]
                private partial Task<string> Query(string text, CancellationToken cancellationToken = default);

                [Component]
                private string Answer(string query, [Hyperparameter(1, 2)] int k = 1, CancellationToken cancellationToken = default) => query + k + chat;
            """) with { Everywhere = true },
        new("static components", "OPT017", "Make it an instance method",
            Head.Replace("(IChatClient chat)", "", StringComparison.Ordinal) + """
                [Component]
                private static string Answer(string text) => text;
            }
            """,
            Head.Replace("(IChatClient chat)", "", StringComparison.Ordinal) + """
                [Component]
                private string Answer(string text) => text;
            }
            """),
    ];

    private static FixCase Members(string name, string id, string title, string before, string after) =>
        new(name, id, title, Head + before + "\n}", Head + after + "\n}");
}
