using System.Globalization;

namespace BigCodeBench.Sandbox;

/// <summary>
/// Runs untrusted Python under bubblewrap: no network but its own loopback, a read-only view of <c>/usr</c> and nothing else of the machine,
/// an empty home and <c>/tmp</c> in memory, and limits on time, memory, processes, files and output. Where that can't be had, it refuses.
/// </summary>
/// <remarks>
/// What is kept out is kept out by the kernel's namespaces; a program that breaks the kernel breaks the sandbox. Processor time, address space,
/// file size and the number of processes are limited by the kernel, too; the sum of memory is watched, as control groups need rights that a
/// sample has no business asking for.
/// </remarks>
public sealed class PythonSandbox
{
    private const string Home = "/home/sandbox", Commands = "/opt/commands";
    private const string Hint = "Install Debian's bubblewrap (0.8 or newer) and python3: samples/BigCodeBench/install-prerequisites.sh does.";
    private const long SharedMemory = 16 << 20;

    // In system folders only: what a user's path holds may not be visible within.
    private static readonly string[] s_folders = ["/usr/bin", "/usr/local/bin", "/bin"];

    // More at once would only take each other's time, which is limited, and memory.
    private static readonly SemaphoreSlim s_places = new(Environment.ProcessorCount);

    private readonly SandboxLimits _limits;
    private readonly Lazy<SandboxTools> _tools;
    private volatile bool _works;

    /// <summary>A sandbox; nothing is set up before the first run.</summary>
    /// <param name="limits">What a program may use.</param>
    public PythonSandbox(SandboxLimits limits)
        : this(limits, s_folders)
    {
    }

    /// <summary>A sandbox made of the programs in given folders.</summary>
    internal PythonSandbox(SandboxLimits limits, IReadOnlyList<string> folders)
    {
        ArgumentNullException.ThrowIfNull(limits);
        _limits = limits;
        _tools = new(() => SandboxTools.Find(folders));
    }

    /// <summary>Runs a program; as many run at once as there are processors, and others wait their turn.</summary>
    /// <param name="program">Python source.</param>
    /// <param name="input">What the program reads from its standard input.</param>
    /// <param name="cancellationToken">Kills every process of the program.</param>
    /// <exception cref="SandboxUnavailableException">The sandbox can't be set up; the message says why.</exception>
    public async Task<SandboxRun> RunAsync(string program, string input, CancellationToken cancellationToken)
    {
        await ProbeAsync(cancellationToken);
        await s_places.WaitAsync(cancellationToken);
        try
        {
            return await SandboxProcess.RunAsync(CommandLine([_tools.Value.Python, "-c", program]), input, _limits, cancellationToken);
        }
        finally
        {
            s_places.Release();
        }
    }

    /// <summary>Makes sure that the sandbox can be set up; does nothing once it is known.</summary>
    /// <exception cref="SandboxUnavailableException">It can't; the message says why.</exception>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        if (_works)
            return;
        const string Word = "confined";
        var run = await SandboxProcess.RunAsync(CommandLine([_tools.Value.Python, "-c", $"print('{Word}')"]), "", _limits, cancellationToken);
        if (run.ExitCode != 0 || run.Output.Trim() != Word)
        {
            throw new SandboxUnavailableException(
                $"bubblewrap (bwrap) can't set up a sandbox here: {run.Error.Trim()} {Hint} User namespaces must be allowed "
                + "(kernel.unprivileged_userns_clone=1; where AppArmor restricts them, kernel.apparmor_restrict_unprivileged_userns=0).");
        }

        _works = true;
    }

    private IReadOnlyList<string> CommandLine(IReadOnlyList<string> command)
    {
        var tools = _tools.Value;
        static string Number(double value) => Math.Ceiling(value).ToString(CultureInfo.InvariantCulture);
        string files = Number(_limits.Files);
        return
        [
            // The kernel limits no process of root, and who is root outside stays root in the kernel's eyes.
            .. Environment.IsPrivilegedProcess ? (string[])[tools.SetPriv, "--reuid=65534", "--regid=65534", "--clear-groups", "--"] : [],
            tools.Bubblewrap,
            "--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv",
            "--uid", "65534", "--gid", "65534", "--hostname", "sandbox",
            "--ro-bind", "/usr", "/usr",
            "--symlink", "usr/bin", "/bin", "--symlink", "usr/sbin", "/sbin", "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64",
            "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache", "--ro-bind-try", "/etc/hosts", "/etc/hosts", "--ro-bind-try", "/etc/mime.types", "/etc/mime.types",
            "--proc", "/proc", "--dev", "/dev", "--size", Number(SharedMemory), "--tmpfs", "/dev/shm", "--remount-ro", "/dev",
            "--size", files, "--tmpfs", "/tmp", "--size", files, "--tmpfs", Home,
            "--symlink", tools.Python, $"{Commands}/python",
            "--remount-ro", "/",
            "--chdir", Home,
            "--setenv", "HOME", Home, "--setenv", "USER", "sandbox", "--setenv", "LOGNAME", "sandbox", "--setenv", "LANG", "C.UTF-8",
            "--setenv", "PATH", $"{Commands}:/usr/local/bin:/usr/bin:/bin", "--setenv", "PYTHONDONTWRITEBYTECODE", "1",
            "--",
            tools.PrLimit, $"--cpu={Number(_limits.ProcessorTime.TotalSeconds)}", $"--as={Number(_limits.Memory)}", $"--nproc={_limits.Processes}",
            $"--fsize={files}", "--nofile=256", "--core=0", "--memlock=0", "--",
            .. command,
        ];
    }

    /// <summary>The programs that the sandbox is made of.</summary>
    private sealed record SandboxTools(string Bubblewrap, string PrLimit, string SetPriv, string Python)
    {
        public static SandboxTools Find(IReadOnlyList<string> folders)
        {
            if (!OperatingSystem.IsLinux())
                throw new SandboxUnavailableException("Python tasks run under bubblewrap only, and bubblewrap runs on Linux only.");
            return new(Locate("bwrap", "bubblewrap", folders), Locate("prlimit", "util-linux", folders), Locate("setpriv", "util-linux", folders), Locate("python3", "python3", folders));
        }

        private static string Locate(string program, string package, IReadOnlyList<string> folders) =>
            folders.Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists)
            ?? throw new SandboxUnavailableException($"The sandbox needs {program}, of the package {package}, and it isn't in {string.Join(", ", folders)}. {Hint}");
    }
}
