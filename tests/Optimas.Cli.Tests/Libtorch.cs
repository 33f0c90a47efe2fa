namespace Optimas.Cli.Tests;

/// <summary>A fact about a local model; skipped, with a message, where the native half was not built.</summary>
internal sealed class TorchFactAttribute : FactAttribute
{
    public TorchFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("OPTIMAS_TORCH_LIBRARY") is null && !File.Exists(Path.Combine(AppContext.BaseDirectory, "liboptimas_torch.so")))
            Skip = "The native half was not built: libtorch, cmake or a C++ compiler is missing.";
    }
}
