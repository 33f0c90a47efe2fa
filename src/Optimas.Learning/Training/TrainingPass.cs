using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>
/// A forward pass of a decoder with a loss to come: put the loss on <see cref="Hidden"/>, run its backward pass, then
/// <see cref="Backward"/>, which carries the gradient on into the <c>grad</c> of the weights and the adapter.
/// With activation checkpointing (Chen et al. 2016) only each block's input is kept, and the block is computed once more on the way back: a
/// third more work, for memory that grows with the depth by one tensor a block. Dropout is a function of its seed and the block, so both
/// passes drop alike.
/// </summary>
internal sealed class TrainingPass
{
    private readonly DecoderModel _model;
    private readonly DecoderPass _pass;
    private readonly bool _lastOnly;
    private readonly Tensor _output;
    private readonly Checkpoints? _checkpoints;

    private TrainingPass(DecoderModel model, DecoderPass pass, bool lastOnly, bool checkpointing)
    {
        _model = model;
        _pass = pass;
        _lastOnly = lastOnly;
        _checkpoints = checkpointing ? Checkpoint() : null;
        _output = model.Normalize(_checkpoints?.Output ?? Through());
        Hidden = _output.detach().requires_grad_();
    }

    /// <summary>
    /// The hidden states behind the last norm, as a leaf that collects their gradient: rows × width, or sequences × width of the sequences'
    /// last tokens.
    /// </summary>
    public Tensor Hidden { get; }

    /// <summary>Runs the forward pass. What it makes belongs to the dispose scope around it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">The texts.</param>
    /// <param name="adapter">The adapter in force; null for none.</param>
    /// <param name="lastOnly">Whether only the sequences' last tokens are wanted.</param>
    /// <param name="checkpointing">Whether blocks are computed again instead of kept.</param>
    public static TrainingPass Run(DecoderModel model, PackedBatch batch, LoraAdapter? adapter, bool lastOnly, bool checkpointing) =>
        new(model, model.Pass(batch, AdapterRouting.All(adapter), AdapterRouting.All(adapter), null), lastOnly, checkpointing);

    /// <summary>Carries the gradient of <see cref="Hidden"/> on, once. Nothing happens where none has reached it.</summary>
    public void Backward()
    {
        using var scope = NewDisposeScope();
        if (Hidden.grad is not { } gradient || !_output.requires_grad)
            return;
        autograd.backward([_output], [gradient]);
        if (_checkpoints is not { } checkpoints)
            return;
        gradient = checkpoints.Output.grad!;
        for (int i = checkpoints.Inputs.Length - 1; i >= 0; i--)
        {
            using var previous = gradient;
            gradient = Recompute(i, checkpoints.Inputs[i], previous);
        }

        var embedded = _model.Embed(_pass.Batch);
        if (embedded.requires_grad)
            autograd.backward([embedded], [gradient]);
    }

    private Tensor Recompute(int layer, Tensor kept, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        var input = kept.detach().requires_grad_();
        autograd.backward([Layer(layer, input)], [gradient]);
        return scope.MoveToOuter(input.grad!);
    }

    private Tensor Through()
    {
        var x = _model.Embed(_pass.Batch);
        for (int i = 0; i < _model.LayerCount; i++)
        {
            using var before = x;
            x = Layer(i, x);
        }

        return x;
    }

    private Checkpoints Checkpoint()
    {
        using var none = no_grad();
        var inputs = new Tensor[_model.LayerCount];
        var x = _model.Embed(_pass.Batch);
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = x;
            x = Layer(i, x);
        }

        return new(inputs, x.requires_grad_());
    }

    private Tensor Layer(int layer, Tensor x) => _model.RunLayer(layer, x, _pass, cache: null, _lastOnly);

    /// <summary>What is kept of the blocks.</summary>
    /// <param name="Inputs">The input of each.</param>
    /// <param name="Output">The output of the last, a leaf.</param>
    private sealed record Checkpoints(Tensor[] Inputs, Tensor Output);
}
