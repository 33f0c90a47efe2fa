using System.Xml.Linq;

namespace Optimas.LibTorch.Tests.Portable;

/// <summary>The sources of this folder's programs, which run here on the binding, compile against the TorchSharp package too.</summary>
[Trait("Category", "Build")]
public class SourceCompatibilityTests
{
    [RestoredFact]
    public void The_same_source_compiles_against_the_TorchSharp_package()
    {
        using var project = TorchSharpProject.New();
        foreach (string source in (string[])["Operations.cs", "Training.cs"])
            File.Copy(Path.Combine(Libtorch.Repository, "tests", "Optimas.LibTorch.Tests", "Portable", source), Path.Combine(project.Folder, source));
        var (code, output) = Program.Run("dotnet", ["build", "-v", "quiet", "-nologo", "--disable-build-servers"], project.Folder);
        code.ShouldBe(0, output);
    }

    [RestoredFact]
    public void The_learning_library_compiles_against_the_TorchSharp_package()
    {
        string artifacts = Directory.CreateTempSubdirectory("optimas-torchsharp-").FullName;
        try
        {
            var (code, output) = Program.Run(
                "dotnet",
                [
                    "build", Path.Combine("src", "Optimas.Learning"), "-c", "Release", "-v", "quiet", "-nologo", "--disable-build-servers",
                    "-p:UseTorchSharpPackage=true", $"-p:ArtifactsPath={artifacts}",
                ],
                Libtorch.Repository);
            code.ShouldBe(0, output);
        }
        finally
        {
            Directory.Delete(artifacts, recursive: true);
        }
    }

    private sealed class RestoredFactAttribute : FactAttribute
    {
        private static readonly Lazy<string?> s_missing = new(() =>
        {
            using var project = TorchSharpProject.New();
            var (code, output) = Program.Run("dotnet", ["restore", "-v", "quiet", "--disable-build-servers"], project.Folder);
            return code == 0 ? null : $"The TorchSharp package can't be restored here: {output.Trim()}";
        });

        public RestoredFactAttribute() => Skip = TorchSharpProject.IsCached ? null : s_missing.Value;
    }

    /// <summary>A project in a folder of its own that references the TorchSharp package, as this repository does.</summary>
    private sealed class TorchSharpProject : IDisposable
    {
        private static string Version { get; } = XDocument.Load(Path.Combine(Libtorch.Repository, "Directory.Packages.props"))
            .Descendants("PackageVersion").Single(e => (string?)e.Attribute("Include") == "TorchSharp").Attribute("Version")!.Value;

        public static bool IsCached => Directory.Exists(Path.Combine(
            Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
            "torchsharp",
            Version));

        public string Folder { get; } = Directory.CreateTempSubdirectory("optimas-torchsharp-").FullName;

        public static TorchSharpProject New()
        {
            var project = new TorchSharpProject();
            // NU1603: TorchSharp asks for a version of a dependency that was never published; the next one is taken.
            File.WriteAllText(Path.Combine(project.Folder, "Portable.csproj"), $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <TargetFramework>net10.0</TargetFramework>
                    <LangVersion>14</LangVersion>
                    <Nullable>enable</Nullable>
                    <ImplicitUsings>enable</ImplicitUsings>
                    <NuGetAudit>false</NuGetAudit>
                    <NoWarn>$(NoWarn);NU1603</NoWarn>
                  </PropertyGroup>
                  <ItemGroup>
                    <PackageReference Include="TorchSharp" Version="{Version}" />
                  </ItemGroup>
                </Project>
                """);
            return project;
        }

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}
