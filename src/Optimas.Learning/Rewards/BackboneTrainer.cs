using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>
/// Fits an adapter and the heads over it to comparisons. One part of the examples is held out for early stopping and for measuring; the
/// weights with the least loss on it are kept. The managed trainer holds each part out in turn and trains once more on everything, for
/// which a language model is too dear.
/// </summary>
internal sealed class BackboneTrainer(RewardBackbone backbone, LanguageModelRewardOptions options, IProgress<RewardEpoch>? progress)
{
    // An improvement by less than this share of the first loss is none: on separable pairs the loss falls for ever.
    private const double Tolerance = 1e-3;

    private const int MaxWarmUp = 10;

    private readonly DecoderModel _network = backbone.Model.Network;

    /// <summary>What a fit gave.</summary>
    /// <param name="Adapter">The adapter.</param>
    /// <param name="Heads">h_k by component.</param>
    /// <param name="Epochs">The epochs chosen.</param>
    /// <param name="HeldOut">The differences of rewards of the held-out pairs.</param>
    public sealed record Result(
        LoraAdapter Adapter, IReadOnlyDictionary<int, float[]> Heads, int Epochs, IReadOnlyList<HeldOutDifference> HeldOut);

    /// <summary>Fits from the given start.</summary>
    /// <param name="terms">The terms, one at least.</param>
    /// <param name="adapter">Where the adapter starts from; left as it is.</param>
    /// <param name="heads">Where the heads of all components of the terms start from; left as they are.</param>
    /// <param name="groups">The groups that may be held out.</param>
    /// <param name="maxEpochs">The largest number of epochs.</param>
    /// <param name="startCounts">Whether the start may be the best: a head that was trained before may not need to change.</param>
    /// <param name="cancellationToken">Ends the fit.</param>
    public Result Fit(
        IReadOnlyList<RankingTerm> terms,
        LoraAdapter adapter,
        SortedDictionary<int, float[]> heads,
        IEnumerable<string> groups,
        int maxEpochs,
        bool startCounts,
        CancellationToken cancellationToken)
    {
        var outside = HeldOutGroups.Choose(terms, groups, options.Evidence);
        RankingTerm[] inside = [.. terms.Where(t => !outside.Contains(t.Group))];
        RankingTerm[] heldOut = [.. terms.Where(t => outside.Contains(t.Group) && t.Measures)];
        int[] components = [.. heads.Keys];
        var learned = Batches(inside, components, Means(inside));
        using var run = new Descent(_network, adapter.Clone(), heads.Values, learned, options);
        if (heldOut.Length == 0)
        {
            for (int epoch = 1; epoch <= maxEpochs; epoch++)
                progress?.Report(new(epoch, run.Epoch(epoch, cancellationToken) / components.Length, null, IsBest: true));
            return new(run.Adapter.Clone(), Named(components, run.Heads), maxEpochs, []);
        }

        var measured = Measured(heldOut, components);
        var means = Means(heldOut);
        double[] differences = Differences(measured, run.Adapter, run.HeadTensor, cancellationToken);
        double least = Loss(differences), step = Tolerance * least;
        var best = (Epoch: 0, Differences: differences, Adapter: run.Adapter.Clone(), run.Heads);
        for (int epoch = 1; epoch <= maxEpochs && epoch - best.Epoch <= options.Patience; epoch++)
        {
            double inner = run.Epoch(epoch, cancellationToken);
            differences = Differences(measured, run.Adapter, run.HeadTensor, cancellationToken);
            double loss = Loss(differences);
            bool improves = loss < least - step || (epoch == 1 && !startCounts);
            if (improves)
            {
                least = Math.Min(loss, least);
                best.Adapter.Dispose();
                best = (epoch, differences, run.Adapter.Clone(), run.Heads);
            }

            progress?.Report(new(epoch, inner / components.Length, loss / means.Count, improves));
        }

        return new(
            best.Adapter,
            Named(components, best.Heads),
            best.Epoch,
            [
                .. heldOut.Zip(best.Differences, (t, difference) => (Term: t, difference)).Where(p => p.Term.IsPair)
                    .Select(p => new HeldOutDifference(p.Term.Component, p.Term.Group, p.difference)),
            ]);

        double Loss(double[] of) =>
            heldOut.Zip(of, (t, difference) => means[t.Component] * t.Weight * NegativeLogSigmoid(difference - t.Margin)).Sum();
    }

    private static double NegativeLogSigmoid(double z) => z > 0 ? Math.Log(1 + Math.Exp(-z)) : Math.Log(1 + Math.Exp(z)) - z;

    // A component's loss is the weighted mean of its terms.
    private static Dictionary<int, double> Means(RankingTerm[] terms) =>
        terms.GroupBy(t => t.Component).ToDictionary(g => g.Key, g => 1 / g.Sum(t => t.Weight));

    private static Dictionary<int, float[]> Named(int[] components, float[][] heads) =>
        components.Zip(heads).ToDictionary(p => p.First, p => p.Second);

