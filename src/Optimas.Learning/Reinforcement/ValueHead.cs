using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>
/// Estimates from a token's final hidden state how well the text will end: linear, float32, 0 at first. It learns on the hidden states as they
/// are; its gradient does not move the policy.
/// </summary>
internal sealed class ValueHead : IDisposable
{
    private readonly Parameter _weight, _bias;

    public ValueHead(int width, Device device)
    {
        using var scope = NewDisposeScope();
        _weight = new(zeros([width], device: device));
        _bias = new(zeros([1], device: device));
    }

    public IEnumerable<(string Name, Tensor Parameter)> NamedParameters() => [("value.weight", _weight), ("value.bias", _bias)];

    /// <summary>rows × width to rows.</summary>
    public Tensor Of(Tensor hidden) => hidden.detach().to(ScalarType.Float32).matmul(_weight) + _bias;

    public void Dispose()
    {
        _weight.Dispose();
        _bias.Dispose();
    }
}
