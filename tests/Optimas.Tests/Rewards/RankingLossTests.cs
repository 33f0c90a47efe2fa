namespace Optimas.Tests.Rewards;

public sealed class RankingLossTests
{
    private static RankingTerm Term(double margin, double weight) =>
        new(0, Synthetic.Text("q", "better"), Synthetic.Text("q", "worse"), margin, weight, Group: "", IsPair: true);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Gradients_agree_with_finite_differences(int width)
    {
        const int Features = 7;
        const double Step = 1e-6;
        var random = new SeededRandom(11, "gradients");
        double[] head = [.. Enumerable.Range(0, width == 0 ? Features : width).Select(_ => random.NextGaussian())];
        double[] projection = [.. Enumerable.Range(0, Features * width).Select(_ => random.NextGaussian())];
        Comparison[] terms =
        [
            .. Enumerable.Range(0, 5).Select(i => new Comparison(
                Term(margin: 0.3 * i, weight: 0.5 + i),
                SparseVector.Of(random.Shuffle(Enumerable.Range(0, Features)).Take(4).Select(f => KeyValuePair.Create(f, random.NextGaussian()))))),
        ];
        double Loss(double[] headGradient, double[] projectionGradient) =>
            terms.Sum(t => RankingLoss.Add(t, 0.7, head, projection, headGradient, projectionGradient))
            + RankingLoss.AddPrior(head, 0.2, headGradient) + RankingLoss.AddPrior(projection, 0.1, projectionGradient);

        double[] headGradient = new double[head.Length], projectionGradient = new double[projection.Length];
        Loss(headGradient, projectionGradient);

        foreach (var (weights, gradient) in new[] { (head, headGradient), (projection, projectionGradient) })
        {
            for (int i = 0; i < weights.Length; i++)
            {
                double at = weights[i];
                weights[i] = at + Step;
                double above = Loss(new double[head.Length], new double[projection.Length]);
                weights[i] = at - Step;
                double below = Loss(new double[head.Length], new double[projection.Length]);
                weights[i] = at;
                gradient[i].ShouldBe((above - below) / (2 * Step), 1e-6);
            }
        }
    }

    [Fact]
    public void The_loss_is_equation_4()
    {
        var term = new Comparison(Term(margin: 0, weight: 1), SparseVector.Of([KeyValuePair.Create(0, 2.0)]));

        RankingLoss.Add(term, 1, [0.75], [], new double[1], []).ShouldBe(-Math.Log(1 / (1 + Math.Exp(-1.5))), 1e-12);
        RankingLoss.NegativeLogSigmoid(-800).ShouldBe(800, 1e-9);
        RankingLoss.NegativeLogSigmoid(800).ShouldBe(0, 1e-9);
    }

    [Fact]
    public async Task The_fit_is_the_one_that_Newtons_method_finds()
    {
        const int Buckets = 32;
        const double Variance = 0.5;
        var pairs = Synthetic.Keyword(25, seed: 3);
        var training = new RewardTraining { Folds = 0, MaxEpochs = 6000, PriorVariance = Variance, Calibrate = false };
        var model = new HashedRewardModel(training, Buckets);

        await model.FitAsync(pairs, [], CancellationToken.None);
        double[][] rows = [.. pairs.Select(p => Subtract(Dense(p.Preferred, Buckets), Dense(p.Rejected, Buckets)))];
        double[] newton = Newton(rows, 1 / Variance);

        float[] fitted = ((HashedReward)model.Reward(0)!).Weights.ToArray();
        for (int i = 0; i < Buckets; i++)
            ((double)fitted[i]).ShouldBe(newton[i], 2e-3);
    }

    private static double[] Dense(Observation observation, int buckets)
    {
        double[] dense = new double[buckets];
        var features = FeatureHasher.Hash(observation, buckets);
        for (int i = 0; i < features.Indices.Length; i++)
            dense[features.Indices[i]] = features.Values[i];
        return dense;
    }

    private static double[] Subtract(double[] left, double[] right) => [.. left.Zip(right, (l, r) => l - r)];

    // Logistic regression through the origin on differences, with a Gaussian prior.
    private static double[] Newton(double[][] rows, double precision)
    {
        int size = rows[0].Length;
        double[] weights = new double[size];
        for (int iteration = 0; iteration < 50; iteration++)
        {
            double[,] hessian = new double[size, size + 1];
            for (int i = 0; i < size; i++)
            {
                hessian[i, i] = precision;
                hessian[i, size] = precision * weights[i];
            }

            foreach (double[] row in rows)
            {
                double right = 1 / (1 + Math.Exp(-row.Zip(weights, (x, w) => x * w).Sum()));
                for (int i = 0; i < size; i++)
                {
                    hessian[i, size] -= (1 - right) * row[i];
                    for (int j = 0; j < size; j++)
                        hessian[i, j] += right * (1 - right) * row[i] * row[j];
                }
            }

            double[] step = Solve(hessian);
            for (int i = 0; i < size; i++)
                weights[i] -= step[i];
        }

        return weights;
    }

    private static double[] Solve(double[,] system)
    {
        int size = system.GetLength(0);
        for (int pivot = 0; pivot < size; pivot++)
        {
            for (int row = 0; row < size; row++)
            {
                if (row == pivot)
                    continue;
                double factor = system[row, pivot] / system[pivot, pivot];
                for (int column = pivot; column <= size; column++)
                    system[row, column] -= factor * system[pivot, column];
            }
        }

        return [.. Enumerable.Range(0, size).Select(i => system[i, size] / system[i, i])];
    }
}
