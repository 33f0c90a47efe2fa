namespace Optimas;

/// <summary>How candidates are found and accepted.</summary>
public enum OptimizationEngine
{
    /// <summary>
    /// The incumbent's trajectories are cached per example; a candidate for C_k re-runs only what it changes; local rewards screen
    /// candidates on cached inputs; the survivors race on paired differences in stages, and the clearly worse stop early.
    /// </summary>
    Racing,

    /// <summary>
    /// Algorithm 1 as the paper writes it: stage-1 preferences for every component, then per iteration one component, fresh preferences,
    /// adaptation of its local reward, local optimization, and acceptance if the validation reward improves. The paper picks components with
    /// <see cref="ComponentSchedule.Uniform"/>, which is not the default.
    /// </summary>
    Paper,
}

/// <summary>The part of the method that is replaced, to see what that part earns. Every control spends the same budget.</summary>
public enum OptimizationControl
{
    /// <summary>The method itself.</summary>
    None,

    /// <summary>Local rewards learn from evidence whose rewards were shuffled.</summary>
    ShuffledRewards,

    /// <summary>Local rewards are random numbers.</summary>
    RandomScores,

    /// <summary>Every candidate goes to the race or the gate: local rewards screen nothing.</summary>
    NoScreen,

    /// <summary>No local rewards and no choice among candidates: one random proposal after the other goes to the gate.</summary>
    GateOnly,

    /// <summary>Random configurations of all components at once; the best mean wins.</summary>
    RandomJointSearch,
}

/// <summary>How the next component is picked.</summary>
public enum ComponentSchedule
{
    /// <summary>With probabilities from a softmax of the components' mean preference gaps, resting after a turn.</summary>
    PreferenceGap,

    /// <summary>Each with the same probability, resting after a turn.</summary>
    Uniform,
}
