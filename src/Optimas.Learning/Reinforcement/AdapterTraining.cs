using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>The training of a language model's adapter.</summary>
internal sealed class AdapterTraining : PolicyTraining<RecordedGeneration>
{
    private readonly DecoderModel _model;
    private readonly AdapterStore _store;
    private readonly LoraAdapter _adapter;
    private readonly ValueHead _head;

    public AdapterTraining(DecoderModel model, AdapterStore store, string? weights, AdapterConfig config, PpoOptions options, long seed)
    {
        _model = model;
        _store = store;
        _adapter = weights is null
            ? LoraAdapter.Create(config, model.Config, model.Device, SeededRandom.Derive(seed, "new adapter", 0))
            : store.Get(weights).Clone();
        _head = new(model.Config.HiddenSize, model.Device);
        PolicyOptimizer = new(Weights, options.LearningRate, options.MaxGradientNorm);
        ValueOptimizer = new(_head.NamedParameters(), options.ValueLearningRate, options.MaxGradientNorm);
        if (weights is not null)
            TrainingState.Read(store.PathOf(weights), Optimizers);
    }

    public override PolicyOptimizer PolicyOptimizer { get; }

    public override PolicyOptimizer ValueOptimizer { get; }

    public override IEnumerable<(string Name, Tensor Value)> Weights => _adapter.NamedParameters().Select(p => (p.Name, (Tensor)p.Parameter));

    public override string NothingRecorded =>
        $"It must write by a {nameof(LocalChatClient)} over the trainer's model; middleware between may not answer from a cache.";

    public override async Task<(ImmutableArray<RecordedGeneration> Choices, T Result)> RecordAsync<T>(Func<Task<T>> run, long seed)
    {
        using var recorder = new GenerationRecorder();
        var result = await run().ConfigureAwait(false);
        return (recorder.Generations, result);
    }

    public override TrainedPolicy On(IReadOnlyList<ImmutableArray<RecordedGeneration>> rollouts) => new WrittenTexts(_model, _adapter, _head, rollouts);

    public override bool IsStored(string name) => _store.Contains(name);

    public override Task SaveAsync(string name, CancellationToken cancellationToken) => _store.SaveAsync(
        name, _adapter, folder => TrainingState.WriteAsync(folder, Optimizers, cancellationToken), cancellationToken);

    public override void Discard(string name) => _store.Discard(name);

    public override void Dispose()
    {
        PolicyOptimizer.Dispose();
        ValueOptimizer.Dispose();
        _head.Dispose();
        _adapter.Dispose();
    }
}
