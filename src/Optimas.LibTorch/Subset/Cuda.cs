using Optimas.LibTorch;
using Optimas.LibTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static class cuda
    {
        public static bool is_available()
        {
            TorchException.Check(Native.CudaAvailable(out bool available));
            return available;
        }

        public static int device_count()
        {
            TorchException.Check(Native.CudaDeviceCount(out int count));
            return count;
        }

        public static void synchronize(Device? device = null) => TorchException.Check(Native.CudaSynchronize(IndexOf(device)));
    }
}
