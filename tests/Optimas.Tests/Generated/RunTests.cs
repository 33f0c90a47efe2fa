using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Optimas.Tests.Systems;

namespace Optimas.Tests.Generated;

/// <summary>RunAsync: the right calls with the right values, whatever the shape of the system.</summary>
public sealed class RunTests
{
    private static readonly Func<string, CancellationToken, Task> s_atOnce = (_, _) => Task.CompletedTask;
    private static readonly Func<string, CancellationToken, Task> s_later = async (_, _) => await Task.Yield();

    [Fact]
    public async Task Synchronous_components_run_with_the_default_configuration() =>
        (await new Plain(new()).RunAsync("word")).ShouldBe("Score it. base:word b 8");

    [Fact]
    public async Task A_configuration_reaches_every_kind_of_parameter()
    {
        var configuration = Plain.Configuration.Default with
        {
            Toned = new() { Tone = Tone.Loud, Bracketed = true },
            Weighted = new() { Weight = 0.5, Power = 3 },
            Scored = new() { Scorer = "trained", Prompt = "", Model = "a" },
        };
        (await new Plain(new()).RunAsync("word", configuration)).ShouldBe(" trained:[WORD] a 8");
    }

    [Theory]
    [InlineData("x", "x1 2.")]
    [InlineData("-x", "-x1 none.")]
    public async Task A_chain_gives_the_same_whether_or_not_its_components_have_to_be_waited_for(string input, string expected)
    {
        (await new Chained(s_atOnce).RunAsync(input)).ShouldBe(expected);
        (await new Chained(s_later).RunAsync(input)).ShouldBe(expected);
        foreach (string slow in (string[])["First", "Second", "Third"])
            (await new Chained((name, ct) => name == slow ? s_later(name, ct) : Task.CompletedTask).RunAsync(input)).ShouldBe(expected, slow);
    }

    [Theory]
    [InlineData(" ab ", "abR", 6)]
    [InlineData("a", null, 2)]
    public async Task A_struct_with_overlapping_components_assembles_its_output(string text, string? right, int both)
    {
        var expected = new ForkOutput(text.Trim() + "L", right, both);
        (await new Forked(new()).RunAsync(new(text, 0))).ShouldBe(expected);
        var atOnce = new ForkScript { Left = (t, _) => Task.FromResult(t + "L"), Right = (t, _) => Task.FromResult(t + "R") };
        (await new Forked(atOnce).RunAsync(new(text, 0))).ShouldBe(expected);
        (await new Forked(new() { Left = atOnce.Left }).RunAsync(new(text, 0))).ShouldBe(expected);
        (await new Forked(new() { Right = atOnce.Right }).RunAsync(new(text, 0))).ShouldBe(expected);
    }

    [Fact]
    public async Task Independent_components_run_at_once()
    {
        // Each waits for the other to have started.
        TaskCompletionSource left = new(), right = new();
        var script = new ForkScript
        {
            Left = async (text, _) =>
            {
                left.SetResult();
                await right.Task.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
                return text;
            },
            Right = async (text, _) =>
            {
                right.SetResult();
                await left.Task.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
                return text;
            },
        };
        (await new Forked(script).RunAsync(new("ab", 0))).Both.ShouldBe(4);
    }

    [Fact]
    public async Task Types_nested_in_generic_types_run() =>
        (await new Container<object>.Nested<int>().RunAsync("abc", new() { Items = new() { Count = 2 } })).ShouldBe("6 Object Int32");

    [Fact]
    public async Task Values_of_private_types_flow_between_components() => (await new Secretive().RunAsync("four")).ShouldBe(4);

    [Fact]
    public async Task Values_chosen_per_input_are_those_of_the_highest_local_reward()
    {
        var configuration = Choosing.Configuration.Default with { Shifted = new() { Selector = new(new ClosestToZero()) } };
        var system = new Choosing();
        (await system.RunAsync(8, configuration)).ShouldBe(-4);
        (await system.RunAsync(-9, configuration)).ShouldBe(2);
        (await system.RunAsync(-9)).ShouldBe(-18);
        var trace = await system.TraceAsync(8, configuration);
        trace.Output.ShouldBe(-4);
        trace["Shifted"]!.Configuration.ShouldBe(new Choosing.ShiftedConfiguration { Shift = -10 });
    }

