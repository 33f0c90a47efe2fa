using System.Diagnostics.CodeAnalysis;

namespace Optimas;

/// <summary>
/// A configuration file that is read again whenever it changes. Readers take <see cref="Current"/> once at the start of a run: it is immutable, so
/// that a run never sees parts of two. A file that can't be used leaves the last good configuration in force. Generated
/// <c>AddXxxConfiguration</c> methods put one behind <c>IOptionsMonitor</c>. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Changes are heard of from the operating system, without polling, also where the file, or the folder that it is a link into, is replaced. Network
/// file systems don't tell of changes that other machines make: call <see cref="Reload"/> there.
/// </remarks>
/// <typeparam name="T">The system's configuration type.</typeparam>
public sealed class ConfigurationFile<T> : IDisposable
    where T : SystemConfiguration
{
    // Programs write in pieces, and replace by deleting first: what they leave is read once they are quiet.
    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(100);

    private readonly T _defaults;
    private readonly FileSystemWatcher _watcher;
    private readonly Timer _timer;
    private readonly Lock _reloading = new();
    private readonly bool _isLink;
    private volatile State _state;
    private string? _content;
    private bool _isDisposed;

    /// <summary>Reads the file, and watches it from then on.</summary>
    /// <param name="path">The file, as <c>configuration.json</c>.</param>
    /// <param name="defaults">The system's default configuration, for fields that the file leaves out.</param>
    /// <exception cref="ConfigurationException">The file is missing, or holds no configuration of this system: the message names it.</exception>
    public ConfigurationFile(string path, T defaults)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(defaults);
        Path = System.IO.Path.GetFullPath(path);
        _defaults = defaults;
        string folder = System.IO.Path.GetDirectoryName(Path)!;
        if (!Directory.Exists(folder))
            throw new ConfigurationException($"{Path}: there is no folder {folder}.");
        _isLink = new FileInfo(Path).LinkTarget is not null;
        _timer = new(_ => Reload());
        _watcher = new(folder) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size };
        _watcher.Changed += OnFileChanged;
        _watcher.Created += OnFileChanged;
        _watcher.Deleted += OnFileChanged;
        _watcher.Renamed += OnFileChanged;
        // Too many changes at once: some were not told.
        _watcher.Error += (_, _) => Schedule();
        try
        {
            // Before the file is read, so that no change falls between.
            _watcher.EnableRaisingEvents = true;
            _state = new(Load(out _content), null);
        }
        catch (Exception e)
        {
            Dispose();
            if (e is ConfigurationException)
                throw;
            throw new ConfigurationException($"{Path} can't be read and watched: {e.Message}", e);
        }
    }

    private event Action<T>? Changed;

    /// <summary>
    /// The file has changed and can't be used, so that <see cref="Current"/> stays; or a listener of <see cref="OnChange"/> failed. Called on a thread
    /// of the pool, one call at a time.
    /// </summary>
    public event Action<ConfigurationException>? Failed;

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <summary>The configuration in force: the last good one of the file.</summary>
    public T Current => _state.Configuration;

    /// <summary>Why the file as it is now is not in force; null where it is.</summary>
    public ConfigurationException? Error => _state.Error;

    /// <summary>Listens for new configurations. They are <see cref="Current"/> already when the listener is called, on a thread of the pool, one call at a time.</summary>
    /// <param name="listener">What to call.</param>
    /// <returns>Ends the listening.</returns>
    public IDisposable OnChange(Action<T> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        Changed += listener;
        return new Listening(this, listener);
    }

    /// <summary>
    /// Reads the file now. Where the operating system tells of changes there is no need to; on a network file system a program calls this now and
    /// then, or when it is told to.
    /// </summary>
    /// <returns>Whether the file could be used: false where <see cref="Error"/> says why not.</returns>
    public bool Reload()
    {
        lock (_reloading)
        {
            if (_isDisposed)
                return _state.Error is null;
            string? before = _content;
            try
            {
                var read = Load(out _content);
                bool isNew = !read.Equals(_state.Configuration);
                _state = new(isNew ? read : _state.Configuration, null);
                if (isNew)
                    Tell(read);
                return true;
            }
            catch (ConfigurationException e)
            {
                // The same bad content is complained about once.
                bool isKnown = _state.Error is not null && before == _content && _state.Error.Message == e.Message;
                _state = _state with { Error = e };
                if (!isKnown)
                    Report(e);
                return false;
            }
        }
    }

    /// <summary>Ends the watching. <see cref="Current"/> stays as it is.</summary>
    public void Dispose()
    {
        _watcher.Dispose();
        _timer.Dispose();
        lock (_reloading)
            _isDisposed = true;
    }

    private void OnFileChanged(object sender, FileSystemEventArgs e)
    {
        // A link changes when something on its way does, as where a mounted folder is replaced.
        if (_isLink || IsFile(e.FullPath) || (e is RenamedEventArgs renamed && IsFile(renamed.OldFullPath)))
            Schedule();
    }

    private bool IsFile(string path) => string.Equals(
        System.IO.Path.GetFileName(path), System.IO.Path.GetFileName(Path), OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    private void Schedule()
    {
        try
        {
            _timer.Change(s_quiet, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
        }
    }

    private T Load(out string? content)
    {
        content = null;
        try
        {
            content = File.ReadAllText(Path);
            return ConfigurationJson.Read(content, _defaults);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{Path}: {(e is FileNotFoundException ? "there is no such file" : e.Message.TrimEnd('.'))}.", e);
        }
        catch (ConfigurationException e)
        {
            throw new ConfigurationException($"{Path}: {e.Message}", e);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "On a thread of the pool it would end the process, and there is nobody left to report it to.")]
    private void Report(ConfigurationException error)
    {
        foreach (var listener in Delegate.EnumerateInvocationList(Failed))
        {
            try
            {
                listener(error);
            }
            catch (Exception)
            {
            }
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "A listener's failure is reported, and ends neither the watching nor the process.")]
    private void Tell(T configuration)
    {
        foreach (var listener in Delegate.EnumerateInvocationList(Changed))
        {
            try
            {
                listener(configuration);
            }
            catch (Exception e)
            {
                Report(new($"{Path} is in force, but a listener of its changes failed: {e.Message}", e));
            }
        }
    }

    private sealed class Listening(ConfigurationFile<T> file, Action<T> listener) : IDisposable
    {
        public void Dispose() => file.Changed -= listener;
    }

    private sealed record State(T Configuration, ConfigurationException? Error);
}
