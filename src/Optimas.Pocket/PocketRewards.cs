using Optimas.Learning;

namespace Optimas.Pocket;

/// <summary>Local rewards over the pocket model: the paper's kind of reward (section 4: LoRA and a linear head), at rank 8.</summary>
public static class PocketRewards
{
    // The longest text [x_k, y_k] that is read; of longer ones the beginning of x_k is left out.
    private const int MaxTokens = 384;

    // One for all rewards; it lives as long as the process.
    private static readonly Lazy<Task<LanguageModel>> s_model = new(() => LanguageModel.LoadAsync(
        Path.Combine(PocketChatClient.ShippedFolder, PocketChatClient.Large), LanguageModelOptions.Default, CancellationToken.None));

    /// <summary>A model of local rewards that has learned nothing yet.</summary>
    /// <param name="seed">Decides how it is trained.</param>
    /// <param name="cancellationToken">Ends the waiting for the weights.</param>
    /// <exception cref="CheckpointException">The weights that come with the package are missing or damaged.</exception>
    public static async ValueTask<ILocalRewardModel> CreateAsync(long seed, CancellationToken cancellationToken)
    {
        var model = await s_model.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new LanguageModelRewardModel(
            model, new() { Evidence = new() { Seed = seed }, Rank = 8, Alpha = 16, MaxTokens = MaxTokens, MaxEpochs = 6, MaxAdaptationEpochs = 1 });
    }

    /// <summary>
    /// Makes configurations readable that choose per input by such a reward. The weights are loaded when the first one is read.
    /// </summary>
    public static void Register() => LocalRewardJson.Register(LanguageModelReward.Kind, json =>
    {
        // Takes this reader's place.
        LanguageModelReward.Register(s_model.Value.GetAwaiter().GetResult());
        return LocalRewardJson.Read(json);
    });
}