    [Fact]
    public async Task Nothing_is_allocated_beyond_what_the_same_calls_by_hand_allocate()
    {
        var system = new Chained(s_atOnce);
        await system.RunAsync("x");
        await ByHandAsync("x");
        long start = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            system.RunAsync("x").IsCompletedSuccessfully.ShouldBeTrue();
        long run = GC.GetAllocatedBytesForCurrentThread() - start;
        start = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            ByHandAsync("x").IsCompletedSuccessfully.ShouldBeTrue();
        run.ShouldBeLessThanOrEqualTo(GC.GetAllocatedBytesForCurrentThread() - start);
    }

    [Theory]
    [InlineData("long", 4)]
    [InlineData("no", null)]
    public async Task An_output_is_assembled_from_its_constructor_and_its_properties(string input, int? size)
    {
        var expected = new Summary(input) { Body = input + "!", Size = size };
        (await new Summarized().RunAsync(input)).ShouldBe(expected);
        (await new Summarized().TraceAsync(input)).Output.ShouldBe(expected);
    }

    [Fact]
    public void A_missing_input_is_an_argument_error() =>
        Should.Throw<ArgumentNullException>(() => { _ = new Plain(new()).RunAsync(null!); }).ParamName.ShouldBe("input");

    [Fact]
    public async Task A_run_is_an_activity_when_somebody_listens()
    {
        // The source is the process's: other tests run meanwhile, and what they do is neither sampled nor counted.
        using var parent = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        var trace = parent.TraceId;
        var ended = new ConcurrentQueue<(string Name, ActivityStatusCode Status)>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Optimas",
            Sample = (ref ActivityCreationOptions<ActivityContext> created) =>
                created.Parent.TraceId == trace ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == trace)
                    ended.Enqueue((activity.OperationName, activity.Status));
            },
        };
        ActivitySource.AddActivityListener(listener);
        await new Chained(s_later).RunAsync("x");
        await Should.ThrowAsync<ComponentException>(new Chained((_, _) => throw new InvalidOperationException("no")).RunAsync("x"));
        ended.ShouldBe([("Chained", ActivityStatusCode.Unset), ("Chained", ActivityStatusCode.Error)]);
    }

    [Fact]
    public async Task A_thousand_concurrent_runs_with_a_thousand_configurations_never_mix()
    {
        var chat = new ScriptedChat((messages, options) =>
            messages[0].Text.StartsWith('{') ? messages[0].Text : $"sea {messages[0].Text} {options!.Seed}");
        var system = new Library(new Delayed(chat), new Shelf());
        var chained = new Chained(s_later);
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(async i =>
        {
            string prompt = i.ToString(CultureInfo.InvariantCulture);
            int count = i % 3 + 1;
            var configuration = Library.Configuration.Default with
            {
                Keywords = new() { Prompt = prompt, Seed = i },
                Books = new() { Count = count },
                Judged = new() { Prompt = """{"verdict":"v","confidence":1}""" },
                Certainty = new() { Prompt = """{"value":1}""" },
            };
            var trace = await system.TraceAsync(new("q"), configuration, default);
            trace.Keywords.ShouldBe($"sea {prompt} {i}");
            trace.Books.Count.ShouldBe(Math.Min(count, 2));
            trace.Configuration.ShouldBeSameAs(configuration);

            var mark = Chained.Configuration.Default with { Third = new() { Mark = i % 2 == 0 ? "." : "!" } };
            (await chained.RunAsync(prompt, mark)).ShouldBe($"{prompt}1 {prompt.Length + 1}{(i % 2 == 0 ? "." : "!")}");
        }));
    }

    private static async Task<string> ByHandAsync(string input)
    {
        string first = await FirstAsync(input, default);
        int? second = first.StartsWith('-') ? null : await SecondAsync(first, default);
        return await ThirdAsync(first, second, ".", default);

        static async Task<string> FirstAsync(string input, CancellationToken ct)
        {
            await s_atOnce("First", ct);
            return input + "1";
        }

        static async ValueTask<int> SecondAsync(string first, CancellationToken ct)
        {
            await s_atOnce("Second", ct);
            return first.Length;
        }

        static async Task<string> ThirdAsync(string first, int? second, string mark, CancellationToken ct)
        {
            await s_atOnce("Third", ct);
            return $"{first} {second?.ToString() ?? "none"}{mark}";
        }
    }

    private sealed class ClosestToZero : ILocalReward
    {
        public ValueTask<double> ScoreAsync(Observation observation, CancellationToken cancellationToken) =>
            ValueTask.FromResult(-Math.Abs(double.Parse(observation.Output.Split(' ')[^1], CultureInfo.InvariantCulture)));

        public void Write(Utf8JsonWriter writer) => writer.WriteStringValue("closest to zero");
    }
}
