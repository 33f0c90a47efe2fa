namespace Optimas.Learning.Tests.Reinforcement;

/// <summary>Rounds of training without an optimizer around them.</summary>
internal static class Rounds
{
    /// <param name="trainer">Who trains.</param>
    /// <param name="inputs">How many inputs there are.</param>
    /// <param name="weights">The weights in force.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="reward">Runs the component by input, weights and seed; null where it fails.</param>
    /// <param name="parallelism">How many rollouts run at once.</param>
    public static WeightTrainingRequest Request(
        IWeightTrainer trainer,
        int inputs,
        string? weights,
        long seed,
        Func<int, string?, long, CancellationToken, Task<double?>> reward,
        int parallelism = 4) => new(
            new ComponentInfo("Reply", "", "string", [], []),
            new WeightsParameter("Weights"),
            weights,
            new ComponentRollouts(inputs, trainer.RolloutsPerRound, parallelism, async (input, name, s, ct) =>
                await reward(input, name, SeededRandom.Derive(s, "rollout", input), ct) is { } value ? new(Observation.Of(_ => { }, _ => { }), value) : null),
            seed);
}
