namespace Optimas.Pocket;

/// <summary>How a summary says that a result is no chance.</summary>
public enum CertaintyForm
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By the p value.</summary>
    P,

    /// <summary>As significant, borderline or not significant.</summary>
    Word,
}
