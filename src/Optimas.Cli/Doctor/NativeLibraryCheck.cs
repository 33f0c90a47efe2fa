using TorchSharp;

namespace Optimas.Cli.Doctor;

/// <summary>Whether the native half of the learning stack can be loaded, and adds up.</summary>
internal static class NativeLibraryCheck
{
    public static async Task<Finding> RunAsync(Machine machine, CancellationToken cancellationToken) =>
        await Task.Run(Load, cancellationToken).ConfigureAwait(false);

    private static Finding Load()
    {
        try
        {
            using var ones = torch.ones([2, 3]);
            using var sum = ones.sum();
            return sum.item<float>() == 6
                ? Of(true, torch.cuda.is_available() ? "works, with CUDA" : "works, on the CPU alone")
                : Of(false, "it adds up wrongly");
        }
#pragma warning disable CA1031 // Whatever keeps it from working is what is asked for.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Of(false, Machine.FirstLine((e is TypeInitializationException { InnerException: { } inner } ? inner : e).Message));
        }
    }

    private static Finding Of(bool isPresent, string detail) => new(
        "libtorch", IsRequired: true, "the pocket model, local models, their training and serving", isPresent, detail,
        isPresent ? null
            : "On Debian and Ubuntu: apt-get install libtorch-dev libopenblas0-openmp cmake g++, then build again. "
              + "A built liboptimas_torch.so elsewhere is named by OPTIMAS_TORCH_LIBRARY.");
}
