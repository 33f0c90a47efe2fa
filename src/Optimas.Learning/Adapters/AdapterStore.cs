namespace Optimas.Learning;

/// <summary>
/// A folder of adapters for one model, by name: what trained weights are called in a configuration. Each is a subfolder in PEFT's format, read
/// once and kept. Safe for concurrent use.
/// </summary>
public sealed class AdapterStore : IDisposable
{
    private readonly DecoderModel _model;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LoraAdapter> _loaded = new(StringComparer.Ordinal);

    /// <summary>A store; the folder is made when the first adapter is saved.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="model">The model that the adapters change.</param>
    public AdapterStore(string folder, DecoderModel model)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(model);
        Folder = Path.GetFullPath(folder);
        _model = model;
    }

    /// <summary>Where the adapters are.</summary>
    public string Folder { get; }

    /// <summary>An adapter. It belongs to the store: clone it to train it.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The name is no plain name of a folder.</exception>
    /// <exception cref="CheckpointException">There is none of that name, or it is damaged or belongs to another model.</exception>
    public LoraAdapter Get(string name)
    {
        string path = PathOf(name);
        lock (_lock)
        {
            if (!_loaded.TryGetValue(name, out var adapter))
            {
                if (!Directory.Exists(path))
                    throw new CheckpointException($"{Folder} has no adapter called {name}.");
                _loaded[name] = adapter = LoraAdapter.Load(path, _model.Config, _model.Device);
            }

            return adapter;
        }
    }

    /// <summary>Where an adapter of a name is, or would be.</summary>
    /// <exception cref="ArgumentException">The name is no plain name of a folder.</exception>
    public string PathOf(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name != Path.GetFileName(name) || name is "." or ".." || name.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0)
            throw new ArgumentException($"'{name}' can't name an adapter: it must be a plain name of a folder.", nameof(name));
        return Path.Combine(Folder, name);
    }

    /// <summary>Writes an adapter under a name that is not taken; the adapter stays the caller's.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="adapter">The adapter.</param>
    /// <param name="cancellationToken">Ends the writing; nothing of that name is left then.</param>
    /// <exception cref="ArgumentException">The name is no plain name of a folder.</exception>
    /// <exception cref="InvalidOperationException">The name is taken.</exception>
    public async Task SaveAsync(string name, LoraAdapter adapter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        string path = PathOf(name);
        if (Directory.Exists(path))
            throw new InvalidOperationException($"{Folder} has an adapter called {name} already.");
        // In a folder of its own first, so that nothing half written has the name.
        string unfinished = Path.Combine(Folder, $".{name}.{Guid.NewGuid():N}");
        try
        {
            await adapter.SaveAsync(unfinished, cancellationToken).ConfigureAwait(false);
            Directory.Move(unfinished, path);
        }
        finally
        {
            if (Directory.Exists(unfinished))
                Directory.Delete(unfinished, recursive: true);
        }
    }

    /// <summary>Deletes an adapter; nothing happens where there is none of that name. Texts that are written with it meanwhile fail.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The name is no plain name of a folder.</exception>
    public void Discard(string name)
    {
        string path = PathOf(name);
        lock (_lock)
        {
            if (_loaded.Remove(name, out var adapter))
                adapter.Dispose();
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var adapter in _loaded.Values)
                adapter.Dispose();
            _loaded.Clear();
        }
    }
}
