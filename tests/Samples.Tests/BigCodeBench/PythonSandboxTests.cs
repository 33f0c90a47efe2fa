using System.Diagnostics;
using System.Runtime.Versioning;
using BigCodeBench.Sandbox;

namespace Samples.Tests.BigCodeBench;

public sealed class PythonSandboxTests
{
    private static readonly SandboxLimits s_limits = new() { WallTime = TimeSpan.FromSeconds(20) };

    [Fact]
    public async Task A_program_reads_its_input_and_writes_its_output()
    {
        var run = await RunAsync("import sys; print(sys.stdin.read().upper()); print('oops', file=sys.stderr); sys.exit(3)", input: "grüße");
        (run.Output, run.Error, run.ExitCode, run.Stopped).ShouldBe(("GRÜSSE\n", "oops\n", 3, SandboxStop.None));
    }

    [Fact]
    public async Task There_is_no_network_but_its_own_loopback()
    {
        var run = await RunAsync("""
            import socket
            server = socket.create_server(("127.0.0.1", 0))
            socket.create_connection(server.getsockname())
            print("loopback")
            for address in ("1.1.1.1", "8.8.8.8", "169.254.169.254"):
                try:
                    socket.create_connection((address, 53), 2)
                    print("out")
                except OSError as e:
                    print("refused")
            print([name for _, name in socket.if_nameindex()])
            """);
        run.Output.ShouldBe("loopback\nrefused\nrefused\nrefused\n['lo']\n", run.Error);
    }

