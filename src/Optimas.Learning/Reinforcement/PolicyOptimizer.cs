using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>AdamW without decay over clipped gradients of several passes. A step whose gradient is not finite is not made.</summary>
internal sealed class PolicyOptimizer : IDisposable
{
    private readonly AdamW _adam;
    private readonly GradientAccumulation _gradients;
    private readonly double _rate, _maxNorm;

    public PolicyOptimizer(IEnumerable<(string Name, Tensor Parameter)> parameters, double rate, double maxNorm)
    {
        _adam = new(parameters, new() { WeightDecay = 0 });
        _gradients = new(_adam.Parameters);
        _rate = rate;
        _maxNorm = maxNorm;
    }

    public AdamW Adam => _adam;

    /// <summary>Takes up what a backward pass left.</summary>
    public void Add() => _gradients.Add();

    /// <summary>Makes a step, unless the gradient is zero or not finite; says whether it did.</summary>
    public bool Step()
    {
        double norm = _gradients.Clip(_maxNorm);
        bool goes = double.IsFinite(norm) && norm > 0;
        if (goes)
            _adam.Step(_gradients.Gradients, _rate);
        _gradients.Clear();
        return goes;
    }

    /// <summary>Forgets what was taken up.</summary>
    public void Forget() => _gradients.Clear();

    public void Dispose()
    {
        _gradients.Dispose();
        _adam.Dispose();
    }
}
