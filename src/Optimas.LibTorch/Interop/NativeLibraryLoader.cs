using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Optimas.LibTorch.Interop;

/// <summary>Finds and initializes the native half.</summary>
internal static class NativeLibraryLoader
{
    public const string Name = "optimas_torch";

    private const string Missing =
        "The native half of Optimas.LibTorch can't be loaded. It is built with the project where libtorch, cmake and a C++ compiler are "
        + "installed; on Debian and Ubuntu: apt-get install libtorch-dev libopenblas0-openmp cmake g++. A libtorch elsewhere is named by "
        + "TORCH_DIR at the build, a library elsewhere by OPTIMAS_TORCH_LIBRARY. On Windows and macOS build with -p:UseTorchSharpPackage=true.";

    private static readonly Lazy<nint> s_library = new(Load);

    public static void Register() =>
        NativeLibrary.SetDllImportResolver(typeof(NativeLibraryLoader).Assembly, (name, _, _) => name == Name ? s_library.Value : 0);

    private static nint Load()
    {
        string? given = Environment.GetEnvironmentVariable("OPTIMAS_TORCH_LIBRARY");
        string path = given ?? Path.Combine(AppContext.BaseDirectory, $"lib{Name}.so");
        nint library;
        try
        {
            library = NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            throw new DllNotFoundException($"{Missing} Tried {path}: {e.Message}", e);
        }

        unsafe
        {
            var initialize = (delegate* unmanaged<int, nint>)NativeLibrary.GetExport(library, "ot_initialize");
            TorchException.Check(initialize(Threads()));
        }

        return library;
    }

    // What everything over OpenMP heeds; its first number is for what isn't nested.
    private static int Threads() =>
        int.TryParse(Environment.GetEnvironmentVariable("OMP_NUM_THREADS")?.Split(',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int given)
        && given > 0
            ? given
            : Environment.ProcessorCount;
}
