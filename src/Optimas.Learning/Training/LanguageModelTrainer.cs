using System.Globalization;
using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>
/// Next-token training of a decoder: all its weights, or an adapter over it. The texts come from an endless numbered source, so that where
/// a training stands is one number, and a training that is stopped and resumed takes the same steps as one that never stopped. Not safe for
/// concurrent use; meanwhile nobody else may use what is trained.
/// </summary>
public sealed class LanguageModelTrainer : IDisposable
{
    private const string StepKey = "step", PositionKey = "position";

    private readonly DecoderModel _model;
    private readonly LoraAdapter? _adapter;
    private readonly Func<long, TokenSequence> _texts;
    private readonly LanguageModelTraining _training;
    private readonly (string Name, Tensor Parameter)[] _parameters;
    private readonly IWeightOptimizer _optimizer;
    private readonly GradientAccumulation _gradients;
    private long _position;

    private LanguageModelTrainer(
        DecoderModel model,
        LoraAdapter? adapter,
        IEnumerable<(string Name, Tensor Parameter)> parameters,
        Func<long, TokenSequence> texts,
        LanguageModelTraining training)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentOutOfRangeException.ThrowIfLessThan(training.TokensPerStep, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(training.TokensPerPass, 1);
        _model = model;
        _adapter = adapter;
        _texts = texts;
        _training = training;
        _parameters = [.. parameters];
        _optimizer = training.Muon is { } muon ? new Muon(_parameters, muon, training.Optimizer) : new AdamW(_parameters, training.Optimizer);
        _gradients = new([.. _parameters.Select(p => p.Parameter)]);
        foreach (var (_, parameter) in _parameters)
            parameter.requires_grad = true;
    }

