namespace Optimas.Tests.Systems;

/// <summary>
/// A system over a random graph: each component takes a random part of the earlier ones and the input, has a level to set, and gives a small
/// number that is a function of all of them. Outputs often agree although what is behind them differs.
/// </summary>
internal static class RandomGraph
{
    /// <param name="components">How many components.</param>
    /// <param name="seed">Decides edges, which components are conditional, and what they compute.</param>
    /// <param name="failureShare">How often a call fails, as a function of its inputs and level.</param>
    /// <param name="overlap">Whether components give up their thread, so that they overlap.</param>
    /// <param name="trainable">Whether a third of the components have weights in place of a level, and a third weights beside it.</param>
    public static HandSystem<int, int> System(int components, int seed, double failureShare = 0, bool overlap = false, bool trainable = false)
    {
        var random = new SeededRandom(seed, "random graph");
        var draft = new HandBound<int, int>($"Random{seed}");
        for (int k = 0; k < components; k++)
        {
            int self = k;
            bool hasWeights = trainable && k % 3 > 0, hasLevel = !trainable || k % 3 < 2;
            ParameterInfo[] level = hasLevel ? [Parameters.OneOf("Level", 0, 0, 1, 2, 3)] : [], weights = hasWeights ? [Parameters.Weights("Weights")] : [];
            bool last = k == components - 1;
            int[] parents = [.. Enumerable.Range(0, k).Where(p => random.Next(3) == 0 || (last && p == k - 1))];
            string[] from = [.. parents.Select(p => $"C{p}"), .. parents.Length == 0 || random.Next(2) == 0 ? ["input"] : Array.Empty<string>()];
            bool conditional = !last && random.Next(5) == 0;
            draft.AddAsync<int?>(
                $"C{k}",
                from,
                async call =>
                {
                    if (overlap)
                        await Task.Yield();
                    long mixed = Mix(call, self, parents, from, hasLevel ? call.Value<int>("Level") : 0);
                    if (hasWeights)
                        mixed = SeededRandom.Derive(mixed, call.Value<string?>("Weights") ?? "", ComponentScope.Current?.Seed ?? 0);
                    if (new SeededRandom(mixed, "failure").NextDouble() < failureShare)
                        throw new InvalidOperationException($"C{self} fails on {call.Input}.");
                    return new SeededRandom(mixed, "output").Next(3);
                },
                [.. level, .. weights],
                conditional ? call => new SeededRandom(Mix(call, self, parents, from, 0), "when").Next(2) == 0 : null);
        }

        return draft.Build();
    }

    public static HandConfiguration Configuration(HandSystem<int, int> system, int seed, int changes)
    {
        var random = new SeededRandom(seed, "random configuration");
        var configuration = system.Default;
        for (int i = 0; i < changes; i++)
            configuration = configuration.With($"C{random.Next(system.Graph.Components.Length)}.Level", random.Next(4));
        return configuration;
    }

    private static long Mix(Call<int> call, int self, int[] parents, string[] from, int level)
    {
        long mixed = SeededRandom.Derive(self, "component", level / 2);
        foreach (int parent in parents)
            mixed = SeededRandom.Derive(mixed, "parent", (int?)call.Outputs[parent] ?? -1);
        return from.Contains("input") ? SeededRandom.Derive(mixed, "input", call.Input) : mixed;
    }
}
