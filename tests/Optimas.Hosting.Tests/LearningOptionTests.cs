namespace Optimas.Hosting.Tests;

/// <summary>What a program brings of its own to learn with.</summary>
public sealed class LearningOptionTests : DataFolder
{
    private string[] OptimizeArguments => ["optimize", "--train", Train, "--validation", Validation, "--runs", "400", "--seed", "5"];

    private string[] AlignmentArguments => ["alignment", "--data", Train, "--inputs", "24", "--seed", "5"];

    [Fact]
    public async Task The_reward_model_is_the_one_that_lrf_names()
    {
        foreach (string[] verb in new[] { OptimizeArguments, AlignmentArguments })
        {
            var made = new List<(HostArguments Arguments, long Seed)>();
            HostRewardModel own = new("own", "a model of the program's own", (arguments, seed, _) =>
            {
                made.Add((arguments, seed));
                return ValueTask.FromResult<ILocalRewardModel>(new HashedRewardModel(new() { Seed = seed }));
            });
            Task<HostRun> RunAsync(params string[] more) => HostRun.RunAsync([.. verb, .. more], null, CancellationToken.None, rewardModels: [own]);

            string hashed = Untimed(await RunAsync());
            made.ShouldBeEmpty();
            Untimed(await RunAsync("--lrf", "hashed")).ShouldBe(hashed);
            made.ShouldBeEmpty();
            Untimed(await RunAsync("--lrf", "own", "--corpus", "a.txt")).ShouldBe(hashed);

            var (arguments, seed) = made.ShouldHaveSingleItem();
            seed.ShouldBe(5);
            arguments.Values["--corpus"].ShouldBe(["a.txt"]);
        }
    }

    [Fact]
    public async Task An_unknown_reward_model_is_refused_with_those_that_are_known()
    {
        HostRewardModel own = new("own", "a model of the program's own", (_, _, _) => throw new InvalidOperationException("not asked for"));

        var run = await HostRun.RunAsync([.. OptimizeArguments, "--lrf", "huge"], null, CancellationToken.None, rewardModels: [own]);

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("--lrf must be one of hashed, own, but is huge.");
        (await HostRun.RunAsync(["optimize", "--help"], null, CancellationToken.None, rewardModels: [own]))
            .Output.ShouldContain("own (a model of the program's own)");
    }

    [Fact]
    public async Task The_weight_trainer_of_the_program_trains()
    {
        using StringWriter output = new(), error = new();
        var host = new SystemHost<Phrase, string, string, Learner.Configuration>
        {
            Description = "Learns to say it twice.",
            CreateSystem = (_, _) => ValueTask.FromResult(new Learner(new(1)).AsSystem()),
            DefaultConfiguration = Learner.Configuration.Default,
            ReadExamples = (file, ct) => ExampleReader.ReadJsonLinesAsync(
                file, input => new Phrase(input.GetProperty("text").GetString()!), label => label.GetString()!, ct),
            Metric = HostRun.Metric,
            CreateWeightTrainer = arguments =>
            {
                arguments.DataFiles.ShouldBe([Train, Validation]);
                return new Learner.Trainer();
            },
            Demonstration = new(Train, Validation, 100, 1),
            Output = output,
            Error = error,
        };

        (await host.RunAsync(OptimizeArguments)).ShouldBe(0, error.ToString());

        output.ToString().ShouldMatch(@"runs  trained Said: local reward -?\d+\.\d+ → -?\d+\.\d+ in \d+ rollouts, 0 failed");
        output.ToString().ShouldContain("no training for Said: tired");
        output.ToString().ShouldMatch("accepted Said.Voice: null → \"2\"");
    }

    private static string Untimed(HostRun run)
    {
        run.ExitCode.ShouldBe(0, run.Error);
        return string.Join('\n', run.Output.Split('\n').Where(l => !l.StartsWith("spent ", StringComparison.Ordinal)));
    }
}
