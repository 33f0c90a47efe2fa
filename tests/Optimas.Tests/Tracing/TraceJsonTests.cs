using System.Text.Json;
using Optimas.Tests.Systems;

namespace Optimas.Tests.Tracing;

public sealed class TraceJsonTests
{
    private static HandSystem<string, double> Mixed() => new HandBound<string, double>("Mixed")
        .Add<string>("Text", ["input"], c => $"\"{c.Input}\"\n\tÄ漢🜁 \\", [Parameters.OneOf("Size", 1, 1, 2), Parameters.Prompt("Instruction", "Do\nit")])
        .Add<IReadOnlyList<string>>("Items", ["Text"], c => ["one", "", c.Output<string>(0)])
        .Add<string?>("Skipped", ["Items"], _ => "never", when: _ => false)
        .Add<string?>("Nothing", ["Items"], _ => null)
        .Add("Score", ["Items", "Skipped", "Nothing"], _ =>
        {
            ComponentScope.Current!.Report(new(2, 30, 4, 0.123456789m));
            return 1.0 / 3;
        }, [Parameters.Range("Rate", 0.1, 0, 1)])
        .Build();

    [Fact]
    public async Task A_trajectory_goes_to_JSON_and_back_without_loss()
    {
        var system = Mixed();
        var whole = await system.RunAsync("in \"put\"", system.Default.With("Text.Size", 2).With("Text.Instruction", ""));
        var partial = whole.Force(1, (IReadOnlyList<string>)["forced"]);
        var kept = await system.RunAsync("x", prefix: whole.Clear(4));
        foreach (var trace in new[] { whole, partial, kept })
        {
            string json = system.System.ToJson(trace);

            var read = system.System.FromJson(json);

            system.System.ToJson(read).ShouldBe(json);
            read.Input.ShouldBe(trace.Input);
            read.Configuration.ShouldBe(trace.Configuration);
            read.Executions.ShouldBe(trace.Executions);
            read.Usage.ShouldBe(trace.Usage);
            for (int k = 0; k < trace.Slots.Length; k++)
            {
                if (trace.Slots[k] is not { } slot)
                {
                    read.Slots[k].ShouldBeNull();
                    continue;
                }

                var same = read.Slots[k]!;
                (same with { Output = null }).ShouldBe(slot with { Output = null });
                JsonSerializer.Serialize(same.Output).ShouldBe(JsonSerializer.Serialize(slot.Output));
                system.System.Observe(read, k).ShouldBe(system.System.Observe(trace, k));
            }
        }

        system.System.FromJson(system.System.ToJson(whole)).Output.ShouldBe(1.0 / 3);
    }

    [Fact]
    public async Task A_trajectory_that_was_read_can_be_replayed()
    {
        var system = Mixed();
        string json = system.System.ToJson((await system.RunAsync("x")).Clear(4));
        system.Calls.Reset();

        var replayed = await system.RunAsync("x", prefix: system.System.FromJson(json));

        replayed.Output.ShouldBe(1.0 / 3);
        system.Calls.Total.ShouldBe(1);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"input":null,"configuration":{},"slots":{}}""")]
    [InlineData("[]")]
    public void Text_that_is_no_trajectory_is_refused(string json) =>
        Should.Throw<Exception>(() => Mixed().System.FromJson(json)).ShouldBeAssignableTo<JsonException>();

    [Fact]
    public async Task A_trajectory_of_another_system_is_refused()
    {
        string json = Mixed().System.ToJson(await Mixed().RunAsync("x"));
        var other = new HandBound<string, int>("Other").Add("A", ["input"], _ => 1).Build();

        Should.Throw<ConfigurationException>(() => other.System.FromJson(json)).Message.ShouldContain("made for Mixed, not for Other");
        Should.Throw<JsonException>(() => Mixed().System.FromJson(json.Replace("\"Nothing\":{\"origin\"", "\"Something\":{\"origin\"", StringComparison.Ordinal)))
            .Message.ShouldContain("no component called Something");
    }

    [Theory]
    [InlineData("\"origin\":\"Executed\"", "\"origin\":\"Guessed\"")]
    [InlineData("\"origin\":\"Executed\"", "\"origin\":null")]
    [InlineData("\"latency\":\"", "\"latency\":\"x")]
    public async Task A_slot_that_is_none_is_refused(string right, string wrong)
    {
        string json = Mixed().System.ToJson(await Mixed().RunAsync("x"));

        Should.Throw<JsonException>(() => Mixed().System.FromJson(json.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Extreme_numbers_survive()
    {
        foreach (double value in new[] { double.Epsilon, -0.0, double.MaxValue })
        {
            var system = new HandBound<string, double>("Numbers").Add("Value", ["input"], _ => value).Build();
            var trace = await system.RunAsync("x");

            var read = system.System.FromJson(system.System.ToJson(trace));

            BitConverter.DoubleToInt64Bits(read.Output).ShouldBe(BitConverter.DoubleToInt64Bits(value));
        }
    }
}
