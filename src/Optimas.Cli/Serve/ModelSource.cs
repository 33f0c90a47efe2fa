using Microsoft.Extensions.AI;
using Optimas.Learning;
using Optimas.Pocket;
using Optimas.Serving;

namespace Optimas.Cli.Serve;

/// <summary>Where the models to serve come from.</summary>
/// <param name="Folder">A model's folder; null for the pocket model.</param>
/// <param name="Device"><c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Slots">How many texts share a forward pass at most.</param>
/// <param name="Context">The longest text of a model from a folder, in tokens.</param>
internal sealed record ModelSource(string? Folder, string Device, int Slots, int Context)
{
    /// <summary>Loads the models, so that what is wrong with one shows before the server starts.</summary>
    public Task<LoadedModels> LoadAsync(CancellationToken cancellationToken) =>
        Folder is null ? PocketAsync(cancellationToken) : FolderAsync(Folder, cancellationToken);

    private async Task<LoadedModels> PocketAsync(CancellationToken cancellationToken)
    {
        var chat = new PocketChatClient(new() { Device = Device, Slots = Slots });
        var models = new LoadedModels(chat);
        try
        {
            foreach (string name in new[] { PocketChatClient.Large, PocketChatClient.Small })
                await chat.GetResponseAsync("Hello", new() { ModelId = name, MaxOutputTokens = 1 }, cancellationToken).ConfigureAwait(false);
            var embeddings = new LocalEmbeddingGenerator(chat.GetRequiredService<LanguageModel>(), EmbeddingPooling.Mean);
            models.Served = [new(PocketChatClient.Large) { Chat = chat, Embeddings = embeddings }, new(PocketChatClient.Small) { Chat = chat }];
            return models;
        }
        catch
        {
            await models.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<LoadedModels> FolderAsync(string folder, CancellationToken cancellationToken)
    {
        var model = await LanguageModel.LoadAsync(Path.GetFullPath(folder), new() { Device = Device }, cancellationToken).ConfigureAwait(false);
        var engine = new GenerationEngine(model, new() { Slots = Slots, MaxTokens = Context });
        return new(engine, model)
        {
            Served = [new(model.Name) { Chat = new LocalChatClient(engine), Embeddings = new LocalEmbeddingGenerator(model, EmbeddingPooling.Mean) }],
        };
    }
}

/// <summary>Models that are loaded.</summary>
/// <param name="owned">What is to be disposed, in this order.</param>
internal sealed class LoadedModels(params object[] owned) : IAsyncDisposable
{
    public IReadOnlyList<ServedModel> Served { get; set; } = [];

    public async ValueTask DisposeAsync()
    {
        foreach (object part in owned)
        {
            if (part is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync().ConfigureAwait(false);
            else
                ((IDisposable)part).Dispose();
        }
    }
}
