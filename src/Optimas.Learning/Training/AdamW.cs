#if !TORCHSHARP_PACKAGE
using Optimas.LibTorch;
#endif
using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>
/// AdamW (Loshchilov and Hutter 2019) with decoupled weight decay. Moments are float32; a parameter of a shorter type has a float32 master
/// copy here, so that small steps add up. Not safe for concurrent use.
/// </summary>
internal sealed class AdamW : IWeightOptimizer
{
    private readonly Slot[] _slots;
    private readonly AdamWOptions _options;

    /// <summary>An optimizer that has made no step yet.</summary>
    /// <param name="parameters">What is trained, by distinct names; it stays its owner's. float32 or bfloat16.</param>
    /// <param name="options">Its constants; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no parameter.</exception>
    public AdamW(IEnumerable<(string Name, Tensor Parameter)> parameters, AdamWOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _options = options ?? new();
        using var scope = NewDisposeScope();
        using var none = no_grad();
        _slots = [.. parameters.Select(p => new Slot(p.Name, p.Parameter, scope))];
        if (_slots.Length == 0)
            throw new ArgumentException("There is nothing to train.", nameof(parameters));
    }

    /// <inheritdoc/>
    public long Steps { get; private set; }

    /// <summary>What is trained, in the order in which gradients are given.</summary>
    public IReadOnlyList<Tensor> Parameters => [.. _slots.Select(s => s.Parameter)];

    /// <inheritdoc/>
    public void Step(IReadOnlyList<Tensor?> gradients, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        if (gradients.Count != _slots.Length)
            throw new ArgumentException($"There are {gradients.Count} gradients for {_slots.Length} parameters.", nameof(gradients));
        using var scope = NewDisposeScope();
        using var none = no_grad();
        Steps++;
        var moving = _slots.Zip(gradients).Where(p => p.Second is not null).Select(p => (Slot: p.First, Gradient: p.Second!)).ToArray();
        foreach (var group in moving.GroupBy(p => _options.DecaysVectors || p.Slot.IsMatrix))
            Step([.. group], learningRate, group.Key ? _options.WeightDecay : 0);
        foreach (var (slot, _) in moving.Where(p => !ReferenceEquals(p.Slot.Master, p.Slot.Parameter)))
            slot.Parameter.copy_(slot.Master);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var slot in _slots)
        {
            slot.Average.Dispose();
            slot.Square.Dispose();
            if (!ReferenceEquals(slot.Master, slot.Parameter))
                slot.Master.Dispose();
        }
    }

    /// <inheritdoc/>
    public IEnumerable<ExpectedTensor> ExpectedTensors()
    {
        foreach (var slot in _slots)
        {
            TensorShape shape = TensorShape.Create(slot.Parameter.shape);
            yield return new(slot.ParameterName, shape);
            yield return new(slot.AverageName, shape);
            yield return new(slot.SquareName, shape);
        }
    }

    /// <inheritdoc/>
    public void Write(SafetensorsWriter writer)
    {
        foreach (var slot in _slots)
        {
            TensorStorage.Write(writer, slot.ParameterName, slot.Master);
            TensorStorage.Write(writer, slot.AverageName, slot.Average);
            TensorStorage.Write(writer, slot.SquareName, slot.Square);
        }
    }

    /// <inheritdoc/>
    public void Read(CheckpointWeights weights, long steps)
    {
        using var none = no_grad();
        foreach (var slot in _slots)
        {
            Copy(slot.ParameterName, slot.Master);
            Copy(slot.AverageName, slot.Average);
            Copy(slot.SquareName, slot.Square);
            if (!ReferenceEquals(slot.Master, slot.Parameter))
                slot.Parameter.copy_(slot.Master);
        }

        Steps = steps;

        void Copy(string name, Tensor to)
        {
            using var stored = TensorStorage.Read(weights, name, ScalarType.Float32, CPU);
            to.copy_(stored);
        }
    }

    /// <summary>
    /// The same step out of TorchSharp's own operations: what the official package runs, and what the fused one is checked against.
    /// </summary>
    internal static void ComposedStep(
        Tensor parameter, Tensor gradient, Tensor average, Tensor square, AdamWOptions options, double rate, double decay, long step)
    {
        average.mul_(options.Beta1).add_(gradient, 1 - options.Beta1);
        square.mul_(options.Beta2).addcmul_(gradient, gradient, 1 - options.Beta2);
        var denominator = (square.sqrt() / Math.Sqrt(1 - Math.Pow(options.Beta2, step))) + options.Epsilon;
        parameter.mul_(1 - (rate * decay)).addcdiv_(average, denominator, -rate / (1 - Math.Pow(options.Beta1, step)));
    }

    private void Step((Slot Slot, Tensor Gradient)[] group, double rate, double decay)
    {
#if TORCHSHARP_PACKAGE
        foreach (var (slot, gradient) in group)
            ComposedStep(slot.Master, gradient, slot.Average, slot.Square, _options, rate, decay, Steps);
#else
        FusedOperations.AdamW(
            [.. group.Select(p => p.Slot.Master)],
            [.. group.Select(p => p.Gradient)],
            [.. group.Select(p => p.Slot.Average)],
            [.. group.Select(p => p.Slot.Square)],
            rate,
            _options.Beta1,
            _options.Beta2,
            _options.Epsilon,
            decay,
            Steps);
#endif
    }

    /// <summary>One parameter with what belongs to it.</summary>
    private sealed class Slot
    {
        private readonly string _name;

        public Slot(string name, Tensor parameter, DisposeScope scope)
        {
            _name = name;
            Parameter = parameter;
            Master = parameter.dtype == ScalarType.Float32 ? parameter : scope.Detach(parameter.detach().to(ScalarType.Float32));
            Average = scope.Detach(zeros_like(Master));
            Square = scope.Detach(zeros_like(Master));
            IsMatrix = parameter.dim() > 1;
        }

        public Tensor Parameter { get; }

        public Tensor Master { get; }

        public Tensor Average { get; }

        public Tensor Square { get; }

        public bool IsMatrix { get; }

        public string ParameterName => "parameter." + _name;

        public string AverageName => "average." + _name;

        public string SquareName => "square." + _name;
    }
}
