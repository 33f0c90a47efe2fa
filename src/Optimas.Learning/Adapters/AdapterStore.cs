namespace Optimas.Learning;

/// <summary>
/// A folder of adapters for one model, by name: what trained weights are called in a configuration. Each is a subfolder in PEFT's format, read
/// once and kept. Safe for concurrent use.
/// </summary>
public sealed class AdapterStore : IDisposable
{
    private readonly NamedFolders _folders;
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
        _folders = new(folder, "an adapter");
        _model = model;
    }

    /// <summary>Where the adapters are.</summary>
    public string Folder => _folders.Folder;

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
                if (!_folders.Contains(name))
                    throw new CheckpointException($"{Folder} has no adapter called {name}.");
                _loaded[name] = adapter = LoraAdapter.Load(path, _model.Config, _model.Device);
            }

            return adapter;
        }
    }

    /// <summary>Where an adapter of a name is, or would be.</summary>
    /// <exception cref="ArgumentException">The name is no plain name of a folder.</exception>
    public string PathOf(string name) => _folders.PathOf(name);

    /// <summary>Writes an adapter under a name that is not taken; the adapter stays the caller's.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="adapter">The adapter.</param>
    /// <param name="cancellationToken">Ends the writing; nothing of that name is left then.</param>
    /// <exception cref="ArgumentException">The name is no plain name of a folder.</exception>
    /// <exception cref="InvalidOperationException">The name is taken.</exception>
    public Task SaveAsync(string name, LoraAdapter adapter, CancellationToken cancellationToken) =>
        SaveAsync(name, adapter, _ => Task.CompletedTask, cancellationToken);

    /// <summary>Deletes an adapter; nothing happens where there is none of that name. Texts that are written with it meanwhile fail.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The name is no plain name of a folder.</exception>
    public void Discard(string name)
    {
        lock (_lock)
        {
            if (_loaded.Remove(name, out var adapter))
                adapter.Dispose();
            _folders.Delete(name);
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

    internal bool Contains(string name) => _folders.Contains(name);

    /// <summary>The same, with more files in its folder.</summary>
    internal Task SaveAsync(string name, LoraAdapter adapter, Func<string, Task> writeMore, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        return _folders.WriteAsync(name, async folder =>
        {
            await adapter.SaveAsync(folder, cancellationToken).ConfigureAwait(false);
            await writeMore(folder).ConfigureAwait(false);
        });
    }
}
