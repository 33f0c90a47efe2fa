using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>
/// A user's own module as a policy over discrete actions: a component takes it as a <see cref="TrainableAttribute">trainable</see> parameter,
/// asks it to <see cref="Act"/>, and <see cref="ModulePolicyTrainer"/> trains it with the component's local reward. Safe for concurrent use.
/// </summary>
/// <remarks>
/// <para>It samples from its distribution, in service as in training: local rewards learn from outputs that differ, and a policy that always
/// did the same would give them none. <see cref="IsGreedy"/> takes the likeliest action where nobody trains.</para>
/// <para>Samples come from <see cref="ComponentScope.Seed"/> and the number of the decision within the component's call, so a component
/// should decide one thing after the other. Outside of a seeded run they are random.</para>
/// </remarks>
public sealed class DiscretePolicy : ITrainable<DiscretePolicy>
{
    private static readonly ConditionalWeakTable<ComponentScope, StrongBox<int>> s_decisions = [];

    private readonly PolicyNetwork _network;

    /// <summary>A policy.</summary>
    /// <param name="folder">Where trained weights are kept; one folder per policy and optimization.</param>
    /// <param name="makePolicy">
    /// Makes the module, on the CPU: observations, rows × size, to logits, rows × actions. What it makes first is the base; later ones get
    /// stored weights. A run that is resumed in another process goes on as it would have only if the base is the same there: seed what draws its
    /// weights. It runs without dropout and the like, in evaluation mode.
    /// </param>
    /// <param name="makeValue">
    /// Makes a module that estimates, rows × size to rows × 1, how well an episode will end; it makes longer episodes easier to learn from.
    /// Null to compare whole episodes only. Its weights are drawn anew in each round that starts from the base: seed what draws them too.
    /// </param>
    public DiscretePolicy(
        string folder, Func<nn.Module<Tensor, Tensor>> makePolicy, Func<nn.Module<Tensor, Tensor>>? makeValue = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(makePolicy);
        Shelf = new(folder, makePolicy, makeValue);
        _network = Shelf.Base;
    }

    private DiscretePolicy(PolicyShelf shelf, PolicyNetwork network)
    {
        Shelf = shelf;
        _network = network;
    }

    /// <summary>Whether it takes the likeliest action where it is not being trained; false at first.</summary>
    public bool IsGreedy { get; init; }

    internal PolicyShelf Shelf { get; }

    /// <inheritdoc/>
    /// <exception cref="CheckpointException">There are no such weights, or they do not fit the module.</exception>
    public DiscretePolicy WithWeights(string weights) => new(Shelf, Shelf.Get(weights)) { IsGreedy = IsGreedy };

    /// <summary>Decides.</summary>
    /// <param name="observation">What the decision is to depend on; of the same size each time.</param>
    /// <returns>The action, from 0.</returns>
    /// <exception cref="InvalidOperationException">The module's logits are not finite.</exception>
    public int Act(params ReadOnlySpan<float> observation)
    {
        float[] seen = observation.ToArray();
        double[] probabilities = _network.Probabilities(seen);
        var recorder = DecisionRecorder.Of(Shelf);
        int action = IsGreedy && recorder is null
            ? Array.IndexOf(probabilities, probabilities.Max())
            : Noise(recorder).NextIndex(probabilities);
        recorder?.Add(new(seen, action));
        return action;
    }

    /// <summary>The probability of each action.</summary>
    /// <param name="observation">What the decision would depend on.</param>
    /// <exception cref="InvalidOperationException">The module's logits are not finite.</exception>
    public double[] Probabilities(params ReadOnlySpan<float> observation) => _network.Probabilities(observation.ToArray());

    private static SeededRandom Noise(DecisionRecorder? recorder)
    {
        if (ComponentScope.Current is not { Seed: { } seed } scope)
            return new(recorder?.Seed ?? Random.Shared.NextInt64(), "action", recorder?.Decisions.Length ?? 0);
        return new(seed, "action", Interlocked.Increment(ref s_decisions.GetValue(scope, _ => new()).Value));
    }
}
