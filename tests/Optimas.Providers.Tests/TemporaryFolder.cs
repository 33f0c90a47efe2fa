namespace Optimas.Providers.Tests;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("optimas-providers-");

    public string File(string name) => Path.Combine(_folder.FullName, name);

    public IEnumerable<FileInfo> Files => _folder.EnumerateFiles("*", SearchOption.AllDirectories);

    public void Dispose() => _folder.Delete(recursive: true);
}
