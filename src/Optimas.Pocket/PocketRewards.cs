using Optimas.Learning;

namespace Optimas.Pocket;

/// <summary>Local rewards over the pocket model: OPTIMAS' own backbone (section 4), small enough for a processor.</summary>
public static class PocketRewards
{
    /// <summary>The longest text [x_k, y_k] that is read, in tokens; of longer ones the beginning of x_k is left out.</summary>
    public const int MaxTokens = 384;

    /// <summary>A model of local rewards that has learned nothing yet, over weights of its own, which live as long as the process.</summary>
    /// <param name="seed">Decides how it is trained.</param>
    /// <param name="cancellationToken">Ends the loading.</param>
    /// <exception cref="CheckpointException">The weights that come with the package are missing or damaged.</exception>
    public static async ValueTask<ILocalRewardModel> CreateAsync(long seed, CancellationToken cancellationToken)
    {
        var model = await LanguageModel.LoadAsync(
            Path.Combine(PocketChatClient.ShippedFolder, PocketChatClient.Large), LanguageModelOptions.Default, cancellationToken).ConfigureAwait(false);
        return new LanguageModelRewardModel(
            model, new() { Evidence = new() { Seed = seed }, Rank = 8, Alpha = 16, MaxTokens = MaxTokens, MaxEpochs = 6, MaxAdaptationEpochs = 1 });
    }
}
