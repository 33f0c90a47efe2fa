namespace Samples.Tests;

/// <summary>Real data that stands beside the repository, or in the folder that OPTIMAS_DATA names.</summary>
internal static class SharedData
{
    /// <summary>A file's path; null where there is none.</summary>
    /// <param name="file">The file within the data, as in <c>pubmedqa/train.jsonl</c>.</param>
    public static string? Find(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(Environment.GetEnvironmentVariable("OPTIMAS_DATA") ?? Path.Combine(folder.FullName, "..", "shared", "data"), file);
            if (File.Exists(path))
                return path;
        }

        return null;
    }

    /// <summary>The path of a file that is there.</summary>
    public static string PathOf(string file) => Find(file) ?? throw new FileNotFoundException(Missing(file));

    /// <summary>Why a test is skipped that reads a file; null where it isn't.</summary>
    public static string? Skip(string file) => Find(file) is null ? Missing(file) : null;

    private static string Missing(string file) =>
        $"There is no {file}: neither in a folder shared/data beside the repository nor in one that OPTIMAS_DATA names.";
}

/// <summary>A fact that is skipped, with a message, where a file of real data isn't there.</summary>
internal sealed class RealDataFactAttribute : FactAttribute
{
    public RealDataFactAttribute(string file) => Skip = SharedData.Skip(file);
}

/// <summary>A theory that is skipped, with a message, where a file of real data isn't there.</summary>
internal sealed class RealDataTheoryAttribute : TheoryAttribute
{
    public RealDataTheoryAttribute(string file) => Skip = SharedData.Skip(file);
}
