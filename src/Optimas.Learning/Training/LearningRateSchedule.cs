namespace Optimas.Learning;

/// <summary>The learning rate by the number of a step.</summary>
public sealed record LearningRateSchedule
{
    private LearningRateSchedule(double peak, int warmUpSteps, int? steps, double finalShare)
    {
        if (!(peak > 0) || !double.IsFinite(peak))
            throw new ArgumentOutOfRangeException(nameof(peak), peak, "Must be positive and finite.");
        ArgumentOutOfRangeException.ThrowIfNegative(warmUpSteps);
        if (steps is { } all)
            ArgumentOutOfRangeException.ThrowIfLessThan(all, Math.Max(1, warmUpSteps), nameof(steps));
        if (finalShare is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(finalShare), finalShare, "Must be from 0 to 1.");
        Peak = peak;
        WarmUpSteps = warmUpSteps;
        Steps = steps;
        FinalShare = finalShare;
    }

    /// <summary>The largest rate.</summary>
    public double Peak { get; }

    /// <summary>The steps in which the rate grows to it, linearly.</summary>
    public int WarmUpSteps { get; }

    /// <summary>The step at which the fall ends; null where the rate stays.</summary>
    public int? Steps { get; }

    /// <summary>The share of the peak that is left at the end of the fall.</summary>
    public double FinalShare { get; }

    /// <summary>Always the same rate, after a warm-up.</summary>
    /// <param name="rate">The rate.</param>
    /// <param name="warmUpSteps">The steps of linear growth before; 0 for none.</param>
    public static LearningRateSchedule Constant(double rate, int warmUpSteps = 0) => new(rate, warmUpSteps, steps: null, finalShare: 1);

    /// <summary>A linear warm-up, then half a wave of cosine down (Loshchilov and Hutter 2017).</summary>
    /// <param name="peak">The largest rate.</param>
    /// <param name="warmUpSteps">The steps of linear growth; 0 for none.</param>
    /// <param name="steps">The step at which the fall ends, counted with the warm-up.</param>
    /// <param name="finalShare">The share of the peak that is left then and from then on.</param>
    public static LearningRateSchedule Cosine(double peak, int warmUpSteps, int steps, double finalShare = 0) =>
        new(peak, warmUpSteps, steps, finalShare);

    /// <summary>
    /// The rate after so many steps, as transformers and PyTorch count; the trainers here use it for the step of that number, from 1.
    /// </summary>
    /// <param name="step">0 or larger.</param>
    public double At(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        if (step < WarmUpSteps)
            return Peak * step / WarmUpSteps;
        if (Steps is not { } steps)
            return Peak;
        double progress = Math.Min(1, (step - WarmUpSteps) / (double)Math.Max(1, steps - WarmUpSteps));
        return Peak * (FinalShare + ((1 - FinalShare) * 0.5 * (1 + Math.Cos(Math.PI * progress))));
    }
}
