using System.Globalization;

namespace BigCodeBench.Sandbox;

/// <summary>A process and all that it started, as Linux's <c>/proc</c> tells.</summary>
internal static class ProcessTree
{
    private const int Deepest = 64;

    /// <summary>The resident memory of all of them, in bytes; what ends meanwhile counts nothing.</summary>
    public static long ResidentBytes(int process) => ResidentBytes(process, Deepest);

    private static long ResidentBytes(int process, int depth)
    {
        try
        {
            string[] pages = File.ReadAllText($"/proc/{process}/statm").Split(' ');
            long bytes = long.Parse(pages[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
            if (depth > 0)
            {
                foreach (string thread in Directory.EnumerateDirectories($"/proc/{process}/task"))
                {
                    foreach (string child in File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                        bytes += ResidentBytes(int.Parse(child, CultureInfo.InvariantCulture), depth - 1);
                }
            }

            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            return 0;
        }
    }
}
