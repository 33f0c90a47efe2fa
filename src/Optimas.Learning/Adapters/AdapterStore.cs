namespace Optimas.Learning;

/// <summary>
/// A folder of adapters for one model, by name: what trained weights are called in a configuration. Each is a subfolder in PEFT's format; those
/// that were asked for lately stay in memory. Safe for concurrent use.
/// </summary>
/// <remarks>
/// What the store forgets is left to the garbage collector rather than disposed: someone may have got it just now, and is about to write with
/// it.
/// </remarks>
public sealed class AdapterStore : IDisposable
{
    private readonly NamedFolders _folders;
    private readonly DecoderConfig _model;
    private readonly TorchSharp.torch.Device _device;
    private readonly Lock _lock = new();

    // The one that was asked for last is the last one.
    private readonly OrderedDictionary<string, LoraAdapter> _loaded = new(StringComparer.Ordinal);
    private bool _isDisposed;

    /// <summary>A store; the folder is made when the first adapter is saved.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="model">The shape of the model that the adapters change.</param>
    /// <param name="device">Where that model is.</param>
    public AdapterStore(string folder, DecoderConfig model, TorchSharp.torch.Device device)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(device);
        _folders = new(folder, "an adapter");
        _model = model;
        _device = device;
    }

    /// <summary>Where the adapters are.</summary>
    public string Folder => _folders.Folder;

    /// <summary>How many adapters stay in memory at most; 1 or more. The one that nobody asked for the longest makes room.</summary>
    public int MostLoaded
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 16;

    /// <summary>An adapter. It belongs to the store: clone it to train it, and don't dispose it.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The name is no plain name of a folder.</exception>
    /// <exception cref="CheckpointException">There is none of that name, or it is damaged or belongs to another model.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    public LoraAdapter Get(string name)
    {
        string path = PathOf(name);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_loaded.Remove(name, out var adapter))
            {
                if (!_folders.Contains(name))
                    throw new CheckpointException($"{Folder} has no adapter called {name}.");
                adapter = LoraAdapter.Load(path, _model, _device);
                if (_loaded.Count >= MostLoaded)
                    _loaded.RemoveAt(0);
            }

            _loaded.Add(name, adapter);
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

    /// <summary>Deletes an adapter; nothing happens where there is none of that name. Texts under way are written to their end with it.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The name is no plain name of a folder.</exception>
    public void Discard(string name)
    {
        lock (_lock)
        {
            _loaded.Remove(name);
            _folders.Delete(name);
        }
    }

    /// <summary>Frees the adapters in memory, once the texts have ended that are written with them.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
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
