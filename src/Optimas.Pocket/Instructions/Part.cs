namespace Optimas.Pocket;

/// <summary>Which part of the names and phrasings a text is made of.</summary>
public enum Part
{
    /// <summary>What the model is trained on.</summary>
    Seen,

    /// <summary>What it never saw.</summary>
    HeldOut,
}
