using System.Net;

namespace Optimas.Cli.Tests;

/// <summary><c>optimas ui</c>, as a program of its own.</summary>
public sealed class UiTests
{
    private const string Token = "planted-in-this-test-4711";
    private const int Interrupt = 2;

    [Theory]
    [InlineData("0.0.0.0 (0.0.0.0) can be reached from other machines, so the dashboard needs a token", "--listen", "0.0.0.0")]
    [InlineData("The port is 99999.", "--port", "99999")]
    [InlineData("The token has 5 characters.", "--token", "short")]
    public async Task What_can_not_be_shown_is_one_line_and_exit_code_1(string message, params string[] options)
    {
        var run = await CommandRun.OfAsync(["ui", .. options]);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldStartWith(message);
        run.Error.TrimEnd('\n').ShouldNotContain("\n");
        run.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Runs_are_shown_until_the_program_is_told_to_end()
    {
        string folder = Directory.CreateTempSubdirectory("optimas-ui-").FullName;
        try
        {
            await using var running = await RunningCommand.StartAsync(("OPTIMAS_UI_TOKEN", Token), "ui", folder, "--port", "0");
            string address = running.FirstLine.Split(" at ")[1].Split(',')[0];
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new(address) };

            (await http.GetAsync("/api/store")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            http.DefaultRequestHeaders.Authorization = new("Bearer", Token);
            (await http.GetStringAsync("/api/store")).ShouldContain("runs.db");
            (await http.GetAsync("/api/runs")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, "there is no store yet");
            (await http.GetStringAsync("/")).ShouldContain("<script");

            var ended = await running.EndAsync(Interrupt);
            ended.ExitCode.ShouldBe(0, ended.Error);
            ended.Output.ShouldContain("There is no such store yet");
            ended.Output.TrimEnd().ShouldEndWith("Stopped.");
            ended.Error.ShouldBeEmpty();
            (ended.Output + ended.Error).ShouldNotContain(Token);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
