using Microsoft.Extensions.AI;
using Optimas;
using Optimas.Hosting;
using Optimas.Learning;
using Optimas.Pocket;

namespace AmazonNextItem;

/// <summary>
/// The models that a command line asks for: a local one, whose weights can be trained, and the one that decides, which a server can stand for.
/// </summary>
internal sealed class ShopModels : IAsyncDisposable
{
    /// <summary>The option for a local checkpoint.</summary>
    public static readonly HostOption Checkpoint = new(
        "--checkpoint", "A language model's folder in Hugging Face's layout, for the components whose weights can be trained; the pocket model without it.");

    private readonly LanguageModel? _model;
    private readonly GenerationEngine? _engine;
    private readonly AdapterStore? _adapters;
    private readonly string? _scratch;

    private ShopModels(IChatClient local, IChatClient chat, LanguageModel? model, GenerationEngine? engine, AdapterStore? adapters, string? scratch)
    {
        (Local, Chat) = (local, chat);
        (_model, _engine, _adapters, _scratch) = (model, engine, adapters, scratch);
    }

    /// <summary>Writes for the components whose weights can be trained.</summary>
    public IChatClient Local { get; }

    /// <summary>Writes for the others.</summary>
    public IChatClient Chat { get; }

    /// <summary>The models.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="cancellationToken">Ends the loading.</param>
    public static async ValueTask<ShopModels> OpenAsync(HostArguments arguments, CancellationToken cancellationToken)
    {
        string? beside = arguments.OutputFolder ?? Path.GetDirectoryName(arguments.ConfigurationFile is { } file ? Path.GetFullPath(file) : null);
        string? scratch = beside is null ? Directory.CreateTempSubdirectory("adapters-").FullName : null;
        string folder = scratch ?? Path.Combine(beside!, "adapters");
        if (arguments is { OutputFolder: not null, ConfigurationFile: { } start })
            CopyAdapters(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(start))!, "adapters"), folder);

        if (arguments.Values.GetValueOrDefault(Checkpoint.Name) is not { } given)
        {
            var chat = ChatEndpoint.CreateChatClient(arguments, () => new PocketChatClient(new() { AdapterFolder = folder }));
            return new(chat, chat, null, null, null, scratch);
        }

        if (given is not [var checkpoint])
            throw new ArgumentException($"{Checkpoint.Name} takes one folder.");
        var model = await LanguageModel.LoadAsync(checkpoint, LanguageModelOptions.Default, cancellationToken);
        var engine = new GenerationEngine(model, GenerationOptions.Default);
        var adapters = new AdapterStore(folder, model.Network.Config, model.Network.Device);
        var decider = ChatEndpoint.CreateChatClient(arguments, () => new PocketChatClient());
        return new(new LocalChatClient(engine, adapters), decider, model, engine, adapters, scratch);
    }

    /// <summary>A trainer for the local model; null where a server stands for it.</summary>
    public IWeightTrainer? CreateWeightTrainer() =>
        Local.GetService<LanguageModel>() is { } model && Local.GetService<AdapterStore>() is { } adapters
            ? new LanguageModelPolicyTrainer(model, adapters)
            : null;

    // What the run starts from must be found beside what it writes, too.
    private static void CopyAdapters(string from, string to)
    {
        if (!Directory.Exists(from))
            return;
        foreach (var adapter in new DirectoryInfo(from).EnumerateDirectories())
        {
            string copy = Path.Combine(to, adapter.Name);
            if (adapter.Name.StartsWith('.') || Directory.Exists(copy))
                continue;
            // Moved when it is whole: a copy that was cut off is no adapter.
            var part = Directory.CreateDirectory(Path.Combine(to, $".{adapter.Name}"));
            foreach (var file in adapter.EnumerateFiles())
                file.CopyTo(Path.Combine(part.FullName, file.Name), overwrite: true);
            part.MoveTo(copy);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var client in new[] { Local, Chat }.Distinct())
        {
            if (client is IAsyncDisposable disposable)
                await disposable.DisposeAsync();
            else
                client.Dispose();
        }

        if (_engine is not null)
            await _engine.DisposeAsync();
        _adapters?.Dispose();
        _model?.Dispose();
        if (_scratch is not null)
            Directory.Delete(_scratch, recursive: true);
    }
}
