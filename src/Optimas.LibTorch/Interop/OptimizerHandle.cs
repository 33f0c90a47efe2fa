using System.Runtime.InteropServices;

namespace Optimas.LibTorch.Interop;

/// <summary>An optimizer on the native side, with its moments.</summary>
internal sealed class OptimizerHandle : SafeHandle
{
    public OptimizerHandle(nint handle)
        : base(0, ownsHandle: true) => SetHandle(handle);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => Native.AdamwFree(handle) == 0;
}
