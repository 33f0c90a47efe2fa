using Optimas.LibTorch.Interop;

namespace TorchSharp.Modules;

/// <summary>A tensor that a module trains. Belongs to no scope.</summary>
public class Parameter : torch.Tensor
{
    /// <summary>A parameter over a tensor's memory; the tensor's own handle stays its owner's.</summary>
    public Parameter(torch.Tensor data, bool requires_grad = true)
        : base(Detached(data))
    {
        DetachFromDisposeScope();
        this.requires_grad = requires_grad;
    }

    private static nint Detached(torch.Tensor data)
    {
        Check(Native.Detach(data.Handle, out nint handle), data);
        return handle;
    }
}
