// Live handles, threads and memory are counted for the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Optimas.LibTorch.Tests;

/// <summary>Whether the native half was built here; a library that was built but doesn't load is a failure, not a reason to skip.</summary>
internal static class Libtorch
{
    public static string? Missing { get; } = File.Exists(Path.Combine(AppContext.BaseDirectory, "liboptimas_torch.so"))
        ? null
        : "The native half was not built: libtorch, cmake or a C++ compiler is missing.";

    /// <summary>The folder of the repository.</summary>
    public static string Repository { get; } = FindRepository();

    private static string FindRepository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Directory.Packages.props")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException($"{AppContext.BaseDirectory} is in no checkout of the repository.");
    }
}

/// <summary>A fact about the native half.</summary>
internal sealed class TorchFactAttribute : FactAttribute
{
    public TorchFactAttribute() => Skip = Libtorch.Missing;
}

/// <summary>A theory about the native half.</summary>
internal sealed class TorchTheoryAttribute : TheoryAttribute
{
    public TorchTheoryAttribute() => Skip = Libtorch.Missing;
}
