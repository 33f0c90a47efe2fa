using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Optimas.LibTorch;

/// <summary>What libtorch refused, in its own words. TorchSharp throws the base class.</summary>
/// <param name="message">libtorch's message, without its stack trace.</param>
public sealed class TorchException(string message) : ExternalException(message)
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Check(nint error)
    {
        if (error != 0)
            Throw(error);
    }

    private static void Throw(nint error) => throw new TorchException(Marshal.PtrToStringUTF8(error)!.TrimEnd());
}
