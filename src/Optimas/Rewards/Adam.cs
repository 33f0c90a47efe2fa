namespace Optimas;

/// <summary>Adam (Kingma and Ba 2015), with a step size that falls with the square root of the steps taken.</summary>
internal sealed class Adam(int size, double learningRate)
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8, Decay = 50;

    private readonly double[] _first = new double[size];
    private readonly double[] _second = new double[size];
    private int _steps;

    public void Step(Span<double> weights, ReadOnlySpan<double> gradient)
    {
        _steps++;
        double rate = learningRate / Math.Sqrt(1 + _steps / Decay);
        double correction1 = 1 - Math.Pow(Beta1, _steps), correction2 = 1 - Math.Pow(Beta2, _steps);
        for (int i = 0; i < weights.Length; i++)
        {
            double g = gradient[i];
            // A weight that no term ever touched stays where it is.
            if (g == 0 && _second[i] == 0)
                continue;
            _first[i] = Beta1 * _first[i] + (1 - Beta1) * g;
            _second[i] = Beta2 * _second[i] + (1 - Beta2) * g * g;
            weights[i] -= rate * (_first[i] / correction1) / (Math.Sqrt(_second[i] / correction2) + Epsilon);
        }
    }
}
