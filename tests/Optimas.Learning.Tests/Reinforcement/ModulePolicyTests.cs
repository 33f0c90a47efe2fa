using System.Diagnostics;
using Optimas.Learning.Tests.Checkpoints;

namespace Optimas.Learning.Tests.Reinforcement;

public sealed class ModulePolicyTests
{
    private const int Contexts = 4, Actions = 5;

    [Fact]
    public async Task A_contextual_bandit_is_solved()
    {
        using var folder = new ScratchFolder();
        var policy = Bandit(folder);
        var trainer = new ModulePolicyTrainer(policy);
        var watch = Stopwatch.StartNew();

        string? weights = null;
        var rewards = new List<double>();
        for (int round = 0; round < 12; round++)
        {
            // Null once every rollout is right: there is nothing more to learn.
            if (await trainer.TrainAsync(Request(trainer, policy, weights, round), default) is not { } trained)
                break;
            if (weights is not null)
                await trainer.DiscardAsync(weights, default);
            weights = trained.Weights;
            rewards.Add(trained.RewardAfter);
        }

        watch.Elapsed.TotalSeconds.ShouldBeLessThan(20);
        rewards[0].ShouldBeLessThan(0.6);
        rewards[^1].ShouldBeGreaterThan(0.9, string.Join(", ", rewards));
        var final = policy.WithWeights(weights!);
        for (int c = 0; c < Contexts; c++)
            final.Probabilities(SmallNetworks.OneHot(Contexts, c))[Best(c)].ShouldBeGreaterThan(0.9);
        Directory.GetDirectories(folder.Path).Select(Path.GetFileName).ShouldBe([weights]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Episodes_of_three_decisions_are_learned_from_a_reward_at_their_end(bool estimatesValues)
    {
        using var folder = new ScratchFolder();
        var policy = new DiscretePolicy(
            folder.Path, () => SmallNetworks.Hidden(5, 3), estimatesValues ? () => SmallNetworks.Hidden(5, 1) : null);
        var trainer = new ModulePolicyTrainer(policy, PpoOptions.Module with { InputsPerRound = 6, RolloutsPerInput = 16, LearningRate = 0.02 });

        string? weights = null;
        TrainedWeights? trained = null;
        for (int round = 0; round < 10; round++)
        {
            // Once everything is right there is nothing more to learn.
            trained = await trainer.TrainAsync(
                Rounds.Request(trainer, 6, weights, round, (input, name, _, _) =>
                {
                    var current = name is null ? policy : policy.WithWeights(name);
                    int right = Enumerable.Range(0, 3).Count(step => current.Act(SmallNetworks.OneHot(5, step, 3 + (input % 2))) == (step + input % 2) % 3);
                    return Task.FromResult<double?>(right / 3.0);
                }),
                default) ?? trained;
            weights = trained!.Weights;
        }

        trained!.RewardAfter.ShouldBeGreaterThan(0.9);
        for (int step = 0; step < 3; step++)
            policy.WithWeights(weights!).Probabilities(SmallNetworks.OneHot(5, step, 3))[step].ShouldBeGreaterThan(0.85);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_weights_at_any_parallelism()
    {
        async Task<string> RunAsync(int parallelism, long seed)
        {
            using var folder = new ScratchFolder();
            var policy = Bandit(folder);
            var trainer = new ModulePolicyTrainer(policy);
            return (await trainer.TrainAsync(Request(trainer, policy, null, seed, parallelism), default))!.Weights;
        }

        string first = await RunAsync(1, 5);
        (await RunAsync(8, 5)).ShouldBe(first);
        (await RunAsync(8, 6)).ShouldNotBe(first);
    }

    [Fact]
    public async Task A_round_goes_on_from_the_weights_in_force_with_its_moments_and_a_rejected_one_leaves_no_trace()
    {
        using var folder = new ScratchFolder();
        var policy = Bandit(folder);
        var trainer = new ModulePolicyTrainer(policy);
        var accepted = (await trainer.TrainAsync(Request(trainer, policy, null, 1), default))!;
        var probabilities = policy.WithWeights(accepted.Weights).Probabilities(1, 0, 0, 0);
        string[] files = Files(folder);

        var first = (await trainer.TrainAsync(Request(trainer, policy, accepted.Weights, 2), default))!;
        Files(folder).Length.ShouldBe(2 * files.Length, "the iteration between is gone");
        await trainer.DiscardAsync(first.Weights, default);

        Files(folder).ShouldBe(files);
        policy.WithWeights(accepted.Weights).Probabilities(1, 0, 0, 0).ShouldBe(probabilities);
        Should.Throw<CheckpointException>(() => policy.WithWeights(first.Weights));
        // The same round once more is the same round, by another trainer that has to read everything from the folder.
        var anew = Bandit(folder);
        var other = new ModulePolicyTrainer(anew);
        (await other.TrainAsync(Request(other, anew, accepted.Weights, 2), default))!.Weights.ShouldBe(first.Weights);
        await other.DiscardAsync(first.Weights, default);
        // Without the moments it is another one.
        File.Delete(Path.Combine(folder.Path, accepted.Weights, "training.safetensors"));
        (await other.TrainAsync(Request(other, anew, accepted.Weights, 2), default))!.Weights.ShouldNotBe(first.Weights);
    }

    [Fact]
    public async Task Equal_rewards_change_nothing()
    {
        using var folder = new ScratchFolder();
        var policy = Bandit(folder);
        var trainer = new ModulePolicyTrainer(policy);
        var request = Rounds.Request(trainer, 8, null, 1, (input, _, _, _) =>
        {
            policy.Act(Seen(input));
            return Task.FromResult<double?>(input);
        });

        (await trainer.TrainAsync(request, default)).ShouldBeNull();

        folder.Files.ShouldBeEmpty();
        Directory.GetDirectories(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task Failures_are_learned_from_as_the_worst()
    {
        using var folder = new ScratchFolder();
        var policy = Bandit(folder);
        var trainer = new ModulePolicyTrainer(policy);
        string? weights = null;
        for (int round = 0; round < 4; round++)
        {
            var request = Rounds.Request(
                trainer, 8, weights, round, (input, name, _, _) => Task.FromResult<double?>(Act(policy, name, input) == 3 ? null : 0.5));
            weights = (await trainer.TrainAsync(request, default))?.Weights ?? weights;
        }

        policy.WithWeights(weights!).Probabilities(Seen(0))[3].ShouldBeLessThan(0.05);
    }

    [Fact]
    public async Task Where_everything_fails_nothing_is_learned()
    {
        using var folder = new ScratchFolder();
        var policy = Bandit(folder);
        var trainer = new ModulePolicyTrainer(policy);
        (await trainer.TrainAsync(Rounds.Request(trainer, 8, null, 1, (_, _, _, _) => Task.FromResult<double?>(null)), default)).ShouldBeNull();
        Directory.GetDirectories(folder.Path).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(-1e300)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public async Task Extreme_rewards_leave_finite_weights(double extreme)
    {
        using var folder = new ScratchFolder();
        var policy = Bandit(folder);
        var trainer = new ModulePolicyTrainer(policy);
        var request = Rounds.Request(
            trainer, 8, null, 1, (input, name, _, _) => Task.FromResult<double?>(Act(policy, name, input) == 0 ? extreme : input));

        var trained = (await trainer.TrainAsync(request, default))!;

        policy.WithWeights(trained.Weights).Probabilities(Seen(0)).ShouldAllBe(p => double.IsFinite(p) && p > 0);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(70)]
    [InlineData(127)]
    public async Task Cancelled_in_the_middle_it_leaves_the_folder_clean(int rollouts)
    {
        using var folder = new ScratchFolder();
        using var cancelling = new CancellationTokenSource();
        var policy = Bandit(folder);
        var trainer = new ModulePolicyTrainer(policy);
        int count = 0;
        var request = Rounds.Request(trainer, 8, null, 1, (input, name, _, _) =>
        {
            if (Interlocked.Increment(ref count) == rollouts)
                cancelling.Cancel();
            return Task.FromResult<double?>(Act(policy, name, input) == Best(input % Contexts) ? 1 : 0);
        });

        await Should.ThrowAsync<OperationCanceledException>(() => trainer.TrainAsync(request, cancelling.Token));

        Directory.GetFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancelled_when_it_has_made_the_weights_of_an_earlier_run_again_it_leaves_them()
    {
        using var folder = new ScratchFolder();
        using var cancelling = new CancellationTokenSource();
        var policy = Bandit(folder);
        var first = new ModulePolicyTrainer(policy);
        var before = (await first.TrainAsync(Request(first, policy, null, 1), default))!;
        var again = new ModulePolicyTrainer(policy)
        {
            Progress = new Heard<PpoReport>(r =>
            {
                if (r.Iteration == PpoOptions.Module.Iterations - 1)
                    cancelling.Cancel();
            }),
        };

        await Should.ThrowAsync<OperationCanceledException>(() => again.TrainAsync(Request(again, policy, null, 1), cancelling.Token));

        Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).ShouldBe([before.Weights]);
    }

    [Fact]
    public async Task A_component_that_does_not_ask_the_policy_is_an_error_that_says_so()
    {
        using var folder = new ScratchFolder();
        DiscretePolicy policy = Bandit(folder), other = Bandit(folder);
        var trainer = new ModulePolicyTrainer(policy);
        var request = Rounds.Request(trainer, 8, null, 1, (input, _, _, _) => Task.FromResult<double?>(other.Act(Seen(input))));
        (await Should.ThrowAsync<InvalidOperationException>(() => trainer.TrainAsync(request, default))).Message.ShouldContain("no choice was recorded");
    }

    [Theory]
    [InlineData(128, 128)]
    [InlineData(100, 96)]
    [InlineData(20, 16)]
    [InlineData(10, 0)]
    public async Task A_round_makes_do_with_the_rollouts_that_there_are(int limit, int made)
    {
        using var folder = new ScratchFolder();
        var policy = Bandit(folder);
        var trainer = new ModulePolicyTrainer(policy);
        var request = Request(trainer, policy, null, 1);
        var rollouts = new ComponentRollouts(8, limit, 4, (input, name, _, _) =>
            Task.FromResult<ComponentRollout?>(new(Observation.Of(_ => { }, _ => { }), Act(policy, name, input) == Best(input % Contexts) ? 1 : 0)));

        (await trainer.TrainAsync(request with { Rollouts = rollouts }, default) is not null).ShouldBe(made > 0);

        rollouts.Count.ShouldBe(made);
    }

    [Fact]
    public async Task The_divergence_target_and_the_clip_bound_a_round()
    {
        async Task<List<PpoReport>> ReportsAsync(PpoOptions options)
        {
            using var folder = new ScratchFolder();
            var reports = new List<PpoReport>();
            var policy = Bandit(folder);
            var trainer = new ModulePolicyTrainer(policy, options) { Progress = new Heard<PpoReport>(reports.Add) };
            await trainer.TrainAsync(Request(trainer, policy, null, 3), default);
            return reports;
        }

        var free = await ReportsAsync(PpoOptions.Module with { TargetKl = null, LearningRate = 0.1, Epochs = 10 });
        var bounded = await ReportsAsync(PpoOptions.Module with { TargetKl = 0.02, LearningRate = 0.1, Epochs = 10 });
        free[0].Steps.ShouldBe(80);
        free[0].ClipFraction.ShouldBeGreaterThan(0.1);
        bounded[0].Steps.ShouldBeLessThan(10);
        bounded.ShouldAllBe(r => r.Kl <= 0.02);
        free[0].Kl.ShouldBeGreaterThan(0.02);
    }

    [Fact]
    public void Service_samples_unless_it_is_greedy()
    {
        using var folder = new ScratchFolder();
        var policy = new DiscretePolicy(folder.Path, () => SmallNetworks.Linear(2, 3, deviation: 1));
        Enumerable.Range(0, 200).Select(_ => policy.Act(1, 0)).Distinct().Count().ShouldBeGreaterThan(1);
        var greedy = new DiscretePolicy(folder.Path, () => SmallNetworks.Linear(2, 3, deviation: 1)) { IsGreedy = true };
        double[] probabilities = greedy.Probabilities(1, 0);
        Enumerable.Range(0, 50).Select(_ => greedy.Act(1, 0)).ShouldAllBe(a => a == Array.IndexOf(probabilities, probabilities.Max()));
    }

    [Theory]
    [InlineData("../up")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("")]
    public async Task Names_can_not_leave_the_folder(string name)
    {
        using var folder = new ScratchFolder();
        var policy = Bandit(folder);
        Should.Throw<ArgumentException>(() => policy.WithWeights(name));
        await Should.ThrowAsync<ArgumentException>(async () => await new ModulePolicyTrainer(policy).DiscardAsync(name, default));
    }

    [Fact]
    public async Task Weights_of_another_module_are_refused()
    {
        using var folder = new ScratchFolder();
        Directory.CreateDirectory(folder["w"]);
        await new SafetensorsWriter().Add("weight", ElementType.F32, [2, 2], new byte[16]).WriteAsync(Path.Combine(folder["w"], "policy.safetensors"));
        Should.Throw<CheckpointException>(() => Bandit(folder).WithWeights("w"));
        Should.Throw<CheckpointException>(() => Bandit(folder).WithWeights("x")).Message.ShouldContain("no weights called x");
    }

    private static string[] Files(ScratchFolder folder) => [.. Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static DiscretePolicy Bandit(ScratchFolder folder) => new(folder.Path, () => SmallNetworks.Linear(Contexts, Actions));

    private static int Best(int context) => (2 * context) % Actions;

    private static float[] Seen(int input) => SmallNetworks.OneHot(Contexts, input % Contexts);

    private static int Act(DiscretePolicy policy, string? name, int input) => (name is null ? policy : policy.WithWeights(name)).Act(Seen(input));

    private static WeightTrainingRequest Request(IWeightTrainer trainer, DiscretePolicy policy, string? weights, long seed, int parallelism = 4) =>
        Rounds.Request(
            trainer,
            8,
            weights,
            seed,
            (input, name, _, _) => Task.FromResult<double?>(Act(policy, name, input) == Best(input % Contexts) ? 1 : 0),
            parallelism);
}
