using System.Diagnostics;
using System.Text;
using Optimas.Storage;

namespace Optimas.Hosting.Tests.Live;

/// <summary>A real program on a real terminal.</summary>
public sealed class TerminalTests : DataFolder
{
    private const string ShowCursor = "\e[?25h", HideCursor = "\e[?25l", CtrlC = "\x03";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Progress_is_drawn_and_Ctrl_C_leaves_a_sane_terminal_and_says_how_to_go_on()
    {
        using var terminal = StartTerminal([], Optimize(runs: 100_000));
        await terminal.WaitForAsync("iteration 1");
        terminal.Type(CtrlC);

        (await terminal.EndAsync()).ShouldBe(130, terminal.Screen);
        terminal.Screen.ShouldContain(HideCursor);
        terminal.Screen.ShouldContain("alignment");
        terminal.Screen.LastIndexOf(ShowCursor, StringComparison.Ordinal).ShouldBeGreaterThan(terminal.Screen.LastIndexOf(HideCursor, StringComparison.Ordinal));
        string after = terminal.Screen[terminal.Screen.LastIndexOf(ShowCursor, StringComparison.Ordinal)..];
        after.ShouldContain($"report: {At("out/report.html")}");
        after.ShouldContain("is kept as far as it came; to go on with it: dotnet ");
        after.ShouldContain($"--out {At("out")} --resume");
        after.TrimEnd().ShouldEndWith("cancelled");
        new RunReader(At("out/runs.db")).Runs(default).ShouldHaveSingleItem().Status.ShouldBe(RunStatus.Interrupted);
    }

    [Theory]
    [InlineData("--plain")]
    [InlineData("NO_COLOR=1")]
    [InlineData("TERM=dumb")]
    public async Task Plain_lines_where_they_are_asked_for(string how)
    {
        bool isOption = how.StartsWith("--", StringComparison.Ordinal);
        using var terminal = StartTerminal(isOption ? [] : [how], [.. Optimize(runs: 40), "--json", .. isOption ? [how] : Array.Empty<string>()]);

        (await terminal.EndAsync()).ShouldBe(0, terminal.Screen);
        terminal.Screen.ShouldNotContain(HideCursor);
        terminal.Screen.ShouldNotContain("\e[3");
        terminal.Screen.ShouldContain(" runs  start: 0.");
        terminal.Screen.TrimEnd().Split('\n')[^1].ShouldStartWith("{\"initial\":");
    }

    [Fact]
    public async Task The_last_line_stays_JSON_below_live_progress()
    {
        using var terminal = StartTerminal([], [.. Optimize(runs: 40), "--json"]);

        (await terminal.EndAsync()).ShouldBe(0, terminal.Screen);
        terminal.Screen.ShouldContain(HideCursor);
        terminal.Screen.TrimEnd().Split('\n')[^1].ShouldStartWith("{\"initial\":");
    }

    private string[] Optimize(int runs)
    {
        string data = Path.Combine(AppContext.BaseDirectory, "data");
        return
        [
            "optimize", "--train", Path.Combine(data, "train.jsonl"), "--validation", Path.Combine(data, "validation.jsonl"), "--runs", $"{runs}",
            "--deciding-examples", "8", "--seed", "3", "--out", At("out"),
        ];
    }

    // A shell's background job ignores SIGINT, and so would its children.
    private static PseudoTerminal StartTerminal(IEnumerable<string> environment, IEnumerable<string> args) =>
        new(["env", "--default-signal=INT", .. environment, "dotnet", Path.Combine(AppContext.BaseDirectory, "QuickStart.dll"), .. args]);

    /// <summary>
    /// A terminal of 100 columns with one program, by util-linux's script or by Python's pty, whichever is there; both are part of Debian.
    /// </summary>
    private sealed class PseudoTerminal : IDisposable
    {
        private readonly Process _process;
        private readonly StringBuilder _screen = new();
        private readonly Task _reading;

        public PseudoTerminal(string[] command)
        {
            string line = $"stty cols 100 rows 40; exec {string.Join(' ', command.Select(c => $"'{c}'"))}";
            string python = $"import os,pty,sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(['sh', '-c', sys.argv[1]])))";
            ProcessStartInfo start = IsThere("script") ? new("script", ["-qefc", line, "/dev/null"])
                : IsThere("python3") ? new("python3", ["-c", python, line])
                : throw new InvalidOperationException("This test needs a pseudo-terminal: install bsdutils (for script) or python3.");
            (start.RedirectStandardInput, start.RedirectStandardOutput) = (true, true);
            start.Environment["TERM"] = "xterm-256color";
            start.Environment["SHELL"] = "/bin/sh";
            start.Environment.Remove("NO_COLOR");
            _process = Process.Start(start)!;
            _reading = ReadAsync();
        }

        /// <summary>Everything that was written to the terminal.</summary>
        public string Screen
        {
            get
            {
                lock (_screen)
                    return _screen.ToString();
            }
        }

        public void Type(string keys)
        {
            _process.StandardInput.Write(keys);
            _process.StandardInput.Flush();
        }

        public async Task WaitForAsync(string text)
        {
            var waited = Stopwatch.StartNew();
            while (!Screen.Contains(text, StringComparison.Ordinal))
            {
                (_process.HasExited || waited.Elapsed > s_limit).ShouldBeFalse(Screen);
                await Task.Delay(20);
            }
        }

        public async Task<int> EndAsync()
        {
            await _reading.WaitAsync(s_limit);
            await _process.WaitForExitAsync().WaitAsync(s_limit);
            return _process.ExitCode;
        }

        public void Dispose()
        {
            if (!_process.HasExited)
                _process.Kill(entireProcessTree: true);
            _process.Dispose();
        }

        private async Task ReadAsync()
        {
            char[] buffer = new char[4096];
            while (await _process.StandardOutput.ReadAsync(buffer) is > 0 and var count)
            {
                lock (_screen)
                    _screen.Append(buffer, 0, count);
            }
        }

        private static bool IsThere(string program) => Environment.GetEnvironmentVariable("PATH")!.Split(':')
            .Any(folder => File.Exists(Path.Combine(folder, program)));
    }
}
