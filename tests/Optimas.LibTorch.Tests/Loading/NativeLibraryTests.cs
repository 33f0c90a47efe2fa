namespace Optimas.LibTorch.Tests.Loading;

public class NativeLibraryTests
{
    [TorchFact]
    public void The_library_beside_the_program_is_loaded_or_the_one_that_is_named()
    {
        Program.Start("use").ShouldBe((0, $"1 on {Environment.ProcessorCount} threads\n"));
        Program.Start("use", ("OPTIMAS_TORCH_LIBRARY", Path.Combine(AppContext.BaseDirectory, "liboptimas_torch.so"))).Code.ShouldBe(0);
    }

    [Fact]
    public void A_missing_library_says_what_to_install()
    {
        var (code, output) = Program.Start("use", ("OPTIMAS_TORCH_LIBRARY", "/nowhere/liboptimas_torch.so"));
        code.ShouldBe(3, output);
        output.ShouldContain("apt-get install libtorch-dev libopenblas0-openmp cmake g++");
        output.ShouldContain("Tried /nowhere/liboptimas_torch.so");
    }

    [Fact]
    public void A_file_that_is_no_library_says_so()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "no library");
            var (code, output) = Program.Start("use", ("OPTIMAS_TORCH_LIBRARY", file));
            code.ShouldBe(3, output);
            output.ShouldContain($"Tried {file}");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
