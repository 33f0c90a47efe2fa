using System.Text.Json;
using Optimas.Cli.Doctor;

namespace Optimas.Cli.Tests;

/// <summary><c>optimas doctor</c>, on machines that lack one thing or another.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("optimas-doctor-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_bare_machine_lacks_everything_and_hears_how_to_get_it()
    {
        var (exitCode, checks) = await LookAsync(new([], _folder));

        exitCode.ShouldBe(1);
        foreach (var (name, detail, remedy) in new[]
        {
            (".NET SDK", "no dotnet on the search path", "https://dotnet.microsoft.com/download"),
            ("bubblewrap", "no bwrap on the search path", "apt-get install bubblewrap"),
            ("python3", "no python3 on the search path", "apt-get install python3"),
            ("chromium", "no chromium on the search path", "apt-get install chromium"),
        })
        {
            checks[name].GetProperty("present").GetBoolean().ShouldBeFalse();
            checks[name].GetProperty("detail").GetString().ShouldBe(detail);
            checks[name].GetProperty("remedy").GetString()!.ShouldContain(remedy);
        }

        checks["writable folder"].GetProperty("present").GetBoolean().ShouldBeTrue();
        checks["pocket model"].GetProperty("present").GetBoolean().ShouldBeTrue();
        Directory.EnumerateFileSystemEntries(_folder).ShouldBeEmpty("nothing stays behind");
    }

    [Fact]
    public async Task Programs_that_are_there_are_told_with_their_versions()
    {
        Program("dotnet", "echo '8.0.100 [/a]'; echo '10.0.203 [/b]'");
        Program("bwrap", "[ \"$1\" = --version ] && echo 'bubblewrap 0.9.0'; exit 0");
        Program("python3", "echo 'Python 3.12.1'");
        Program("chromium", "echo 'Chromium 140.0'");

        var (_, checks) = await LookAsync(new([_folder], _folder));

        foreach (var (name, detail) in new[]
        {
            (".NET SDK", "10.0.203"), ("bubblewrap", "bubblewrap 0.9.0"), ("python3", "Python 3.12.1"), ("chromium", "Chromium 140.0"),
        })
        {
            checks[name].GetProperty("present").GetBoolean().ShouldBeTrue();
            checks[name].GetProperty("detail").GetString().ShouldBe(detail);
            checks[name].GetProperty("remedy").ValueKind.ShouldBe(JsonValueKind.Null);
        }
    }

    [Theory]
    [InlineData("dotnet", "echo '8.0.100 [/a]'", ".NET SDK", "only 8.0.100")]
    [InlineData("dotnet", "echo 'broken install' >&2; exit 3", ".NET SDK", "--list-sdks: broken install")]
    [InlineData("bwrap", "[ \"$1\" = --version ] && echo 'bubblewrap 0.9.0' && exit 0; echo 'No permissions to create new namespace' >&2; exit 1", "bubblewrap", "bubblewrap 0.9.0 can't set up a sandbox: No permissions to create new namespace")]
    [InlineData("chromium", "exit 5", "chromium", "--version: it ended with exit code 5")]
    public async Task Programs_that_do_not_work_are_told_with_their_words(string program, string script, string check, string detail)
    {
        Program(program, script);

        var (_, checks) = await LookAsync(new([_folder], _folder));

        checks[check].GetProperty("present").GetBoolean().ShouldBeFalse();
        checks[check].GetProperty("detail").GetString()!.ShouldEndWith(detail);
        checks[check].GetProperty("remedy").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_folder_that_is_not_there_can_not_be_written_to()
    {
        var (exitCode, checks) = await LookAsync(new([], Path.Combine(_folder, "missing")));

        exitCode.ShouldBe(1);
        checks["writable folder"].GetProperty("present").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Text_and_exit_code_say_the_same_of_this_machine()
    {
        var text = await CommandRun.OfAsync("doctor");
        var json = await CommandRun.OfAsync("doctor", "--json");

        bool isFit = JsonElement.Parse(json.Output).GetProperty("ok").GetBoolean();
        text.ExitCode.ShouldBe(isFit ? 0 : 1);
        json.ExitCode.ShouldBe(text.ExitCode);
        text.Output.ShouldContain(isFit ? "Everything that is required is there." : "Something that is required is missing.");
        text.Output.ShouldContain(".NET SDK");
        json.Output.TrimEnd('\n').ShouldNotContain("\n");
    }

    [TorchFact]
    public async Task The_native_library_works()
    {
        var finding = await NativeLibraryCheck.RunAsync(Machine.Current, CancellationToken.None);

        finding.IsPresent.ShouldBeTrue(finding.Detail);
        finding.Detail.ShouldStartWith("works, ");
    }

    private static async Task<(int ExitCode, Dictionary<string, JsonElement> Checks)> LookAsync(Machine machine)
    {
        using var output = new StringWriter();
        int exitCode = await DoctorVerb.RunAsync(machine, asJson: true, output, CancellationToken.None);
        return (exitCode, JsonElement.Parse(output.ToString()).GetProperty("checks").EnumerateArray().ToDictionary(c => c.GetProperty("name").GetString()!));
    }

    private void Program(string name, string script)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
#pragma warning disable CA1416 // Scripts stand for programs; these tests run where there are some.
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
#pragma warning restore CA1416
    }
}
