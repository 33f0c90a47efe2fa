using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Optimas;

namespace QuickStart;

/// <summary>
/// Stands in for a language model, so that this sample runs offline and in seconds. It is a few rules, no model: it follows what an
/// instruction says about keywords, sentences and facts, loses words as the temperature rises, and proposes instructions at random,
/// good ones and bad ones alike. The same seed gives the same reply. Put any other <see cref="IChatClient"/> in its place.
/// </summary>
public sealed class StandInModel : IChatClient
{
    // Like a model with a short context, it reads the first articles only.
    private const int ReadArticles = 2;

    private static readonly string[] s_openings = ["Please", "Carefully", "As an experienced clerk,", "In the customer's interest,"];

    private static readonly string[] s_queries =
        ["restate the letter politely.", "list the keywords of the question.", "sum the letter up.", "write down who writes and why."];

    private static readonly string[] s_answers =
    [
        "answer in one sentence.", "answer in detail, with a greeting.", "answer with the fact only.", "write the fact only, not a sentence.",
        "quote the article that fits.",
    ];

    private static readonly HashSet<string> s_fillers =
    [
        .. "a about after also an and are at do does for from have how i in is it its long many me much must my of on our should that the to was we what when which with within you your"
            .Split(' '),
    ];

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string instruction = string.Concat(messages.Where(m => m.Role == ChatRole.System).Select(m => m.Text));
        string user = string.Concat(messages.Where(m => m.Role == ChatRole.User).Select(m => m.Text));
        var random = new SeededRandom(options?.Seed ?? 0, user);
        string reply = user.Contains("<instruction>", StringComparison.Ordinal) ? Propose(user, random)
            : user.Contains("\narticle: ", StringComparison.Ordinal) ? Answer(instruction, user)
            : Condense(instruction, user, (options?.Temperature ?? 1) * (options?.ModelId == "large" ? 0.05 : 0.25), random);
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, reply))
        {
            Usage = new()
            {
                InputTokenCount = Text.Words(instruction).Length + Text.Words(user).Length,
                OutputTokenCount = Text.Words(reply).Length,
            },
        });
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
            yield return update;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static string Propose(string request, SeededRandom random)
    {
        string[] tasks = request.Contains("It gets: question, fault, articles.", StringComparison.Ordinal) ? s_answers : s_queries;
        return $"<instruction>{s_openings[random.Next(s_openings.Length)]} {tasks[random.Next(tasks.Length)]}</instruction>";
    }

    private static string Condense(string instruction, string letter, double forgetfulness, SeededRandom random)
    {
        string text = Asks(instruction, "keyword")
            ? string.Join(' ', Text.Words(QuestionIn(letter)).Where(w => !s_fillers.Contains(w)))
            : $"The customer writes to us: {letter}";
        return string.Join(' ', text.Split(' ').Where(_ => random.NextDouble() >= forgetfulness));
    }

    private static string Answer(string instruction, string user)
    {
        string[] lines = user.Split('\n');
        var asked = Text.Words($"{QuestionIn(lines[0])} {lines[1]}").ToHashSet();
        string sentence = lines.Where(l => l.StartsWith("article: ", StringComparison.Ordinal)).Take(ReadArticles)
            .SelectMany(l => l.TrimEnd('.').Split(". ").Skip(1))
            .MaxBy(s => Text.Words(s).Count(w => asked.Contains(w) && !s_fillers.Contains(w))) ?? "";
        if (Asks(instruction, "fact only"))
            return string.Join(' ', Text.Words(sentence).Where(w => !asked.Contains(w) && !s_fillers.Contains(w)));
        return Asks(instruction, "sentence") ? sentence : $"Thank you for your letter. We looked it up for you: {sentence}. We wish you a pleasant day.";
    }

    private static string QuestionIn(string letter) =>
        letter.Split(". ").SelectMany(s => s.Split("! ")).FirstOrDefault(s => s.Contains('?', StringComparison.Ordinal)) ?? letter;

    private static bool Asks(string instruction, string what) => instruction.Contains(what, StringComparison.OrdinalIgnoreCase);
}
