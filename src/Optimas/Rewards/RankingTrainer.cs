namespace Optimas;

/// <summary>
/// Fits linear heads to comparisons. The number of epochs is the one with the least loss on held-out examples, each held out once; the
/// final weights are then trained on everything for as long.
/// </summary>
internal sealed class RankingTrainer(RewardTraining options)
{
    // An improvement by less than this share of the first loss is none: on separable pairs the loss falls for ever.
    private const double Tolerance = 1e-3;

    /// <summary>What a fit gave.</summary>
    /// <param name="Weights">The weights trained on everything.</param>
    /// <param name="Epochs">The epochs chosen.</param>
    /// <param name="HeldOut">For each held-out pair: its component, its group, and the difference of rewards by weights that never saw it.</param>
    public sealed record Result(RankingWeights Weights, int Epochs, IReadOnlyList<HeldOutDifference> HeldOut);

    /// <summary>Fits from the given start.</summary>
    /// <param name="comparisons">The terms of each component; every component has at least one.</param>
    /// <param name="start">Where training starts from; left as it is.</param>
    /// <param name="heldOutGroups">The groups that may be held out.</param>
    /// <param name="maxEpochs">The largest number of epochs.</param>
    /// <param name="cancellationToken">Ends the fit.</param>
    public Result Fit(
        IReadOnlyDictionary<int, Comparison[]> comparisons,
        RankingWeights start,
        IEnumerable<string> heldOutGroups,
        int maxEpochs,
        CancellationToken cancellationToken)
    {
        if (start.Projection.Length == 0)
        {
            var (dense, used) = Compact(comparisons, start);
            var result = FitDense(dense.Comparisons, dense.Start, heldOutGroups, maxEpochs, cancellationToken);
            return result with { Weights = Expand(result.Weights, used, start) };
        }

        return FitDense(comparisons, start, heldOutGroups, maxEpochs, cancellationToken);
    }

    // Most hashed features occur nowhere: a descent that leaves them out takes the same steps in a fraction of the time.
    private static ((Dictionary<int, Comparison[]> Comparisons, RankingWeights Start) Dense, int[] Used) Compact(
        IReadOnlyDictionary<int, Comparison[]> comparisons, RankingWeights start)
    {
        var occurs = new bool[start.Heads.Values.Select(h => h.Length).DefaultIfEmpty().Max()];
        foreach (double[] head in start.Heads.Values)
        {
            for (int i = 0; i < head.Length; i++)
                occurs[i] |= head[i] != 0;
        }

        foreach (var term in comparisons.Values.SelectMany(c => c))
        {
            foreach (int index in term.Difference.Indices)
                occurs[index] = true;
        }

        int[] used = [.. Enumerable.Range(0, occurs.Length).Where(i => occurs[i])];
        int[] positions = new int[occurs.Length];
        for (int i = 0; i < used.Length; i++)
            positions[used[i]] = i;
        var renumbered = comparisons.ToDictionary(
            c => c.Key, c => c.Value.Select(t => t with { Difference = t.Difference.Renumber(positions) }).ToArray());
        var heads = new SortedDictionary<int, double[]>();
        foreach (var (component, head) in start.Heads)
            heads[component] = [.. used.Select(i => head[i])];
        return ((renumbered, new([], heads)), used);
    }

    private static RankingWeights Expand(RankingWeights dense, int[] used, RankingWeights start)
    {
        var heads = new SortedDictionary<int, double[]>();
        foreach (var (component, head) in dense.Heads)
        {
            double[] whole = new double[start.Heads[component].Length];
            for (int i = 0; i < used.Length; i++)
                whole[used[i]] = head[i];
            heads[component] = whole;
        }

        return new([], heads);
    }

    private Result FitDense(
        IReadOnlyDictionary<int, Comparison[]> comparisons,
        RankingWeights start,
        IEnumerable<string> heldOutGroups,
        int maxEpochs,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<HeldOutDifference> heldOut = [];
        int epochs = maxEpochs;
        Fold[] folds = [.. RankingFolds.Deal(heldOutGroups, options).Select(outside => new Fold(comparisons, start, outside, options))];
        if (folds.Length > 0)
            (epochs, heldOut) = Stop(folds, maxEpochs, cancellationToken);

        var final = new Descent(comparisons, start, options);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            final.Epoch();
        }

