namespace Optimas;

/// <summary>How preference data is collected.</summary>
public sealed record PreferenceOptions
{
    /// <summary>The seed of every sample.</summary>
    public long Seed { get; init; }

    /// <summary>How often each candidate configuration is sampled.</summary>
    public int SamplesPerConfiguration { get; init; } = 1;

    /// <summary>How often the suffix of each distinct output is run.</summary>
    public int Rollouts { get; init; } = 1;

    /// <summary>Two outputs whose mean rewards differ by no more than this make no pair.</summary>
    public double MinGap { get; init; } = 1e-9;

    /// <summary>The global reward of a suffix that fails.</summary>
    public double FailureScore { get; init; }

    /// <summary>The largest number of executions at a time.</summary>
    public int Parallelism { get; init; } = 8;
}
