using Optimas.LibTorch;
using Optimas.LibTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Nothing is recorded for a backward pass until the result is disposed, on this thread.</summary>
    public static IDisposable no_grad() => new GradMode(false);

    /// <summary>Records for a backward pass again, within <see cref="no_grad"/>.</summary>
    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    /// <summary>Like <see cref="no_grad"/> and cheaper still; what is made within can't take part in a backward pass later.</summary>
    public static IDisposable inference_mode(bool mode = true) => mode ? new InferenceMode() : new GradMode(true);

    public static bool is_grad_enabled()
    {
        TorchException.Check(Native.GradEnabled(out bool enabled));
        return enabled;
    }

    private sealed class GradMode : IDisposable
    {
        private readonly bool _before = is_grad_enabled();
        private bool _isDisposed;

        public GradMode(bool enabled) => TorchException.Check(Native.SetGradEnabled(enabled));

        public void Dispose()
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            TorchException.Check(Native.SetGradEnabled(_before));
        }
    }

    private sealed class InferenceMode : IDisposable
    {
        private nint _guard;

        public InferenceMode() => TorchException.Check(Native.InferenceGuardNew(out _guard));

        public void Dispose()
        {
            nint guard = Interlocked.Exchange(ref _guard, 0);
            if (guard != 0)
                TorchException.Check(Native.InferenceGuardFree(guard));
        }
    }
}
