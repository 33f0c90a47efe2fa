using System.Globalization;
using System.Text;

namespace Optimas;

/// <summary>What <see cref="OproProposer"/> writes to a language model, and how it reads the reply.</summary>
public sealed record OproLayout
{
    private const int ShownCharacters = 600;
    private const string Open = "<instruction>";
    private const string Close = "</instruction>";

    /// <summary>The best 12 prompts, and three samples of what the component did.</summary>
    public static OproLayout Default { get; } = new();

    /// <summary>How many of the prompts tried so far are shown, the best ones; 0 or more.</summary>
    public int Prompts { get; init; } = 12;

    /// <summary>How many samples of what the component did are shown; 0 or more. A model with a short memory does better without.</summary>
    public int Samples { get; init; } = 3;

    /// <summary>The message that asks for one prompt.</summary>
    /// <param name="request">What is asked for.</param>
    public string Write(PromptProposalRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var text = new StringBuilder();
        text.Append("You write the instruction of one step in a pipeline, so that the whole pipeline scores higher.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"The step: {request.Component.Name}. {request.Component.Description}\n");
        text.Append(CultureInfo.InvariantCulture, $"It gets: {string.Join(", ", request.Component.Inputs.Select(i => i.Parameter))}.\n");
        text.Append(Placeholders(request));
        text.Append("\nInstructions tried so far with their scores, worst first:\n");
        foreach (var scored in request.Scored.OrderBy(s => s.Score).TakeLast(Prompts))
            text.Append(CultureInfo.InvariantCulture, $"{Open}{scored.Prompt}{Close}\nscore: {scored.Score:0.###}\n");
        text.Append(CultureInfo.InvariantCulture, $"\nThe instruction in force:\n{Open}{request.Current}{Close}\n");
        foreach (var sample in request.Samples.Take(Samples))
            text.Append(CultureInfo.InvariantCulture, $"\nUnder it the step got:\n{Shorten(sample.Input)}\nand wrote:\n{Shorten(sample.Output)}\n");
        text.Append(CultureInfo.InvariantCulture, $"\nWrite one new instruction that differs from all of these and should score higher. {AskForTags}");
        return text.ToString();
    }

    /// <summary>A reply with a prompt, as it is asked for.</summary>
    /// <param name="prompt">The prompt.</param>
    public static string Reply(string prompt) => $"{Open}{prompt}{Close}";

    /// <summary>The prompt in a reply; null where there is none.</summary>
    /// <param name="reply">The reply.</param>
    /// <remarks>A reply without the tags is taken whole; one whose tag was never closed, up to its end.</remarks>
    public static string? Read(string reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        int start = reply.IndexOf(Open, StringComparison.OrdinalIgnoreCase);
        string prompt = start < 0 ? reply : reply[(start + Open.Length)..];
        int end = prompt.IndexOf(Close, StringComparison.OrdinalIgnoreCase);
        prompt = (end < 0 ? prompt : prompt[..end]).Trim();
        return prompt.Length == 0 ? null : prompt;
    }

    /// <summary>How a reply is to look that <see cref="Read"/> understands.</summary>
    internal static string AskForTags => $"Reply with {Open}…{Close} and nothing else.";

    /// <summary>A line on the placeholders that a prompt may use; nothing where there are none.</summary>
    internal static string Placeholders(PromptProposalRequest request) => request.Parameter.Placeholders.IsEmpty
        ? ""
        : $"The instruction may use these placeholders and no others: {string.Join(", ", request.Parameter.Placeholders.Select(p => $"{{{p}}}"))}.\n";

    /// <summary>A text as far as a message shows it.</summary>
    internal static string Shorten(string text) => text.Length <= ShownCharacters ? text : text[..ShownCharacters] + "…";
}