    [Fact]
    public async Task A_server_of_the_machine_is_out_of_reach()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        int port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        var run = await RunAsync($"import socket\nsocket.create_connection(('127.0.0.1', {port}), 2)");
        run.Error.ShouldContain("ConnectionRefusedError");
    }

    [Fact]
    public async Task Nothing_is_written_outside_its_own_folders()
    {
        var run = await RunAsync("""
            import os
            for folder in ("/", "/usr", "/usr/bin", "/etc", "/opt", "/opt/commands", "/home", "/dev", "/proc", "/var", "/root", "/sys"):
                try:
                    open(os.path.join(folder, "mark"), "w").close()
                    print("wrote", folder)
                except OSError:
                    pass
            for folder in (".", "/tmp", os.path.expanduser("~")):
                open(os.path.join(folder, "mark"), "w").close()
            print("done", os.getcwd())
            """);
        run.Output.ShouldBe("done /home/sandbox\n", run.Error);
    }

    [Fact]
    public async Task Runs_leave_nothing_behind_for_each_other()
    {
        await RunAsync("open('mark', 'w').close(); open('/tmp/mark', 'w').close()");
        var run = await RunAsync("import os; print(os.listdir('.'), os.listdir('/tmp'), os.listdir('/dev/shm'))");
        run.Output.ShouldBe("[] [] []\n", run.Error);
    }

    [Fact]
    public async Task Neither_the_users_home_nor_the_environment_can_be_read()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), here = AppContext.BaseDirectory;
        Environment.SetEnvironmentVariable("OPTIMAS_TEST_SECRET", "hush");
        var run = await RunAsync($"""
            import os
            print([p for p in ({home.Length > 0} and "{home}", "{here}", "/root", "/etc/passwd", "/etc/shadow", "/var", "/srv") if p and os.path.exists(p)])
            print("hush" in str(os.environ), os.listdir("/home"))
            print([n for n in os.listdir("/proc") if n.isdigit() and int(n) > 20])
            """);
        run.Output.ShouldBe("[]\nFalse ['sandbox']\n[]\n", run.Error);
    }

    [Fact]
    public async Task An_endless_loop_is_stopped()
    {
        var run = await RunAsync("while True: pass", s_limits with { WallTime = TimeSpan.FromSeconds(2) });
        run.Stopped.ShouldBe(SandboxStop.WallTime);
        run = await RunAsync("while True: pass", s_limits with { ProcessorTime = TimeSpan.FromSeconds(1) });
        run.Stopped.ShouldBe(SandboxStop.None);
        run.ExitCode.ShouldNotBe(0);
    }

    [Fact]
    public async Task Endless_output_is_cut()
    {
        var run = await RunAsync("while True: print('x' * 1000)", s_limits with { Output = 10_000 });
        run.Stopped.ShouldBe(SandboxStop.Output);
        run.Output.Length.ShouldBe(10_000);
        run = await RunAsync("import sys\nwhile True: print('x' * 1000, file=sys.stderr)", s_limits with { Output = 10_000 });
        run.Stopped.ShouldBe(SandboxStop.Output);
    }

    [Fact]
    public async Task A_fork_bomb_dies_at_its_limit()
    {
        var run = await RunAsync("""
            import os, time
            count = 0
            try:
                while True:
                    if os.fork() == 0:
                        time.sleep(60)
                    count += 1
            except OSError:
                print(count < 64)
            """);
        run.Output.ShouldBe("True\n", run.Error);
        run = await RunAsync("import os\nwhile True:\n    try: os.fork()\n    except OSError: pass", s_limits with { WallTime = TimeSpan.FromSeconds(2) });
        run.Stopped.ShouldBe(SandboxStop.WallTime);
    }

    [Fact]
    public async Task A_memory_bomb_dies_at_its_limit()
    {
        var run = await RunAsync("x = bytearray(3 << 30)");
        run.Error.ShouldContain("MemoryError");
        run = await RunAsync(
            """
            import os, time
            for _ in range(10):
                if os.fork() == 0:
                    x = b"x" * (60 << 20)
                    time.sleep(60)
            time.sleep(60)
            """,
            s_limits with { Memory = 200 << 20 });
        run.Stopped.ShouldBe(SandboxStop.Memory);
    }

    [Fact]
    public async Task Large_files_are_refused()
    {
        var run = await RunAsync("open('/tmp/a', 'wb').write(b'x' * (80 << 20))");
        run.ExitCode.ShouldNotBe(0);
        run = await RunAsync("for i in range(20): open(f'/tmp/{i}', 'wb').write(b'x' * (8 << 20))");
        run.Error.ShouldContain("No space left");
    }

    [Fact]
    public async Task Cancellation_kills_every_process()
    {
        string mark = Guid.NewGuid().ToString("N");
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        var watch = Stopwatch.StartNew();
        await Should.ThrowAsync<OperationCanceledException>(() => new PythonSandbox(s_limits with { WallTime = TimeSpan.FromMinutes(5) }).RunAsync(
            $"import os, time\nmark = '{mark}'\nfor _ in range(5):\n    if os.fork() == 0:\n        os.setsid()\n        break\ntime.sleep(300)", "", source.Token));
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
        for (int i = 0; i < 50 && Marked().Any(); i++)
            await Task.Delay(100);
        Marked().ShouldBeEmpty();

        IEnumerable<string> Marked() => Directory.EnumerateDirectories("/proc").Where(d => char.IsAsciiDigit(Path.GetFileName(d)[0])).Where(d =>
        {
            try
            {
                return File.ReadAllText($"{d}/cmdline").Contains(mark, StringComparison.Ordinal);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        });
    }

    [Fact]
    public async Task A_sandbox_has_no_rights_and_cannot_gain_any()
    {
        var run = await RunAsync("""
            import os, subprocess
            print(os.getuid(), [l for l in open("/proc/self/status").read().split("\n") if l.startswith(("CapEff", "NoNewPrivs"))])
            print(subprocess.run(["unshare", "-U", "true"], capture_output=True).returncode != 0)
            """);
        run.Output.ShouldBe("65534 ['CapEff:\\t0000000000000000', 'NoNewPrivs:\\t1']\nTrue\n", run.Error);
    }

    [Fact]
    public async Task A_python_command_is_on_the_path()
    {
        var run = await RunAsync("import subprocess; print(subprocess.run(['python', '-c', 'print(6 * 7)'], capture_output=True, text=True).stdout)");
        run.Output.Trim().ShouldBe("42", run.Error);
    }

    [Fact]
    public async Task No_more_programs_run_at_once_than_there_are_processors()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 3 * Environment.ProcessorCount).Select(_ => RunAsync("""
            import time
            start = time.monotonic_ns()
            time.sleep(0.2)
            print(start, time.monotonic_ns())
            """)));

        long[][] times = [.. runs.Select(r => r.Output.Split(' ').Select(long.Parse).ToArray())];
        times.ShouldAllBe(one => times.Count(other => other[0] <= one[0] && one[0] < other[1]) <= Environment.ProcessorCount);
    }

    [Fact]
    public async Task Without_bubblewrap_nothing_runs()
    {
        var refused = await Should.ThrowAsync<SandboxUnavailableException>(
            () => new PythonSandbox(s_limits, ["/nowhere"]).RunAsync("print(1)", "", CancellationToken.None));
        refused.Message.ShouldContain("bwrap, of the package bubblewrap");
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task Where_bubblewrap_may_not_work_nothing_runs()
    {
        var folder = Directory.CreateTempSubdirectory("sandbox");
        try
        {
            var everyone = (UnixFileMode)0b111_101_101;
            string bubblewrap = Path.Combine(folder.FullName, "bwrap");
            await File.WriteAllTextAsync(bubblewrap, "#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n");
            File.SetUnixFileMode(folder.FullName, everyone);
            File.SetUnixFileMode(bubblewrap, everyone);
            var refused = await Should.ThrowAsync<SandboxUnavailableException>(
                () => new PythonSandbox(s_limits, [folder.FullName, "/usr/bin"]).RunAsync("print(1)", "", CancellationToken.None));
            refused.Message.ShouldContain("No permissions to create new namespace");
            refused.Message.ShouldContain("User namespaces must be allowed");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<SandboxRun> RunAsync(string program, SandboxLimits? limits = null, string input = "") =>
        new PythonSandbox(limits ?? s_limits).RunAsync(program, input, CancellationToken.None);
}
