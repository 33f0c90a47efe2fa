using System.Collections.ObjectModel;

namespace Optimas.Learning;

/// <summary>The tensors of a model or adapter, whatever files they are spread over; verified by name, shape and type when opened.</summary>
public sealed class CheckpointWeights : IDisposable
{
    private const int MaxProblems = 20;

    private readonly List<SafetensorsFile> _files = [];
    private readonly Dictionary<string, SafetensorsFile> _holders = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, TensorEntry> _tensors = new(StringComparer.Ordinal);

    private CheckpointWeights() => Tensors = new(_tensors);

    /// <summary>
    /// Each tensor that the model uses, by its name, in the order in which it is used. A range counts within the tensor's own file.
    /// </summary>
    public ReadOnlyDictionary<string, TensorEntry> Tensors { get; }

    /// <summary>The file that holds a tensor, for its bytes.</summary>
    /// <param name="name">The tensor.</param>
    /// <exception cref="CheckpointException">The model has no such tensor.</exception>
    public SafetensorsFile FileOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _holders.TryGetValue(name, out var file) && _tensors.ContainsKey(name)
            ? file
            : throw new CheckpointException($"The model has no tensor called {name}.");
    }

    /// <inheritdoc cref="SafetensorsFile.Bytes(string)"/>
    public ReadOnlySpan<byte> Bytes(string name) => FileOf(name).Bytes(name);

    /// <inheritdoc cref="SafetensorsFile.AddressOf"/>
    public nint AddressOf(string name) => FileOf(name).AddressOf(name);

    /// <summary>Closes the files. Spans and addresses that were given out must not be used any more.</summary>
    public void Dispose()
    {
        foreach (var file in _files)
            file.Dispose();
    }

    /// <summary>Opens the files and verifies them.</summary>
    /// <param name="folder">For messages.</param>
    /// <param name="paths">The files.</param>
    /// <param name="expected">The tensors wanted.</param>
    /// <param name="index">The file in which an index places each tensor; null without an index.</param>
    internal static CheckpointWeights Open(
        string folder, IEnumerable<string> paths, IEnumerable<ExpectedTensor> expected, IReadOnlyDictionary<string, string>? index = null)
    {
        var weights = new CheckpointWeights();
        try
        {
            foreach (string path in paths)
                weights.Load(path);
            weights.Verify(folder, [.. expected], index);
            return weights;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    private void Load(string path)
    {
        var file = SafetensorsFile.Open(path);
        _files.Add(file);
        foreach (string name in file.Tensors.Keys)
        {
            if (!_holders.TryAdd(name, file))
            {
                throw new CheckpointException(
                    $"{path} and {_holders[name].Path} both hold {name}. Remove the file that does not belong to the checkpoint.");
            }
        }
    }

    private void Verify(string folder, IReadOnlyCollection<ExpectedTensor> expected, IReadOnlyDictionary<string, string>? index)
    {
        var problems = new List<string>();
        foreach (var wanted in expected)
        {
            if (!_holders.TryGetValue(wanted.Name, out var file))
            {
                if (!wanted.IsOptional)
                    problems.Add($"{wanted.Name} {wanted.Shape} is missing");
                continue;
            }

            var entry = file.Tensors[wanted.Name];
            if (!entry.Shape.Equals(wanted.Shape))
                problems.Add($"{wanted.Name} is {entry.Shape}, and {wanted.Shape} is expected");
            else if (!entry.ElementType.IsFloatingPoint())
                problems.Add($"{wanted.Name} is {entry.ElementType}, and a floating-point type is expected");
            else if (!wanted.IsOptional)
                _tensors.Add(wanted.Name, entry);
        }

        var names = expected.Select(e => e.Name).ToHashSet(StringComparer.Ordinal);
        problems.AddRange(_holders.Keys.Where(name => !names.Contains(name)).Select(name => $"{name} is not expected"));
        foreach (var (name, file) in index ?? ReadOnlyDictionary<string, string>.Empty)
        {
            if (!_holders.TryGetValue(name, out var holder))
            {
                // A missing tensor that the model needs is reported above.
                if (!names.Contains(name))
                    problems.Add($"{name} is in the index, and in no file");
            }
            else if (Path.GetFileName(holder.Path) != file)
            {
                problems.Add($"{name} is in {Path.GetFileName(holder.Path)}, and the index places it in {file}");
            }
        }

        if (problems.Count == 0)
            return;
        string more = problems.Count > MaxProblems ? $"{Environment.NewLine}  and {problems.Count - MaxProblems} more" : "";
        throw new CheckpointException(
            $"The weights in {folder} do not fit their configuration:{Environment.NewLine}  "
            + string.Join(Environment.NewLine + "  ", problems.Take(MaxProblems)) + more);
    }
}
