using System.IO.Compression;
using System.Reflection;

namespace Optimas.Packaging.Tests;

/// <summary>
/// The packages, packed from the repository into a temporary folder, and an application there that knows nothing of the repository: its
/// sources are the machine's and that folder. Nothing is built in place and no cache of the machine is written to. Analyzers, which take more
/// than half of the time, have seen the same sources in the build of the solution.
/// </summary>
public sealed class PackedApplication : IAsyncLifetime
{
    private static readonly string s_repository =
        typeof(PackedApplication).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    // A version of its own, so that no package of the same name elsewhere on the machine is taken for it.
    private const string Version = "9.9.9-packaging";

    private readonly string _root = Directory.CreateTempSubdirectory("optimas-packaging-").FullName;

    private string Feed => Path.Combine(_root, "feed");

    /// <summary>The application's folder, built once.</summary>
    public string Folder => Path.Combine(_root, "application");

    /// <summary>What building it printed.</summary>
    internal CommandResult Build { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        foreach (string project in new[] { "Optimas", "Optimas.Hosting", "Optimas.Providers", "Optimas.Storage", "Optimas.Reports", "Optimas.LibTorch", "Optimas.Learning" })
        {
            (await CommandLine.DotnetAsync(
                _root,
                "pack", Path.Combine(s_repository, "src", project), "-c", "Release", "-o", Feed, "-v", "quiet", "-m:1", $"-p:Version={Version}",
                "-p:OptimasNative=none", "-p:OptimasWeb=none", "-p:RunAnalyzers=false", "--artifacts-path", Path.Combine(_root, "artifacts"))).ShouldSucceed();
        }

        CopyTo(Folder);
        Build = await BuildAsync(Folder);
    }

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>The files of a package.</summary>
    public IReadOnlyList<string> Files(string package)
    {
        using var archive = ZipFile.OpenRead(Path.Combine(Feed, $"{package}.{Version}.nupkg"));
        return [.. archive.Entries.Select(e => e.FullName)];
    }

    /// <summary>A copy of the application whose source is edited, built.</summary>
    /// <param name="name">The copy's folder.</param>
    /// <param name="edit">Edits the source.</param>
    /// <param name="files">Files to add, by name.</param>
    internal Task<CommandResult> BuildVariantAsync(string name, Func<string, string> edit, params IEnumerable<(string Name, string Text)> files)
    {
        string folder = Path.Combine(_root, name);
        CopyTo(folder);
        string program = Path.Combine(folder, "Program.cs"), source = File.ReadAllText(program);
        File.WriteAllText(program, edit(source));
        foreach (var (file, text) in files)
            File.WriteAllText(Path.Combine(folder, file), text);
        return BuildAsync(folder);
    }

    /// <summary>A program of its own that references one of the packages, built and run.</summary>
    /// <param name="name">Its folder.</param>
    /// <param name="package">The package.</param>
    /// <param name="source">Its source.</param>
    internal async Task<CommandResult> RunProgramAsync(string name, string package, string source)
    {
        string folder = Path.Combine(_root, name);
        Directory.CreateDirectory(folder);
        WriteSources(folder);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), source);
        File.WriteAllText(Path.Combine(folder, $"{name}.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <NuGetAudit>false</NuGetAudit>
                <OptimasNative>required</OptimasNative>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{package}" Version="{Version}" />
              </ItemGroup>
            </Project>
            """);
        (await CommandLine.DotnetAsync(folder, "build", "-c", "Release", "-v", "quiet", "-m:1", "-o", Path.Combine(folder, "out"))).ShouldSucceed();
        return await CommandLine.DotnetAsync(folder, Path.Combine(folder, "out", $"{name}.dll"));
    }

    /// <summary>Publishes the application, trimmed, for this machine.</summary>
    /// <returns>The published program.</returns>
    internal async Task<string> PublishTrimmedAsync()
    {
        string output = Path.Combine(_root, "published");
        (await CommandLine.DotnetAsync(
            Folder,
            "publish", "-c", "Release", "-v", "quiet", "-m:1", "-o", output, "-p:PublishTrimmed=true", "-p:TreatWarningsAsErrors=true",
            "--use-current-runtime", $"-p:OptimasVersion={Version}")).ShouldSucceed();
        return Path.Combine(output, "Application");
    }

    private static Task<CommandResult> BuildAsync(string folder) => CommandLine.DotnetAsync(
        folder, "build", "-c", "Release", "-v", "quiet", "-m:1", $"-p:OptimasVersion={Version}");

    private void CopyTo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Application")))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        WriteSources(folder);
    }

    private void WriteSources(string folder)
    {
        // Packages that the machine has already are read where they are; the rest, ours among them, stays in this folder.
        string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Path.Combine(_root, "packages")}" /></config>
              <fallbackPackageFolders><add key="machine" value="{cache}" /></fallbackPackageFolders>
              <packageSources><add key="packed" value="{Feed}" /></packageSources>
            </configuration>
            """);
    }
}
