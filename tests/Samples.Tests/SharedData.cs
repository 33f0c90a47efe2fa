namespace Samples.Tests;

/// <summary>Real data that stands beside the repository, or where OPTIMAS_DATA says.</summary>
internal static class SharedData
{
    /// <summary>A file's path; null where there is none.</summary>
    public static string? Find(params string[] path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string file = Path.Combine([Environment.GetEnvironmentVariable("OPTIMAS_DATA") ?? Path.Combine(folder.FullName, "..", "shared", "data"), .. path]);
            if (File.Exists(file))
                return file;
        }

        return null;
    }
}