    private RankedTexts Text(RankingTerm term, int[] components, double scale) => new(
        backbone.Encode(term.Preferred, options.MaxTokens),
        backbone.Encode(term.Rejected, options.MaxTokens),
        Array.IndexOf(components, term.Component),
        term.Margin,
        scale * term.Weight);

    private RankingBatches Batches(RankingTerm[] terms, int[] components, Dictionary<int, double> means) =>
        new(terms.Select(t => (Text(t, components, means[t.Component]), t.Group)), options.BatchSize, options.TokensPerPass);

    private (RankedTexts[] Terms, RankingBatches Batches) Measured(RankingTerm[] heldOut, int[] components)
    {
        RankedTexts[] texts = [.. heldOut.Select(t => Text(t, components, 1))];
        return (texts, new(texts.Zip(heldOut, (t, h) => (t, h.Group)), options.BatchSize, options.TokensPerPass));
    }

    private double[] Differences(
        (RankedTexts[] Terms, RankingBatches Batches) measured, LoraAdapter adapter, Tensor heads, CancellationToken cancellationToken)
    {
        var found = new Dictionary<RankedTexts, double>(ReferenceEqualityComparer.Instance);
        foreach (var pass in measured.Batches.All())
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var (term, difference) in pass.Zip(new RankingPass(pass).Differences(_network, adapter, heads)))
                found[term] = difference;
        }

        return [.. measured.Terms.Select(t => found[t])];
    }

    /// <summary>The descent on the loss.</summary>
    private sealed class Descent : IDisposable
    {
        private readonly DecoderModel _network;
        private readonly RankingBatches _batches;
        private readonly LanguageModelRewardOptions _options;
        private readonly AdamW _adapterOptimizer, _headOptimizer;
        private readonly GradientAccumulation _gradients;
        private readonly LearningRateSchedule _schedule;

        public Descent(
            DecoderModel network,
            LoraAdapter adapter,
            IReadOnlyCollection<float[]> heads,
            RankingBatches batches,
            LanguageModelRewardOptions options)
        {
            _network = network;
            _batches = batches;
            _options = options;
            Adapter = adapter;
            using (var scope = NewDisposeScope())
            {
                HeadTensor = scope.Detach(tensor(heads.SelectMany(h => h).ToArray()).view(heads.Count, -1).to(network.Device).clone());
                HeadTensor.requires_grad = true;
            }

            _adapterOptimizer = new(adapter.NamedParameters().Select(p => (p.Name, (Tensor)p.Parameter)), options.Optimizer);
            _headOptimizer = new([("heads", HeadTensor)], options.Optimizer);
            _gradients = new([.. _adapterOptimizer.Parameters, HeadTensor]);
            _schedule = LearningRateSchedule.Constant(1, Math.Min(MaxWarmUp, (batches.Count + options.BatchSize - 1) / options.BatchSize));
        }

        public LoraAdapter Adapter { get; }

        public Tensor HeadTensor { get; }

        /// <summary>A copy of the heads.</summary>
        public float[][] Heads
        {
            get
            {
                using var scope = NewDisposeScope();
                return [.. HeadTensor.detach().cpu().data<float>().ToArray().Chunk((int)HeadTensor.shape[1])];
            }
        }

        /// <summary>One pass over the evidence; the sum of the components' mean losses.</summary>
        public double Epoch(int number, CancellationToken cancellationToken)
        {
            double loss = 0;
            foreach (var passes in _batches.Epoch(new(_options.Evidence.Seed, "reward batches", number)))
                loss += Step(passes, cancellationToken);
            return loss;
        }

        public void Dispose()
        {
            _gradients.Clear();
            _gradients.Dispose();
            _adapterOptimizer.Dispose();
            _headOptimizer.Dispose();
            HeadTensor.Dispose();
            Adapter.Dispose();
        }

        private double Step(RankedTexts[][] passes, CancellationToken cancellationToken)
        {
            long number = _adapterOptimizer.Steps + 1;
            double share = _batches.Count / (double)passes.Sum(p => p.Length), loss = 0;
            try
            {
                for (int i = 0; i < passes.Length; i++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Adapter.Dropout = LoraDropout.Of(_options.Dropout, _options.Evidence.Seed, number, i);
                    RankedTexts[] scaled = [.. passes[i].Select(t => t with { Weight = share * t.Weight })];
                    loss += new RankingPass(scaled).Backward(_network, Adapter, HeadTensor, _options.ActivationCheckpointing);
                    _gradients.Add();
                }

                double norm = _gradients.Clip(_options.MaxGradientNorm), rate = _schedule.At(number);
                if (!double.IsFinite(loss) || !double.IsFinite(norm))
                {
                    throw new TrainingDivergedException(
                        $"In step {number} the ranking loss is {loss} and the gradient's norm {norm}. A lower learning rate may help.");
                }

                _adapterOptimizer.Step([.. _gradients.Gradients.SkipLast(1)], rate * _options.LearningRate);
                _headOptimizer.Step([_gradients.Gradients[^1]], rate * _options.HeadLearningRate);
                return loss / share;
            }
            finally
            {
                Adapter.Dropout = null;
                _gradients.Clear();
            }
        }
    }
}
