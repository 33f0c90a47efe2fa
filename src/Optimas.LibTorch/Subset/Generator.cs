using Optimas.LibTorch;
using Optimas.LibTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers of its own.</summary>
    public class Generator : IDisposable
    {
        private nint _handle;

        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            TorchException.Check(Native.GeneratorNew((long)seed, (int)this.device.type, this.device.index, out _handle));
        }

        private Generator(nint handle)
        {
            device = CPU;
            _handle = handle;
        }

        ~Generator() => Dispose(false);

        /// <summary>The generator that is used where none is given, on the CPU.</summary>
        public static Generator Default
        {
            get
            {
                TorchException.Check(Native.GeneratorDefault(out nint handle));
                return new(handle);
            }
        }

        public Device device { get; }

        public nint Handle => _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(Generator));

        internal static nint HandleOf(Generator? generator) => generator?.Handle ?? 0;

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            nint handle = Interlocked.Exchange(ref _handle, 0);
            if (handle != 0)
                _ = Native.GeneratorFree(handle);
        }
    }
}