    /// <summary>Training of all weights.</summary>
    /// <param name="model">The model, which stays its owner's.</param>
    /// <param name="texts">
    /// The text of each number from 0 on, the same whenever it is asked for: such as <see cref="ShuffledEpochs{T}"/>.
    /// </param>
    /// <param name="training">How.</param>
    public static LanguageModelTrainer OfWeights(DecoderModel model, Func<long, TokenSequence> texts, LanguageModelTraining training)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new(model, null, model.Weights.Select(w => (w.Key, w.Value)), texts, training);
    }

    /// <summary>Training of an adapter; the weights under it stay as they are.</summary>
    /// <param name="model">The model, which stays its owner's.</param>
    /// <param name="adapter">The adapter, which stays its owner's.</param>
    /// <param name="texts">As of <see cref="OfWeights"/>.</param>
    /// <param name="training">How.</param>
    public static LanguageModelTrainer OfAdapter(
        DecoderModel model, LoraAdapter adapter, Func<long, TokenSequence> texts, LanguageModelTraining training)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(adapter);
        return new(model, adapter, adapter.NamedParameters().Select(p => (p.Name, (Tensor)p.Parameter)), texts, training);
    }

    /// <summary>The steps made so far, those before a resumption included.</summary>
    public long Steps => _optimizer.Steps;

    /// <summary>
    /// Makes the steps that are left, each when it is asked for: between two of them a caller may save, measure or stop. What is trained is
    /// whole between steps, whatever ends the training.
    /// </summary>
    /// <param name="cancellationToken">Ends the training; a step under way is given up.</param>
    /// <exception cref="TrainingDivergedException">The loss is not a number any more.</exception>
    public async IAsyncEnumerable<TrainingStep> TrainAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (Steps < _training.Steps)
            yield return await Task.Run(() => Step(cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The weighted mean of −log p over texts that need not be trained on, in nats.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="cancellationToken">Ends the measuring.</param>
    /// <exception cref="ArgumentException">No token of the texts weighs anything.</exception>
    public Task<double> MeasureAsync(IReadOnlyList<TokenSequence> texts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Task.Run(
            () =>
            {
                double loss = 0, weight = 0;
                foreach (var pass in Passes(texts))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    loss += pass.Loss(_model, _adapter, 1);
                    weight += pass.Weight;
                }

                return weight > 0 ? loss / weight : throw new ArgumentException("No token of the texts weighs anything.", nameof(texts));
            },
            cancellationToken);
    }

    /// <summary>
    /// Writes what training goes on from, into one file: what is trained in float32, the optimizer's moments, and where the texts stand.
    /// </summary>
    /// <param name="path">The file; replaced if it exists, whole or not at all.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public Task SaveAsync(string path, CancellationToken cancellationToken)
    {
        var writer = new SafetensorsWriter()
            .AddMetadata(StepKey, Steps.ToString(CultureInfo.InvariantCulture))
            .AddMetadata(PositionKey, _position.ToString(CultureInfo.InvariantCulture));
        _optimizer.Write(writer);
        return writer.WriteAsync(path, cancellationToken);
    }

    /// <summary>
    /// Goes back to what <see cref="SaveAsync"/> wrote: the steps from there on are those that an unbroken training makes.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointException">The file can't be read, is damaged, or belongs to other weights.</exception>
    public void Resume(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var weights = CheckpointWeights.Open(path, [path], _optimizer.ExpectedTensors());
        var metadata = weights.FileOf(weights.Tensors.Keys.First()).Metadata;
        if (!TryCount(StepKey, out long steps) || !TryCount(PositionKey, out long position))
            throw new CheckpointException($"{path} does not say where the training stood: {StepKey} or {PositionKey} is missing.");
        _optimizer.Read(weights, steps);
        _position = position;

        bool TryCount(string key, out long count)
        {
            count = 0;
            return metadata.TryGetValue(key, out string? text)
                && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count);
        }
    }

    /// <summary>
    /// Ends the training; what was trained stays its owner's, and takes no gradients any more where it is the model's weights.
    /// </summary>
    public void Dispose()
    {
        _gradients.Clear();
        _gradients.Dispose();
        _optimizer.Dispose();
        if (_adapter is not null)
            return;
        foreach (var (_, weight) in _parameters)
            weight.requires_grad = false;
    }

    private TrainingStep Step(CancellationToken cancellationToken)
    {
        long number = Steps + 1;
        var (texts, position) = Next();
        WeightedCrossEntropy[] passes = [.. Passes(texts)];
        double weight = passes.Sum(p => p.Weight), loss = 0;
        if (weight == 0)
            throw new InvalidOperationException($"No token of the texts {_position} to {position - 1} weighs anything.");
        try
        {
            for (int i = 0; i < passes.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                _adapter?.Dropout = LoraDropout.Of(_adapter.Config.Dropout, _training.Seed, number, i);
                loss += passes[i].Backward(_model, _adapter, weight, _training.ActivationCheckpointing);
                _gradients.Add();
            }

            double norm = _gradients.Clip(_training.MaxGradientNorm), rate = _training.LearningRate.At(number);
            if (!double.IsFinite(loss) || !double.IsFinite(norm))
            {
                throw new TrainingDivergedException(
                    $"In step {number} the loss is {loss} and the gradient's norm {norm}. A lower learning rate may help.");
            }

            _optimizer.Step(_gradients.Gradients, rate);
            _position = position;
            return new(number, loss, rate, norm, passes.Sum(p => p.Tokens));
        }
        finally
        {
            _adapter?.Dropout = null;
            _gradients.Clear();
        }
    }

    private (List<TokenSequence> Texts, long Position) Next()
    {
        var texts = new List<TokenSequence>();
        long position = _position;
        int tokens = 0;
        while (true)
        {
            var text = _texts(position);
            tokens += text.Tokens.Count - 1;
            if (texts.Count > 0 && tokens > _training.TokensPerStep)
                return (texts, position);
            texts.Add(text);
            position++;
        }
    }

    private IEnumerable<WeightedCrossEntropy> Passes(IReadOnlyList<TokenSequence> texts) =>
        RowBudget.Deal(texts, t => t.Tokens.Count - 1, _training.TokensPerPass).Select(pass => new WeightedCrossEntropy(pass));
}
