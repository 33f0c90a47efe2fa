namespace BigCodeBench.Languages;

/// <summary>Replies of chat models, which put code between fences.</summary>
public static class Fenced
{
    private const string Fence = "```";

    /// <summary>What stands between the first pair of fences; the whole text where there is none.</summary>
    public static string Content(string reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        int open = reply.IndexOf(Fence, StringComparison.Ordinal);
        int start = open < 0 ? -1 : reply.IndexOf('\n', open);
        if (start < 0)
            return reply;
        int close = reply.IndexOf(Fence, start, StringComparison.Ordinal);
        return close < 0 ? reply[(start + 1)..] : reply[(start + 1)..close];
    }
}
