namespace Optimas.Learning;

/// <summary>A folder of folders by name, each of them there whole or not at all.</summary>
/// <param name="folder">The folder; made when something is written.</param>
/// <param name="what">What a folder in it holds, for messages: <c>an adapter</c>.</param>
internal sealed class NamedFolders(string folder, string what)
{
    /// <summary>The folder's full path.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>Where the folder of a name is, or would be.</summary>
    /// <exception cref="ArgumentException">The name is no plain name of a folder.</exception>
    public string PathOf(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name != Path.GetFileName(name) || name is "." or ".." || name.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0)
            throw new ArgumentException($"'{name}' can't name {what}: it must be a plain name of a folder.", nameof(name));
        return Path.Combine(Folder, name);
    }

    /// <summary>Whether there is one of that name.</summary>
    /// <exception cref="ArgumentException">The name is no plain name of a folder.</exception>
    public bool Contains(string name) => Directory.Exists(PathOf(name));

    /// <summary>Writes a folder under a name that is not taken. It has another name until it is complete.</summary>
    /// <param name="name">The name.</param>
    /// <param name="write">Writes its files, given its path.</param>
    /// <exception cref="ArgumentException">The name is no plain name of a folder.</exception>
    /// <exception cref="InvalidOperationException">The name is taken.</exception>
    public async Task WriteAsync(string name, Func<string, Task> write)
    {
        string path = PathOf(name);
        if (Directory.Exists(path))
            throw new InvalidOperationException($"{Folder} has {what} called {name} already.");
        string unfinished = Path.Combine(Folder, $".{name}.{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(unfinished);
            await write(unfinished).ConfigureAwait(false);
            Directory.Move(unfinished, path);
        }
        finally
        {
            if (Directory.Exists(unfinished))
                Directory.Delete(unfinished, recursive: true);
        }
    }

    /// <summary>Deletes the folder of a name; nothing happens where there is none.</summary>
    /// <exception cref="ArgumentException">The name is no plain name of a folder.</exception>
    public void Delete(string name)
    {
        string path = PathOf(name);
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }
}
