using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>Learns from one batch of rollouts: a few epochs of minibatches, as far as the target divergence allows.</summary>
internal sealed class PpoUpdate
{
    private readonly TrainedPolicy _policy;
    private readonly PolicyOptimizer _policyOptimizer;
    private readonly PolicyOptimizer? _valueOptimizer;
    private readonly PpoOptions _options;
    private readonly int[] _starts;
    private readonly long[] _actions;
    private readonly float[] _oldLogProbabilities, _baseLogProbabilities, _oldValues;
    private float[] _advantages = [], _returns = [];

    public PpoUpdate(TrainedPolicy policy, PolicyOptimizer policyOptimizer, PolicyOptimizer? valueOptimizer, PpoOptions options)
    {
        _policy = policy;
        _policyOptimizer = policyOptimizer;
        _valueOptimizer = valueOptimizer;
        _options = options;
        _starts = new int[policy.Count + 1];
        for (int i = 0; i < policy.Count; i++)
            _starts[i + 1] = _starts[i] + policy.StepsOf(i);
        _actions = [.. Enumerable.Range(0, policy.Count).SelectMany(policy.ActionsOf)];
        _oldLogProbabilities = new float[_actions.Length];
        _baseLogProbabilities = new float[_actions.Length];
        _oldValues = new float[_actions.Length];
    }

    /// <summary>How many steps the optimizer made.</summary>
    public int Steps { get; private set; }

    /// <summary>The divergence from the policy that collected, when the last step began.</summary>
    public double Kl { get; private set; }

    /// <summary>The divergence from the base then.</summary>
    public double KlToBase { get; private set; }

    /// <summary>The share of ratios that were clipped.</summary>
    public double ClipFraction { get; private set; }

    /// <summary>Learns.</summary>
    /// <param name="rewards">Of each rollout, at its last step; relative to its input's mean.</param>
    /// <param name="seed">The seed of the minibatches.</param>
    /// <param name="cancellationToken">Ends it between two passes.</param>
    public void Run(IReadOnlyList<double> rewards, long seed, CancellationToken cancellationToken)
    {
        Look(cancellationToken);
        Estimate(rewards);
        double clipped = 0;
        int passes = 0;
        for (int epoch = 0; epoch < _options.Epochs; epoch++)
        {
            foreach (int[] minibatch in Order(new SeededRandom(seed, "minibatches", epoch)).Chunk(_options.MinibatchRollouts))
            {
                var (kl, klToBase, clipFraction, isFinite) = Accumulate(minibatch, cancellationToken);
                clipped += clipFraction;
                passes++;
                bool stops = !isFinite || kl > _options.TargetKl;
                if (stops)
                {
                    _policyOptimizer.Forget();
                    _valueOptimizer?.Forget();
                }
                else
                {
                    (Kl, KlToBase) = (kl, klToBase);
                    if (_policyOptimizer.Step())
                        Steps++;
                    _valueOptimizer?.Step();
                }

                ClipFraction = clipped / passes;
                if (stops)
                    return;
            }
        }
    }

    // What the policy says before anything changes.
    private void Look(CancellationToken cancellationToken)
    {
        foreach (int[] part in Parts([.. Enumerable.Range(0, _policy.Count)]))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var none = no_grad();
            var actions = Rows(_actions, part);
            var (logits, values) = _policy.Evaluate(part);
            Scatter(LogProbabilities(logits, actions), _oldLogProbabilities, part);
            if (values is not null)
                Scatter(values, _oldValues, part);
            if (_options.KlCoefficient > 0)
                Scatter(LogProbabilities(_policy.EvaluateBase(part), actions), _baseLogProbabilities, part);
        }
    }

    private void Estimate(IReadOnlyList<double> rewards)
    {
        double[] atEnds = new double[_actions.Length];
        for (int i = 0; i < _policy.Count; i++)
            atEnds[_starts[i + 1] - 1] = rewards[i];
        // Without a value estimate there is nothing that λ could trust.
        double lambda = _valueOptimizer is null ? 1 : _options.Lambda;
        var (advantages, returns) = AdvantageEstimation.Estimate(
            [.. Enumerable.Range(0, _policy.Count).Select(_policy.StepsOf)], atEnds, [.. _oldValues.Select(v => (double)v)], _options.Gamma, lambda);
        _advantages = [.. AdvantageEstimation.Whiten(advantages).Select(a => (float)a)];
        _returns = [.. returns.Select(r => (float)r)];
    }

    // The gradient of a minibatch's loss, in as many passes as it takes.
    private (double Kl, double KlToBase, double ClipFraction, bool IsFinite) Accumulate(int[] minibatch, CancellationToken cancellationToken)
    {
        double kl = 0, klToBase = 0, clipFraction = 0, loss = 0;
        int steps = minibatch.Sum(_policy.StepsOf);
        foreach (int[] part in Parts(minibatch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var (logits, values) = _policy.Evaluate(part);
            var old = Rows(_oldLogProbabilities, part);
            var known = new PpoSteps(
                Rows(_actions, part),
                old,
                _options.KlCoefficient > 0 ? Rows(_baseLogProbabilities, part) : old,
                Rows(_advantages, part),
                Rows(_returns, part),
                Rows(_oldValues, part));
            var parts = PpoLoss.Of(logits, values, known, _options);
            double share = (double)part.Sum(_policy.StepsOf) / steps;
            (parts.Total * share).backward();
            _policyOptimizer.Add();
            _valueOptimizer?.Add();
            loss += share * parts.Total.item<float>();
            kl += share * parts.Kl.item<float>();
            klToBase += _options.KlCoefficient > 0 ? share * parts.KlToBase.item<float>() : 0;
            clipFraction += share * parts.ClipFraction.item<float>();
        }

        return (kl, klToBase, clipFraction, double.IsFinite(loss));
    }

    // Groups in random order, and random order within each, so that what is cheaper together stays together.
    private int[] Order(SeededRandom random)
    {
        var groups = Enumerable.Range(0, _policy.Count).GroupBy(_policy.GroupOf).Select(g => g.ToArray());
        return [.. random.Shuffle(groups).SelectMany(g => random.Shuffle(g))];
    }

    private IEnumerable<int[]> Parts(int[] rollouts) => RowBudget.Deal(rollouts, _policy.RowsOf, _options.MaxTokensPerPass);

    private static Tensor LogProbabilities(Tensor logits, Tensor actions) =>
        logits.to(ScalarType.Float32).log_softmax(-1).gather(-1, actions.unsqueeze(1)).select(1, 0);

    private Tensor Rows(float[] values, int[] rollouts) => tensor(Gather(values, rollouts), device: _policy.Device);

    private Tensor Rows(long[] values, int[] rollouts) => tensor(Gather(values, rollouts), device: _policy.Device);

    private T[] Gather<T>(T[] values, int[] rollouts) => [.. rollouts.SelectMany(r => values[_starts[r].._starts[r + 1]])];

    private void Scatter(Tensor rows, float[] to, int[] rollouts)
    {
        float[] values = rows.to(ScalarType.Float32).cpu().data<float>().ToArray();
        int from = 0;
        foreach (int rollout in rollouts)
        {
            int count = _policy.StepsOf(rollout);
            values.AsSpan(from, count).CopyTo(to.AsSpan(_starts[rollout]));
            from += count;
        }
    }
}
