namespace Optimas.Learning;

/// <summary>
/// A LoRA adapter as PEFT lays it out: <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>. Pickles are never read.
/// </summary>
public sealed class AdapterFolder
{
    private readonly string _weights;

    private AdapterFolder(string path)
    {
        Path = FolderFiles.FullPathOf(path);
        Config = AdapterConfig.Read(FolderFiles.Find(Path, AdapterConfig.FileName)
            ?? throw new CheckpointException($"{Path} has no {AdapterConfig.FileName}. It says what the adapter changes."));
        _weights = FolderFiles.Find(Path, AdapterConfig.WeightsFileName)
            ?? throw new CheckpointException(File.Exists(System.IO.Path.Combine(Path, "adapter_model.bin"))
                ? $"{Path} has its weights as a pickle alone (adapter_model.bin), which can run code when read and so is never read. "
                    + "Save the adapter as safetensors."
                : $"{Path} has no {AdapterConfig.WeightsFileName}.");
    }

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>What the adapter changes.</summary>
    public AdapterConfig Config { get; }

    /// <summary>Reads what the folder says of itself; the weights stay closed.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="CheckpointException">A file is missing, damaged, outside the folder, or describes what is not
    /// supported.</exception>
    public static AdapterFolder Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new(path);
    }

    /// <summary>Opens the weights and verifies that they fit the adapter's configuration and the model, tensor by tensor.</summary>
    /// <param name="model">The model that the adapter changes.</param>
    /// <exception cref="CheckpointException">The file is damaged, or a tensor is missing, of another shape or type, or not expected: all
    /// are listed.</exception>
    public CheckpointWeights OpenWeights(DecoderConfig model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return CheckpointWeights.Open(Path, [_weights], Config.ExpectedTensors(model));
    }
}
