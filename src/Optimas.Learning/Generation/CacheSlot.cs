namespace Optimas.Learning;

/// <summary>A place in the cache: whose tokens' keys and values it holds, and the job that writes on there.</summary>
internal sealed class CacheSlot(int index)
{
    /// <summary>Which place.</summary>
    public int Index => index;

    /// <summary>The tokens whose keys and values are there. They stay after the job is done, for texts that begin alike.</summary>
    public List<int> Cached { get; } = [];

    /// <summary>What tells the adapter that they were computed with; null for none. The adapter itself would be kept in memory.</summary>
    public object? CachedWith { get; set; }

    /// <summary>The tokens that come next.</summary>
    public List<int> Pending { get; } = [];

    /// <summary>Who uses the slot; null while it is free.</summary>
    public GenerationJob? Job { get; set; }

    /// <summary>The adapter in force; null for none, as while it is free.</summary>
    public LoraAdapter? Adapter => Job?.Request.Adapter;

    /// <summary>The pass in which it was last used.</summary>
    public long LastPass { get; set; } = -1;

    /// <summary>How many tokens a prompt shares with the slot's beginning, one less than the prompt at most: the last token has to be computed.</summary>
    public int SharedWith(GenerationRequest request)
    {
        if (!ReferenceEquals(CachedWith, request.Adapter?.Identity))
            return 0;
        int most = Math.Min(Cached.Count, request.Prompt.Length - 1), shared = 0;
        while (shared < most && Cached[shared] == request.Prompt[shared])
            shared++;
        return shared;
    }
}
