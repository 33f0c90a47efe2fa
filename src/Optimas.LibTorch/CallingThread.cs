using Optimas.LibTorch.Interop;
using static TorchSharp.torch;

namespace Optimas.LibTorch;

/// <summary>What libtorch does for the calling thread alone.</summary>
public static class CallingThread
{
    /// <summary>
    /// Whether <see cref="UseThreads"/> decides: where libtorch spreads loops by OpenMP, and matrix products too. MKL has a number of its own.
    /// </summary>
    public static bool CanUseThreads
    {
        get
        {
            TorchException.Check(Native.CanUseThreads(out bool can));
            return can;
        }
    }

    /// <summary>
    /// How many threads the operations that this thread asks for are spread over, until it asks again; <see cref="set_num_threads"/> speaks
    /// for the threads that libtorch has not seen yet, too.
    /// </summary>
    /// <param name="threads">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is less.</exception>
    public static void UseThreads(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        TorchException.Check(Native.UseThreads(threads));
    }
}
