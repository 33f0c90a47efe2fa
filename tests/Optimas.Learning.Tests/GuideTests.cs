using Optimas.Learning.Tests.Checkpoints;
using TorchSharp;

namespace Optimas.Learning.Tests;

public sealed class GuideTests
{
    [Fact]
    public void The_guides_examples_are_the_ones_that_compile_here()
    {
        string compiled = Flat(Read("GuideExamples.cs"));
        string[] guide = Examples("learning.md"), readme = [.. Examples("README.md").Where(e => e.Contains("LanguageModel", StringComparison.Ordinal))];

        guide.Length.ShouldBeGreaterThan(7);
        readme.Length.ShouldBe(1);
        foreach (string example in (string[])[.. guide, .. readme])
            compiled.ShouldContain(Flat(example));
    }

    [Fact]
    public async Task The_guides_examples_run()
    {
        using var scratch = new ScratchFolder();
        await TinyModels.WriteAsync(scratch["model"], seed: 1);

        string reply = await GuideExamples.ChatAsync(scratch["model"], default);
        (await GuideExamples.ChatAsync(scratch["model"], default)).ShouldBe(reply);
        using var model = await GuideExamples.PartsAsync(scratch["model"], default);
        model.Template.Name.ShouldBe("plain");
        var (vector, rewards) = await GuideExamples.EmbedAsync(model, default);
        vector.Length.ShouldBe(model.Network.Config.HiddenSize);
        rewards.Reward(0).ShouldBeNull();
        GuideExamples.Rewards(model).RewardModel.ShouldBeOfType<LanguageModelRewardModel>();

        await using var engine = new GenerationEngine(model, GenerationOptions.Default);
        await GuideExamples.AdaptAsync(model, engine, scratch["adapters"], default);
        using var adapter = LoraAdapter.Load(Path.Combine(scratch["adapters"], "polite"), model.Network.Config, torch.CPU);
        string[] documents = ["The quick brown fox.", "The lazy dog."];
        await GuideExamples.TrainAsync(model, adapter, documents, scratch["training.safetensors"], default);
        File.Exists(scratch["training.safetensors"]).ShouldBeTrue();
        await GuideExamples.MakeTokenizerAsync(documents, scratch["adapters"], default);
        var tokenizer = await Tokenizer.LoadAsync(Path.Combine(scratch["adapters"], "tokenizer.json"), default);
        ChatTemplate.For(tokenizer).Name.ShouldBe("chatml");
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file));

    private static string[] Examples(string file) =>
        [.. Read(file).Split("```csharp\n")[1..].Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)])];

    // Blocks are indented differently here and there.
    private static string Flat(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
}
