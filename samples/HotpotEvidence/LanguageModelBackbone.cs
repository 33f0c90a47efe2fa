using Optimas;
using Optimas.Hosting;
using Optimas.Learning;

namespace HotpotEvidence;

/// <summary>Local rewards on a language model in place of the managed ones: <c>--lrf lm --checkpoint FOLDER</c>.</summary>
internal static class LanguageModelBackbone
{
    public static async ValueTask<ILocalRewardModel> CreateAsync(HostArguments arguments, long seed, CancellationToken cancellationToken)
    {
        if (arguments.Values.GetValueOrDefault("--checkpoint") is not [string folder])
            throw new ArgumentException("--lrf lm needs --checkpoint FOLDER: a folder with config.json, tokenizer.json and model.safetensors.");
        var model = await LanguageModel.LoadAsync(folder, LanguageModelOptions.Default, cancellationToken);
        // What a component hands on is a list of passages: its beginning says most of it.
        return new LanguageModelRewardModel(
            model,
            new() { Evidence = new() { Seed = seed }, MaxTokens = Math.Min(192, model.Network.Config.MaxPositions), MaxEpochs = 6, MaxAdaptationEpochs = 2 });
    }
}
