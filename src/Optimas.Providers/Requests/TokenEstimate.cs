using System.Text;
using Microsoft.Extensions.AI;

namespace Optimas.Providers;

/// <summary>A guess at token counts where no server has counted yet: a token for four bytes of text, and four for each message.</summary>
internal static class TokenEstimate
{
    private const int BytesPerToken = 4;
    private const int TokensPerMessage = 4;

    public static long Of(IEnumerable<ChatMessage> messages) => messages.Sum(m => TokensPerMessage + m.Contents.Sum(Of));

    public static long Of(AIContent content) => content switch
    {
        TextContent text => OfText(text.Text),
        TextReasoningContent reasoning => OfText(reasoning.Text),
        FunctionCallContent call => OfText(call.Name) + (call.Arguments ?? new Dictionary<string, object?>()).Sum(a => OfText(a.Key) + OfText(a.Value?.ToString())),
        FunctionResultContent result => OfText(result.Result?.ToString()),
        _ => 0,
    };

    private static long OfText(string? text) => ((text is null ? 0 : Encoding.UTF8.GetByteCount(text)) + BytesPerToken - 1) / BytesPerToken;
}
