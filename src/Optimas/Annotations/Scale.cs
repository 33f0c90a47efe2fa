namespace Optimas;

/// <summary>The scale on which a continuous hyperparameter is searched.</summary>
public enum Scale
{
    /// <summary>Equal differences weigh the same.</summary>
    Linear,

    /// <summary>Equal ratios weigh the same. The range must be positive.</summary>
    Log,
}
