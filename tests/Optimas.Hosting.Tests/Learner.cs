using System.Globalization;

namespace Optimas.Hosting.Tests;

/// <summary>Says a phrase's last word now once, now as often as its weights say.</summary>
[CompoundSystem<Phrase, string>(Output = nameof(Said))]
public sealed partial class Learner(Learner.Voice voice)
{
    [Component]
    private string Said(string text, [Trainable] Voice voice) => string.Join(
        ' ', Enumerable.Repeat(text.Split([',', ';'])[^1], ComponentScope.Current?.Seed % 4 == 0 ? 3 - voice.Times : voice.Times));

    /// <summary>Its weights are a number.</summary>
    public sealed class Voice(int times) : ITrainable<Voice>
    {
        public int Times { get; } = times;

        public Voice WithWeights(string weights) => new(int.Parse(weights, CultureInfo.InvariantCulture));
    }

    /// <summary>Knows what to learn, and tires of it.</summary>
    public sealed class Trainer : IWeightTrainer
    {
        public int InputsPerRound => 4;

        public int RolloutsPerRound => 8;

        public async Task<TrainedWeights?> TrainAsync(WeightTrainingRequest request, CancellationToken cancellationToken)
        {
            if (request.Weights is not null)
                throw new InvalidOperationException("tired");
            double[] means = [0, 0];
            for (int i = 0; i < 4; i++)
            {
                means[0] += (await request.Rollouts.RunAsync(i, null, i, cancellationToken))!.Reward / 4;
                means[1] += (await request.Rollouts.RunAsync(i, "2", i, cancellationToken))!.Reward / 4;
            }

            return new("2", means[0], means[1]);
        }

        public ValueTask DiscardAsync(string weights, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
