using System.Globalization;
using Optimas;

namespace Subject;

/// <summary>A policy with one weight, which its name holds. What it does is heard by the trainer that rolls it out.</summary>
public sealed class Dial : ITrainable<Dial>
{
    private static readonly AsyncLocal<List<double>?> s_actions = new();

    private readonly double _mean;

    public Dial(double mean) => _mean = mean;

    public Dial WithWeights(string weights) => new(double.Parse(weights.Split('#')[0], CultureInfo.InvariantCulture));

    /// <summary>Starts hearing in this async context.</summary>
    public static List<double> Record() => s_actions.Value = [];

    public double Act()
    {
        double action = Math.Round(_mean + Chance.Noise(0.1), 6);
        s_actions.Value?.Add(action);
        return action;
    }
}

/// <summary>Moves the weight towards the actions that the local reward prefers. It needs to hear of every action of its rollouts.</summary>
internal sealed class DialTrainer : IWeightTrainer
{
    private const int Samples = 6;

    public int InputsPerRound => 4;

    public int RolloutsPerRound => InputsPerRound * Samples;

    public async Task<TrainedWeights?> TrainAsync(WeightTrainingRequest request, CancellationToken cancellationToken)
    {
        double before = request.Weights is { } weights ? double.Parse(weights.Split('#')[0], CultureInfo.InvariantCulture) : 0;
        var tried = new (double Action, double Reward)?[request.Rollouts.Inputs * Samples];
        await Parallel.ForAsync(
            0,
            tried.Length,
            new ParallelOptions { MaxDegreeOfParallelism = request.Rollouts.Parallelism, CancellationToken = cancellationToken },
            async (i, ct) =>
            {
                var actions = Dial.Record();
                var rollout = await request.Rollouts.RunAsync(
                    i / Samples, request.Weights, SeededRandom.Derive(request.Seed, "sample", i % Samples), ct);
                if (rollout is not null)
                    tried[i] = (actions.Single(), rollout.Reward);
            });
        var (best, reward) = tried.OfType<(double, double)>().DefaultIfEmpty((before, 0)).MaxBy(t => t.Item2);
        return new(string.Create(CultureInfo.InvariantCulture, $"{before + (best - before) * 2:0.0000}#{request.Seed:x}"), 0, reward);
    }

    public ValueTask DiscardAsync(string weights, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
