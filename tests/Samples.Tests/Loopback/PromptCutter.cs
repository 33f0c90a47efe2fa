using Microsoft.Extensions.AI;
using Optimas.Learning;

namespace Samples.Tests.Loopback;

/// <summary>Shortens conversations to a model's context: out of the middle of the longest message, and never out of the system message.</summary>
/// <param name="chat">A local model says itself how many tokens a conversation has; of others, four characters are taken for one.</param>
/// <param name="contextTokens">How many there may be.</param>
internal sealed class PromptCutter(IChatClient chat, int contextTokens)
{
    private const string Gap = " ... ";
    private readonly Lazy<LanguageModel?> _model = new(() => chat.GetService<LanguageModel>());

    public IReadOnlyList<ChatMessage> Cut(IReadOnlyList<ChatMessage> messages)
    {
        List<ChatMessage> cut = [.. messages];
        while (TokensOf(cut) is int tokens && tokens > contextTokens)
        {
            var longest = cut.Where(m => m.Role != ChatRole.System).MaxBy(m => m.Text.Length);
            if (longest is null || longest.Text.Length <= 2 * Gap.Length)
                throw new ArgumentException($"The system message alone has more than {contextTokens} tokens.", nameof(messages));
            int kept = Math.Max(0, (int)(longest.Text.Length * 0.95 * contextTokens / tokens) - Gap.Length) / 2;
            cut[cut.IndexOf(longest)] = new(longest.Role, $"{longest.Text[..kept]}{Gap}{longest.Text[^kept..]}");
        }

        return cut;
    }

    private int TokensOf(IReadOnlyList<ChatMessage> messages) => _model.Value is { } model
        ? model.Template.Encode([.. messages.Select(m => new ChatTurn(m.Role.Value, m.Text))], generationPrompt: true).Length
        : messages.Sum(m => m.Text.Length) / 4;
}
