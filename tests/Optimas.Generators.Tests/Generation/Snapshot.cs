using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Optimas.Generators.Tests.Generation;

/// <summary>Compares generated sources with a verified file. With OPTIMAS_ACCEPT=1 in the environment the file is rewritten instead.</summary>
internal static partial class Snapshot
{
    public static void ShouldMatch(GeneratorRun run, string name, [CallerFilePath] string caller = "")
    {
        var text = new StringBuilder();
        foreach (var (hint, source) in run.Sources.OrderBy(s => s.Key, StringComparer.Ordinal))
            text.Append($"// ===== {hint}\n{source}\n");
        string actual = Version().Replace(text.ToString(), "GeneratedCode(\"Optimas.Generators\", \"VERSION\")");
        string folder = Path.Combine(Path.GetDirectoryName(caller)!, "..", "Snapshots");
        string file = Path.Combine(folder, name + ".verified.txt");
        if (Environment.GetEnvironmentVariable("OPTIMAS_ACCEPT") == "1")
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(file, actual);
            return;
        }

        File.Exists(file).ShouldBeTrue($"{file} is missing; run the test with OPTIMAS_ACCEPT=1 and read what it writes");
        actual.ShouldBe(File.ReadAllText(file), $"the generated sources differ from {file}; run with OPTIMAS_ACCEPT=1 to accept them");
    }

    [GeneratedRegex("""GeneratedCode\("Optimas\.Generators", "[^"]*"\)""")]
    private static partial Regex Version();
}
