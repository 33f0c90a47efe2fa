using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>The training of a module that decides.</summary>
internal sealed class ModuleTraining : PolicyTraining<PolicyDecision>
{
    private readonly PolicyShelf _shelf;
    private readonly nn.Module<Tensor, Tensor> _policy;
    private readonly nn.Module<Tensor, Tensor>? _value;

    public ModuleTraining(PolicyShelf shelf, string? weights, PpoOptions options)
    {
        _shelf = shelf;
        _policy = shelf.Copy(weights);
        _value = shelf.MakeValue?.Invoke();
        _value?.eval();
        PolicyOptimizer = Optimizer("policy", _policy, options.LearningRate);
        ValueOptimizer = _value is null ? null : Optimizer("value", _value, options.ValueLearningRate);
        if (weights is not null)
            TrainingState.Read(shelf.Folder.PathOf(weights), Optimizers);

        PolicyOptimizer Optimizer(string name, nn.Module<Tensor, Tensor> module, double rate) => new(
            module.named_parameters().Select(p => ($"{name}.{p.name}", (Tensor)p.parameter)), rate, options.MaxGradientNorm);
    }

    public override PolicyOptimizer PolicyOptimizer { get; }

    public override PolicyOptimizer? ValueOptimizer { get; }

    public override IEnumerable<(string Name, Tensor Value)> Weights => _policy.named_parameters().Select(p => (p.name, (Tensor)p.parameter));

    public override string NothingRecorded =>
        $"It must decide by the {nameof(DiscretePolicy)} that it is given as its trainable parameter, and the trainer must have the same one.";

    public override async Task<(ImmutableArray<PolicyDecision> Choices, T Result)> RecordAsync<T>(Func<Task<T>> run, long seed)
    {
        using var recorder = new DecisionRecorder(_shelf, seed);
        var result = await run().ConfigureAwait(false);
        return (recorder.Decisions, result);
    }

    public override TrainedPolicy On(IReadOnlyList<ImmutableArray<PolicyDecision>> rollouts) => new Trained(this, rollouts);

    public override bool IsStored(string name) => _shelf.Folder.Contains(name);

    public override Task SaveAsync(string name, CancellationToken cancellationToken) => _shelf.Folder.WriteAsync(
        name, _policy, folder => TrainingState.WriteAsync(folder, Optimizers, cancellationToken), cancellationToken);

    public override void Discard(string name) => _shelf.Discard(name);

    public override void Dispose()
    {
        PolicyOptimizer.Dispose();
        ValueOptimizer?.Dispose();
        _policy.Dispose();
        _value?.Dispose();
    }

    private sealed class Trained(ModuleTraining training, IReadOnlyList<ImmutableArray<PolicyDecision>> rollouts) : TrainedPolicy
    {
        public override int Count => rollouts.Count;

        public override Device Device => CPU;

        public override int StepsOf(int rollout) => rollouts[rollout].Length;

        public override int RowsOf(int rollout) => rollouts[rollout].Length;

        public override int GroupOf(int rollout) => rollout;

        public override IEnumerable<long> ActionsOf(int rollout) => rollouts[rollout].Select(d => (long)d.Action);

        public override (Tensor Logits, Tensor? Values) Evaluate(IReadOnlyList<int> rollouts)
        {
            var observations = Observations(rollouts);
            return (training._policy.call(observations), training._value?.call(observations).to(ScalarType.Float32).view(-1));
        }

        public override Tensor EvaluateBase(IReadOnlyList<int> rollouts) => training._shelf.Base.Module.call(Observations(rollouts));

        private Tensor Observations(IReadOnlyList<int> indices)
        {
            float[][] seen = [.. indices.SelectMany(i => rollouts[i]).Select(d => d.Observation)];
            return tensor(seen.SelectMany(o => o).ToArray()).view(seen.Length, seen[0].Length);
        }
    }
}