        return new(final.Weights, epochs, heldOut);
    }

    private (int Epochs, IReadOnlyList<HeldOutDifference> HeldOut) Stop(Fold[] folds, int maxEpochs, CancellationToken cancellationToken)
    {
        int best = 0, patience = Math.Min(options.Patience, Math.Max(1, maxEpochs / 4));
        double least = folds.Sum(f => f.Loss()), step = Tolerance * least;
        IReadOnlyList<HeldOutDifference> heldOut = [];
        for (int epoch = 1; epoch <= maxEpochs && epoch - best <= patience; epoch++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var fold in folds)
                fold.Descent.Epoch();
            double loss = folds.Sum(f => f.Loss());
            // At least one epoch: before it a new head says nothing at all.
            if (loss < least - step || epoch == 1)
            {
                least = Math.Min(loss, least);
                best = epoch;
                heldOut = [.. folds.SelectMany(f => f.Differences())];
            }
        }

        return (best, heldOut);
    }

    /// <summary>Training without some groups, and the loss on those.</summary>
    private sealed class Fold
    {
        private readonly (int Component, Comparison[] Terms)[] _heldOut;

        public Fold(
            IReadOnlyDictionary<int, Comparison[]> comparisons, RankingWeights start, IReadOnlySet<string> outside, RewardTraining options)
        {
            var inside = comparisons.ToDictionary(c => c.Key, c => c.Value.Where(t => !outside.Contains(t.Term.Group)).ToArray());
            Descent = new(inside, start, options);
            _heldOut =
            [
                .. comparisons.OrderBy(c => c.Key)
                    .Select(c => (c.Key, c.Value.Where(t => outside.Contains(t.Term.Group) && t.Term.Measures).ToArray())),
            ];
        }

        public Descent Descent { get; }

        public double Loss() => _heldOut.Sum(
            c => c.Terms.Sum(t => t.Term.Weight * RankingLoss.NegativeLogSigmoid(Difference(c.Component, t) - t.Term.Margin)));

        public IEnumerable<HeldOutDifference> Differences() =>
            from c in _heldOut from t in c.Terms where t.Term.IsPair select new HeldOutDifference(c.Component, t.Term.Group, Difference(c.Component, t));

        private double Difference(int component, Comparison term) =>
            RankingLoss.Difference(term.Difference, Descent.Weights.Heads[component], Descent.Weights.Projection);
    }

    /// <summary>Mini-batch descent on the loss: per component the mean of its terms, with the prior's share.</summary>
    private sealed class Descent
    {
        private readonly RewardTraining _options;
        private readonly (int Component, Comparison Term, double Scale)[] _terms;
        private readonly double[] _precisions;
        private readonly SortedDictionary<int, (Adam Adam, double[] Gradient)> _heads = [];
        private readonly Adam _projection;
        private readonly double[] _projectionGradient;
        private int _epochs;

        public Descent(IReadOnlyDictionary<int, Comparison[]> comparisons, RankingWeights start, RewardTraining options)
        {
            _options = options;
            Weights = start.Copy();
            var components = comparisons.Where(c => c.Value.Length > 0).OrderBy(c => c.Key).ToArray();
            double[] totals = [.. components.Select(c => c.Value.Sum(o => o.Term.Weight))];
            _terms = [.. components.SelectMany((c, position) => c.Value.Select(t => (c.Key, t, 1 / totals[position])))];
            _precisions = [.. totals.Select(total => 1 / (options.PriorVariance * total))];
            foreach (var (component, _) in components)
                _heads[component] = (new(Weights.Heads[component].Length, options.LearningRate), new double[Weights.Heads[component].Length]);
            _projection = new(Weights.Projection.Length, options.LearningRate);
            _projectionGradient = new double[Weights.Projection.Length];
        }

        public RankingWeights Weights { get; }

        public void Epoch()
        {
            var order = _terms.Length <= _options.BatchSize
                ? _terms
                : new SeededRandom(_options.Seed, "reward batches", _epochs).Shuffle(_terms);
            _epochs++;
            for (int start = 0; start < order.Length; start += _options.BatchSize)
                Step(order.AsSpan(start, Math.Min(_options.BatchSize, order.Length - start)));
        }

        private void Step(ReadOnlySpan<(int Component, Comparison Term, double Scale)> batch)
        {
            foreach (var (_, gradient) in _heads.Values)
                Array.Clear(gradient);
            Array.Clear(_projectionGradient);
            double share = _terms.Length / (double)batch.Length;
            foreach (var (component, term, scale) in batch)
            {
                RankingLoss.Add(
                    term, scale * share, Weights.Heads[component], Weights.Projection, _heads[component].Gradient, _projectionGradient);
            }

            int position = 0;
            foreach (var (component, (adam, gradient)) in _heads)
            {
                RankingLoss.AddPrior(Weights.Heads[component], _precisions[position++], gradient);
                adam.Step(Weights.Heads[component], gradient);
            }

            if (_projectionGradient.Length == 0)
                return;
            RankingLoss.AddPrior(Weights.Projection, _precisions.Average(), _projectionGradient);
            _projection.Step(Weights.Projection, _projectionGradient);
        }
    }
}
