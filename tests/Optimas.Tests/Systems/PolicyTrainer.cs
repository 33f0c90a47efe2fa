namespace Optimas.Tests.Systems;

/// <summary>
/// Policy gradient (REINFORCE with the mean of each input's rollouts as its baseline) on the local reward, a few updates a round, with what a
/// component's policy did recorded around each rollout.
/// </summary>
internal sealed class PolicyTrainer(SoftmaxPolicy policy, double stepSize = 2) : IWeightTrainer
{
    private const int Updates = 2;
    private const int RolloutsPerInput = 6;

    public int InputsPerRound { get; init; } = 6;

    public int RolloutsPerRound => Updates * InputsPerRound * RolloutsPerInput;

    public List<WeightTrainingRequest> Requests { get; } = [];

    public List<string> Discarded { get; } = [];

    /// <summary>Takes the place of training where it gives true.</summary>
    public Func<WeightTrainingRequest, bool>? Instead { get; init; }

    public async Task<TrainedWeights?> TrainAsync(WeightTrainingRequest request, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        if (Instead?.Invoke(request) == true)
            return null;
        string? from = request.Weights;
        var means = new double[Updates];
        for (int update = 0; update < Updates; update++)
        {
            var current = policy.Named(from);
            var work = Enumerable.Range(0, request.Rollouts.Inputs).SelectMany(i => Enumerable.Range(0, RolloutsPerInput).Select(r => (Input: i, Sample: r))).ToArray();
            var done = new (int Action, double Reward)?[work.Length];
            await Parallel.ForAsync(
                0,
                work.Length,
                new ParallelOptions { MaxDegreeOfParallelism = request.Rollouts.Parallelism, CancellationToken = cancellationToken },
                async (w, ct) =>
                {
                    var actions = SoftmaxPolicy.Record();
                    long seed = SeededRandom.Derive(request.Seed, "sample", update * RolloutsPerInput + work[w].Sample);
                    if (await request.Rollouts.RunAsync(work[w].Input, from, seed, ct) is { } rollout)
                        done[w] = (actions.ShouldHaveSingleItem(), rollout.Reward);
                });

            double[] logits = current.Logits(), probabilities = current.Probabilities;
            foreach (var input in work.Zip(done).GroupBy(w => w.First.Input, w => w.Second))
            {
                var rollouts = input.OfType<(int Action, double Reward)>().ToArray();
                foreach (var (action, reward) in rollouts)
                {
                    double advantage = reward - rollouts.Average(r => r.Reward);
                    for (int a = 0; a < logits.Length; a++)
                        logits[a] += stepSize * advantage * ((a == action ? 1 : 0) - probabilities[a]) / work.Length;
                }
            }

            means[update] = done.OfType<(int Action, double Reward)>().Select(r => r.Reward).DefaultIfEmpty().Average();
            string to = $"{request.Seed:x}.{update}";
            policy.Save(to, logits);
            if (update > 0)
                policy.Delete(from!);
            from = to;
        }

        return new(from!, means[0], means[^1]);
    }

    public ValueTask DiscardAsync(string weights, CancellationToken cancellationToken)
    {
        Discarded.Add(weights);
        policy.Delete(weights);
        return ValueTask.CompletedTask;
    }
}
