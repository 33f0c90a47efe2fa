using AmazonNextItem;
using Optimas;
using Optimas.Hosting;
using Optimas.Pocket;

string data = Path.Combine(AppContext.BaseDirectory, "data");
ShopModels? models = null;

try
{
    return await new SystemHost<ShopVisit, string, NextView, NextItemSystem.Configuration>
    {
        Description = "Foresees which product a shopper views next; two of its three components have weights that are trained. "
            + "Without arguments: optimizes itself offline, on made-up sessions.",
        Options = [.. ChatEndpoint.Options, ShopModels.Checkpoint],
        CreateSystem = async (arguments, ct) =>
        {
            models = await ShopModels.OpenAsync(arguments, ct);
            return new NextItemSystem(models.Local, models.Chat).AsSystem();
        },
        DefaultConfiguration = NextItemSystem.Configuration.Default,
        ReadExamples = SessionData.ReadAsync,
        Metric = new ChoiceAccuracy(),
        CreateProposer = arguments => ChatEndpoint.CreateProposer(arguments, models!.Chat, PocketProposer.Create),
        CreateWeightTrainer = _ =>
        {
            var trainer = models!.CreateWeightTrainer();
            if (trainer is null)
                Console.Error.WriteLine("The server's weights stay as they are; --checkpoint FOLDER names a local model to train.");
            return trainer;
        },
        RewardModels = [new("pocket", "the pocket model with LoRA; slower", (_, seed, ct) => PocketRewards.CreateAsync(seed, ct))],
        Parallelism = 32,
        Demonstration = new(Path.Combine(data, "train.jsonl"), Path.Combine(data, "validation.jsonl"), SystemRuns: 1500, Seed: 1)
        {
            Test = Path.Combine(data, "test.jsonl"),
        },
    }.RunAsync(args);
}
finally
{
    if (models is not null)
        await models.DisposeAsync();
}
