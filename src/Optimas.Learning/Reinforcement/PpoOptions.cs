namespace Optimas.Learning;

/// <summary>
/// Proximal policy optimization (Schulman et al. 2017) on the local reward: how much a round collects, how far it goes from the policy that
/// collected, and how far from the base. A round is kept small on purpose; it is the trust region of OPTIMAS, appendix F.
/// </summary>
public sealed record PpoOptions
{
    /// <summary>For adapters of a language model.</summary>
    public static PpoOptions LanguageModel { get; } = new();

    /// <summary>For small modules that start from random weights: larger steps, some entropy, no pull back to the start.</summary>
    public static PpoOptions Module { get; } = new()
    {
        LearningRate = 0.01, ValueLearningRate = 0.01, EntropyCoefficient = 0.01, KlCoefficient = 0, TargetKl = 0.1, RolloutsPerInput = 8,
    };

    /// <summary>On how many training inputs a round rolls the component out; 1 or more.</summary>
    public int InputsPerRound { get; init => field = AtLeast(1, value, nameof(InputsPerRound)); } = 8;

    /// <summary>
    /// How often each input is rolled out at a time; 2 or more. Local rewards are comparable among rollouts on the same input alone, so what
    /// counts is by how much a rollout beats the mean of its own input's.
    /// </summary>
    public int RolloutsPerInput { get; init => field = AtLeast(2, value, nameof(RolloutsPerInput)); } = 4;

    /// <summary>How often a round collects rollouts and learns from them; 1 or more. The next time, the policy is the one just learned.</summary>
    public int Iterations { get; init => field = AtLeast(1, value, nameof(Iterations)); } = 2;

    /// <summary>How often the rollouts are gone through; 1 or more.</summary>
    public int Epochs { get; init => field = AtLeast(1, value, nameof(Epochs)); } = 3;

    /// <summary>How many rollouts make a step of the optimizer; 1 or more.</summary>
    public int MinibatchRollouts { get; init => field = AtLeast(1, value, nameof(MinibatchRollouts)); } = 8;

    /// <summary>
    /// How many tokens or decisions a forward pass takes at most; a minibatch beyond is computed in parts, and a rollout is never cut.
    /// </summary>
    public int MaxTokensPerPass { get; init => field = AtLeast(1, value, nameof(MaxTokensPerPass)); } = 8192;

    /// <summary>The step size of the policy (AdamW without decay).</summary>
    public double LearningRate { get; init => field = Positive(value, nameof(LearningRate)); } = 1e-3;

    /// <summary>The step size of the value estimate.</summary>
    public double ValueLearningRate { get; init => field = Positive(value, nameof(ValueLearningRate)); } = 1e-3;

    /// <summary>By how much the ratio of new to old probabilities may leave 1 before the gain stops counting.</summary>
    public double Clip { get; init => field = Positive(value, nameof(Clip)); } = 0.2;

    /// <summary>The same for the value estimate, around what it was.</summary>
    public double ValueClip { get; init => field = Positive(value, nameof(ValueClip)); } = 0.2;

    /// <summary>The weight of the value loss.</summary>
    public double ValueCoefficient { get; init => field = NotNegative(value, nameof(ValueCoefficient)); } = 0.5;

    /// <summary>The weight of the entropy that is rewarded.</summary>
    public double EntropyCoefficient { get; init => field = NotNegative(value, nameof(EntropyCoefficient)); }

    /// <summary>
    /// The weight of the divergence from the frozen base, estimated without bias and never below 0 (k3 of Schulman 2020: e^d − d − 1 with d the
    /// log ratio of base to policy).
    /// </summary>
    public double KlCoefficient { get; init => field = NotNegative(value, nameof(KlCoefficient)); } = 0.05;

    /// <summary>Where the divergence from the policy that collected exceeds this, the round learns no more from its rollouts; null for no limit.</summary>
    public double? TargetKl { get; init => field = value is { } kl ? Positive(kl, nameof(TargetKl)) : null; } = 0.05;

    /// <summary>The discount per token or decision.</summary>
    public double Gamma { get; init => field = Share(value, nameof(Gamma)); } = 1;

    /// <summary>How far advantages look ahead before they trust the value estimate (λ of GAE, Schulman et al. 2016).</summary>
    public double Lambda { get; init => field = Share(value, nameof(Lambda)); } = 0.95;

    /// <summary>The largest norm of a gradient; larger ones are scaled down. Of the policy and the value estimate each.</summary>
    public double MaxGradientNorm { get; init => field = Positive(value, nameof(MaxGradientNorm)); } = 1;

    internal int RolloutsPerRound => checked(InputsPerRound * RolloutsPerInput * Iterations);

    private static int AtLeast(int least, int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        return value;
    }

    private static double Positive(double value, string name) =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "A finite number above 0 is wanted.");

    private static double NotNegative(double value, string name) =>
        value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "A finite number from 0 is wanted.");

    private static double Share(double value, string name) =>
        value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(name, value, "A number from 0 to 1 is wanted.");
}
