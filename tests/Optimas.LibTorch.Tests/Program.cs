using System.Diagnostics;
using TorchSharp;

namespace Optimas.LibTorch.Tests;

/// <summary>What a test runs as a process of its own.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        switch (args)
        {
            case ["use"]:
                try
                {
                    using var one = torch.ones([1]);
                    Console.WriteLine($"{one.item<float>()} on {torch.get_num_threads()} threads");
                    return 0;
                }
                catch (DllNotFoundException e)
                {
                    Console.WriteLine(e.Message);
                    return 3;
                }

            default:
                Console.Error.WriteLine("This is a project of tests: run it with dotnet test.");
                return 1;
        }
    }

    /// <summary>Runs this program with arguments and environment; gives its exit code and output.</summary>
    public static (int Code, string Output) Start(string argument, params (string Name, string Value)[] environment) =>
        Run("dotnet", [typeof(Program).Assembly.Location, argument], AppContext.BaseDirectory, environment);

    /// <summary>Runs a program; gives its exit code and what it wrote.</summary>
    public static (int Code, string Output) Run(
        string program, IEnumerable<string> arguments, string folder, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        // Of the test host, not of programs that it starts.
        foreach (string name in (string[])["MSBUILD_EXE_PATH", "MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBuildLoadMicrosoftTargetsReadOnly"])
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
