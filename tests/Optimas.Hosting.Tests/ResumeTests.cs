using Optimas.Storage;

namespace Optimas.Hosting.Tests;

/// <summary>What <c>optimize --out</c> keeps, and how <c>--resume</c> goes on.</summary>
public sealed class ResumeTests : DataFolder
{
    [Fact]
    public async Task A_cancelled_optimization_says_how_to_go_on_and_gives_the_same_configuration_then()
    {
        string[] never = Command("never");
        (await RunAsync(never, cancelAt: null)).ExitCode.ShouldBe(0);

        var cancelled = await RunAsync(Command("out"), cancelAt: 1);
        cancelled.ExitCode.ShouldBe(130);
        cancelled.Error.ShouldContain($" optimize --train {Train} --validation {Validation} --runs 200 --seed 3 --lrf own --out {At("out")} --resume");
        cancelled.Error.TrimEnd().ShouldEndWith("cancelled");
        var run = new RunReader(At("out/runs.db")).Runs(default).ShouldHaveSingleItem();
        run.Status.ShouldBe(RunStatus.Interrupted);
        run.Facts["--lrf"].ShouldBe("own");
        File.Exists(At("out/configuration.json")).ShouldBeFalse();
        cancelled.Output.ShouldEndWith($"report: {At("out/report.html")}\n");
        (await File.ReadAllTextAsync(At("out/report.html"))).ShouldContain(run.Id);

        var resumed = await RunAsync([.. Command("out"), "--resume"], cancelAt: null);
        resumed.Error.ShouldBeEmpty();
        resumed.ExitCode.ShouldBe(0);
        resumed.Output.ShouldStartWith($"run {run.Id}, kept in {At("out/runs.db")}\nto watch it in a browser: optimas ui {At("out/runs.db")}\n");
        resumed.Output.ShouldEndWith($"report: {At("out/report.html")}\n");
        (await SavedConfiguration.ValuesAsync(At("out/configuration.json"))).ShouldBe(await SavedConfiguration.ValuesAsync(At("never/configuration.json")));
        var reader = new RunReader(At("out/runs.db"));
        reader.Run(run.Id, default).Status.ShouldBe(RunStatus.Finished);
        (await SavedConfiguration.ValuesAsync(At("out/configuration.json"))).ShouldBe(SavedConfiguration.Values(reader.Configuration(run.Id, reader.Run(run.Id, default).Best, default)));

        (await FailAsync([.. Command("out"), "--resume"])).ShouldContain("there is no unfinished run to resume");
    }

    [Fact]
    public async Task Resume_needs_a_folder_with_a_run_and_the_same_options()
    {
        (await FailAsync(["optimize", "--train", Train, "--validation", Validation, "--resume"]))
            .ShouldBe("--resume needs --out, the folder whose runs.db holds the run.");
        (await FailAsync([.. Command("nowhere"), "--resume"])).ShouldContain("there is no such file");
        (await RunAsync(Command("out"), cancelAt: 1)).ExitCode.ShouldBe(130);
        (await FailAsync([.. Command("out", seed: 4), "--resume", "--corpus", "other"])).ShouldContain("--corpus (was none, is other); seed (was 3, is 4)");
    }

    [Fact]
    public async Task A_plan_that_does_not_fit_leaves_nothing_behind()
    {
        await FailAsync(["optimize", "--train", Train, "--validation", Validation, "--runs", "1", "--out", At("out")]);
        Directory.Exists(At("out")).ShouldBeFalse();
    }

    private string[] Command(string folder, int seed = 3) =>
        ["optimize", "--train", Train, "--validation", Validation, "--runs", "200", "--seed", $"{seed}", "--lrf", "own", "--out", At(folder)];

    private static async Task<string> FailAsync(string[] args)
    {
        var run = await RunAsync(args, cancelAt: null);
        run.ExitCode.ShouldBe(1, run.Output);
        return run.Error.TrimEnd('\n').ShouldBeOneLine();
    }

    private static async Task<HostRun> RunAsync(string[] args, int? cancelAt)
    {
        using var cancelling = new CancellationTokenSource();
        HostRewardModel own = new("own", "one that ends the program", (_, seed, _) =>
            new(new EndingRewardModel(new HashedRewardModel(new() { Seed = seed }), cancelAt, cancelling)));
        return await HostRun.RunAsync(args, null, cancelling.Token, rewardModels: [own]);
    }

    /// <summary>Cancels when it is about to be trained for the n-th time.</summary>
    private sealed class EndingRewardModel(HashedRewardModel model, int? cancelAt, CancellationTokenSource cancelling) : ILocalRewardModel
    {
        private int _trainings;

        public Task<RewardFit> FitAsync(
            IReadOnlyList<PreferencePair> pairs, IReadOnlyList<PointwiseTarget> targets, CancellationToken cancellationToken)
        {
            CountTraining();
            return model.FitAsync(pairs, targets, cancellationToken);
        }

        public Task<ComponentFit> AdaptAsync(
            int component, IReadOnlyList<PreferencePair> fresh, IReadOnlyList<PreferencePair> replayed, IReadOnlyList<PointwiseTarget> targets,
            CancellationToken cancellationToken)
        {
            CountTraining();
            return model.AdaptAsync(component, fresh, replayed, targets, cancellationToken);
        }

        public ILocalReward? Reward(int component) => model.Reward(component);

        public Task SaveAsync(Stream destination, CancellationToken cancellationToken) => model.SaveAsync(destination, cancellationToken);

        public Task LoadAsync(Stream source, CancellationToken cancellationToken) => model.LoadAsync(source, cancellationToken);

        private void CountTraining()
        {
            if (++_trainings == cancelAt)
                cancelling.Cancel();
        }
    }
}
