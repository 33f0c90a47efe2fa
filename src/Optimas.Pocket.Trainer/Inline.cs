using Optimas.Learning;

namespace Optimas.Pocket.Trainer;

/// <summary>Hears of a step before the next one is made.</summary>
/// <param name="report">What to do.</param>
internal sealed class Inline(Action<TrainingStep> report) : IProgress<TrainingStep>
{
    public void Report(TrainingStep value) => report(value);
}
