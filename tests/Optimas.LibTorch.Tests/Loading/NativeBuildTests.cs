namespace Optimas.LibTorch.Tests.Loading;

/// <summary>What a build of the binding says and does where libtorch or cmake is missing.</summary>
[Trait("Category", "Build")]
public sealed class NativeBuildTests : IDisposable
{
    private const string Packages = "apt-get install libtorch-dev libopenblas0-openmp cmake g++";

    private readonly string _folder = Directory.CreateTempSubdirectory("optimas-native-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("required", true)]
    [InlineData("required", false)]
    [InlineData("auto", true)]
    [InlineData("auto", false)]
    [InlineData("none", true)]
    public void Where_a_prerequisite_is_missing_the_build_goes_on_or_fails_as_asked(string native, bool hasCmake)
    {
        var (code, output) = Configure(native, hasCmake);
        code.ShouldBe(native == "required" ? 1 : 0, output);
        output.Contains(Packages, StringComparison.Ordinal).ShouldBe(native != "none", output);
        File.Exists(Path.Combine(_folder, "native", "release", "liboptimas_torch.so")).ShouldBeFalse();
        string log = Path.Combine(_folder, "native", "release", "configure.log");
        File.Exists(log).ShouldBe(native != "none");
        if (native != "none" && hasCmake && Libtorch.Missing is null)
            File.ReadAllText(log).ShouldContain("TORCH_DIR is '/nowhere'");
        else if (native != "none" && !hasCmake)
            File.ReadAllText(log).ShouldContain("cmake");
    }

    /// <summary>Runs the target that builds the native half alone, into a folder of its own.</summary>
    private (int Code, string Output) Configure(string native, bool hasCmake)
    {
        string dotnet = Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet";
        string project = Path.Combine(_folder, "Native.proj");
        string targets = Path.Combine(Libtorch.Repository, "src", "Optimas.LibTorch", "native", "BuildNative.targets");
        File.WriteAllText(project, $"""
            <Project DefaultTargets="IncludeNative">
              <PropertyGroup>
                <ArtifactsPath>{_folder}</ArtifactsPath>
                <Configuration>Release</Configuration>
              </PropertyGroup>
              <Import Project="{targets}" />
            </Project>
            """);
        string[] arguments = ["msbuild", project, "-nologo", "-v:minimal", "-nodeReuse:false", $"-p:OptimasNative={native}", "-p:TORCH_DIR=/nowhere"];
        if (hasCmake)
            return Program.Run(dotnet, arguments, _folder);
        // A path with a shell, and nothing to build with.
        string bin = Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName;
        File.CreateSymbolicLink(Path.Combine(bin, "sh"), "/bin/sh");
        return Program.Run(dotnet, arguments, _folder, ("PATH", bin));
    }
}
