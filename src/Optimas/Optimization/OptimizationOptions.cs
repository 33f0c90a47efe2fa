using Optimas.Journaling;

namespace Optimas;

/// <summary>How a system is optimized.</summary>
public sealed record OptimizationOptions
{
    /// <summary>The racing engine within 300 system runs, from the default configuration.</summary>
    public static OptimizationOptions Default { get; } = new();

    /// <summary>The configuration to start from; null for the system's default.</summary>
    public SystemConfiguration? Start { get; init; }

    /// <summary>What may be spent.</summary>
    public Budget Budget { get; init; } = Budget.Default;

    /// <summary>The seed of every random choice.</summary>
    public long Seed { get; init; }

    /// <summary>The engine.</summary>
    public OptimizationEngine Engine { get; init; }

    /// <summary>The part of the method that is replaced, for comparison.</summary>
    public OptimizationControl Control { get; init; }

    /// <summary>How the next component is picked.</summary>
    public ComponentSchedule Schedule { get; init; }

    /// <summary>How far one step may go.</summary>
    public TrustRegion TrustRegion { get; init; } = TrustRegion.Default;

    /// <summary>Who proposes prompts; null leaves prompts as they are.</summary>
    public IPromptProposer? Proposer { get; init; }

    /// <summary>Who trains weights with the local reward; null leaves weights as they are.</summary>
    public IWeightTrainer? WeightTrainer { get; init; }

    /// <summary>
    /// What local rewards are learned with; null for hashed n-grams with the run's seed. It keeps what it learned: pass a new one to each run.
    /// </summary>
    public ILocalRewardModel? RewardModel { get; init; }

    /// <summary>
    /// How many examples decide: for the racing engine half of them from each set, for the paper's validation examples only. Null for as
    /// many as a quarter of the budget's system runs pays for, at least 8 and at most 100, fewer where nothing would be left for a candidate.
    /// </summary>
    public int? DecidingExamples
    {
        get;
        init
        {
            if (value is { } count)
                ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
            field = value;
        }
    }

    /// <summary>
    /// Paper engine: how many training inputs each component's stage-1 preferences are collected on; 1 or more. Racing engine: the same for a
    /// component whose weights are to be trained, while its local reward abstains.
    /// </summary>
    public int StageOneInputs
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 8;

    /// <summary>
    /// Paper engine: how many training inputs each iteration collects fresh preferences and local rewards on; 1 or more. Racing engine: how many
    /// fresh preferences are collected on before each round of training weights.
    /// </summary>
    public int BatchInputs
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 4;

    /// <summary>
    /// Where everything that happens is kept, so that an interrupted run can be resumed; null to keep nothing. Components' inputs and outputs have to
    /// go to JSON and back without loss.
    /// </summary>
    public IRunJournal? Journal { get; init; }

    /// <summary>Shows what is being spent, at any moment; null where nobody looks.</summary>
    public SpendingMeter? Meter { get; init; }

    /// <summary>How examples are run: parallelism, the score of a failure, and the share of failures that stops the optimization.</summary>
    public EvaluationOptions Evaluation { get; init; } = EvaluationOptions.Default;
}
