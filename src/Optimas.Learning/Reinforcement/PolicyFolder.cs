using TorchSharp;
using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>A folder of a module's weights by name: a subfolder each, with <c>policy.safetensors</c> under the module's own names.</summary>
internal sealed class PolicyFolder(string folder)
{
    private const string FileName = "policy.safetensors";

    private readonly NamedFolders _folders = new(folder, "weights");

    /// <summary>Where weights of a name are, or would be.</summary>
    /// <exception cref="ArgumentException">The name is no plain name of a folder.</exception>
    public string PathOf(string name) => _folders.PathOf(name);

    /// <summary>Whether there are any of that name.</summary>
    public bool Contains(string name) => _folders.Contains(name);

    /// <summary>Reads weights into a module.</summary>
    /// <exception cref="CheckpointException">There are none of that name, or they don't fit the module.</exception>
    public void Read(string name, nn.Module module)
    {
        string path = PathOf(name), file = Path.Combine(path, FileName);
        if (!File.Exists(file))
            throw new CheckpointException($"{_folders.Folder} has no weights called {name}.");
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var parameters = module.named_parameters().ToArray();
        using var weights = CheckpointWeights.Open(path, [file], parameters.Select(p => new ExpectedTensor(p.name, TensorShape.Create(p.parameter.shape))));
        foreach (var (parameterName, parameter) in parameters)
        {
            using var stored = TensorStorage.Read(weights, parameterName, parameter.dtype, CPU);
            parameter.copy_(stored);
        }
    }

    /// <summary>Writes a module's weights, and with them what <paramref name="writeMore"/> writes into their folder.</summary>
    /// <exception cref="InvalidOperationException">The name is taken.</exception>
    public Task WriteAsync(string name, nn.Module module, Func<string, Task> writeMore, CancellationToken cancellationToken) =>
        _folders.WriteAsync(name, async path =>
        {
            var writer = new SafetensorsWriter().AddMetadata("format", "pt");
            foreach (var (parameterName, parameter) in module.named_parameters())
                TensorStorage.Write(writer, parameterName, parameter);
            await writer.WriteAsync(Path.Combine(path, FileName), cancellationToken).ConfigureAwait(false);
            await writeMore(path).ConfigureAwait(false);
        });

    /// <summary>Deletes weights; nothing happens where there are none of that name.</summary>
    public void Discard(string name) => _folders.Delete(name);
}
