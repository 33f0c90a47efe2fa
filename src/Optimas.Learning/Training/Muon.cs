using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>
/// Muon (Jordan et al. 2024): a matrix moves by its momentum made orthogonal, so that all directions move alike. It is meant for the matrices
/// between layers; embeddings, heads and vectors move by AdamW at the same rate. Matrices of one shape are made orthogonal together.
/// </summary>
internal sealed class Muon : IWeightOptimizer
{
    private const int OrthogonalizationSteps = 5;
    private const double Epsilon = 1e-7;

    private readonly int _count;
    private readonly Group[] _groups;
    private readonly int[] _others;
    private readonly AdamW? _adamW;
    private readonly MuonOptions _options;

    /// <summary>An optimizer that has made no step yet.</summary>
    /// <param name="parameters">What is trained, by distinct names; it stays its owner's. float32 or bfloat16.</param>
    /// <param name="options">Its constants.</param>
    /// <param name="others">The constants for what is no matrix between layers.</param>
    /// <exception cref="ArgumentException">There is no matrix between layers.</exception>
    public Muon(IReadOnlyList<(string Name, Tensor Parameter)> parameters, MuonOptions options, AdamWOptions others)
    {
        _options = options;
        _count = parameters.Count;
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var isInner = parameters.Select(p => p.Parameter.dim() == 2 && !IsVocabulary(p.Name)).ToArray();
        _groups =
        [
            .. Enumerable.Range(0, _count).Where(i => isInner[i])
                .GroupBy(i => (parameters[i].Parameter.shape[0], parameters[i].Parameter.shape[1]))
                .Select(g => new Group([.. g.Select(i => new Member(i, parameters[i].Name, parameters[i].Parameter))], scope)),
        ];
        if (_groups.Length == 0)
            throw new ArgumentException("There is no matrix for Muon to train.", nameof(parameters));
        _others = [.. Enumerable.Range(0, _count).Where(i => !isInner[i])];
        _adamW = _others.Length == 0 ? null : new([.. _others.Select(i => parameters[i])], others);
    }

    /// <inheritdoc/>
    public long Steps { get; private set; }

    /// <inheritdoc/>
    public void Step(IReadOnlyList<Tensor?> gradients, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        if (gradients.Count != _count)
            throw new ArgumentException($"There are {gradients.Count} gradients for {_count} parameters.", nameof(gradients));
        using var none = no_grad();
        Steps++;
        foreach (var group in _groups)
            Step(group, gradients, learningRate);
        _adamW?.Step([.. _others.Select(i => gradients[i])], learningRate);
    }

    /// <inheritdoc/>
    public IEnumerable<ExpectedTensor> ExpectedTensors()
    {
        foreach (var (name, tensor) in _groups.SelectMany(g => g.Stored()))
        {
            using (tensor)
                yield return new(name, TensorShape.Create(tensor.shape));
        }

        foreach (var tensor in _adamW?.ExpectedTensors() ?? [])
            yield return tensor;
    }

    /// <inheritdoc/>
    public void Write(SafetensorsWriter writer)
    {
        foreach (var (name, tensor) in _groups.SelectMany(g => g.Stored()))
        {
            using (tensor)
                TensorStorage.Write(writer, name, tensor);
        }

        _adamW?.Write(writer);
    }

    /// <inheritdoc/>
    public void Read(CheckpointWeights weights, long steps)
    {
        using var none = no_grad();
        foreach (var (name, tensor) in _groups.SelectMany(g => g.Stored()))
        {
            using var stored = TensorStorage.Read(weights, name, ScalarType.Float32, CPU);
            using (tensor)
                tensor.copy_(stored);
        }

        foreach (var group in _groups)
            group.CopyToParameters();
        _adamW?.Read(weights, steps);
        Steps = steps;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var group in _groups)
            group.Dispose();
        _adamW?.Dispose();
    }

    // Rows of embeddings and heads belong to tokens, most of which a batch does not have: no direction of theirs is like another.
    private static bool IsVocabulary(string name) =>
        name.Contains("embed_tokens", StringComparison.Ordinal) || name.Contains("lm_head", StringComparison.Ordinal);

    private void Step(Group group, IReadOnlyList<Tensor?> gradients, double rate)
    {
        using var scope = NewDisposeScope();
        // Without a gradient momentum goes on, as if it were nought.
        var gradient = cat([.. group.Members.Select(m => (gradients[m.Index] ?? zeros_like(m.Parameter).to(ScalarType.Float32)).unsqueeze(0))], 0);
        group.Momentum.mul_(_options.Momentum).add_(gradient, 1 - _options.Momentum);
        // Nesterov's: a step ahead of the momentum.
        var direction = Orthogonal((gradient * (1 - _options.Momentum)) + (group.Momentum * _options.Momentum));
        double scale = 0.2 * Math.Sqrt(Math.Max(gradient.shape[1], gradient.shape[2]));
        group.Masters.mul_(1 - (rate * _options.WeightDecay)).add_(direction, -rate * scale);
        group.CopyToParameters();
    }

    // The quintic iteration of Jordan et al.: singular values go to about 1 and need not be there exactly. A GPU takes products in bfloat16.
    private static Tensor Orthogonal(Tensor matrices)
    {
        bool isTall = matrices.shape[1] > matrices.shape[2];
        var norms = (matrices * matrices).sum(2, keepdim: true).sum(1, keepdim: true).sqrt().clamp(min: Epsilon);
        var x = matrices / norms;
        if (isTall)
            x = x.transpose(1, 2);
        var type = matrices.device.type == DeviceType.CUDA ? ScalarType.BFloat16 : ScalarType.Float32;
        for (int step = 0; step < OrthogonalizationSteps; step++)
        {
            var gram = Product(x, x.transpose(1, 2));
            x = (x * 3.4445) + Product((gram * -4.775) + (Product(gram, gram) * 2.0315), x);
        }

        return isTall ? x.transpose(1, 2) : x;

        Tensor Product(Tensor left, Tensor right) => left.to(type).bmm(right.to(type)).to(ScalarType.Float32);
    }

    private sealed record Member(int Index, string Name, Tensor Parameter);

    /// <summary>The matrices of one shape, on top of each other.</summary>
    private sealed class Group : IDisposable
    {
        public Group(Member[] members, DisposeScope scope)
        {
            Members = members;
            Masters = scope.Detach(cat([.. members.Select(m => m.Parameter.detach().to(ScalarType.Float32).unsqueeze(0))], 0));
            Momentum = scope.Detach(zeros_like(Masters));
        }

        public Member[] Members { get; }

        public Tensor Masters { get; }

        public Tensor Momentum { get; }

        public void CopyToParameters()
        {
            for (int i = 0; i < Members.Length; i++)
            {
                using var master = Masters.select(0, i);
                Members[i].Parameter.copy_(master);
            }
        }

        /// <summary>What a file holds, as views to dispose of.</summary>
        public IEnumerable<(string Name, Tensor Tensor)> Stored()
        {
            for (int i = 0; i < Members.Length; i++)
            {
                yield return ("parameter." + Members[i].Name, Masters.select(0, i));
                yield return ("momentum." + Members[i].Name, Momentum.select(0, i));
            }
        }

        public void Dispose()
        {
            Masters.Dispose();
            Momentum.Dispose();
        }
    }
}
