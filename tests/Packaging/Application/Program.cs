using System.Text.Json.Serialization;
using Optimas;
using Optimas.Hosting;
using Optimas.Providers;

Example<string, int>[] examples = [.. "one two three four five six seven eight nine ten".Split(' ').Select((w, i) => new Example<string, int>($"{i}", w, w.Length * 3))];
var metric = Metric.Create<int, int>((label, output) => label == output ? 1 : 0);

if (args.Length == 0)
{
    var counter = new Counter();
    Console.WriteLine($"default {await counter.RunAsync("optimas")}");
    Console.WriteLine($"configured {await counter.RunAsync("optimas", Counter.Configuration.Default with { Scaled = new() { Factor = 2 } })}");
    Console.WriteLine($"traced {(await counter.TraceAsync("optimas")).Length}");
    var result = await counter.OptimizeAsync(examples, examples, metric);
    Console.WriteLine($"optimized {result.Initial} {result.Final} {result.Configuration.Scaled.Factor}");
    using var chat = new OpenAICompatibleChatClient(new() { Endpoint = new("http://localhost:1/v1"), Model = "any" });
    Console.WriteLine($"client {chat.GetType().Name}");
    return 0;
}

return await new SystemHost<string, int, int, Counter.Configuration>
{
    Description = "Counts letters.",
    CreateSystem = (_, _) => ValueTask.FromResult(new Counter().AsSystem()),
    DefaultConfiguration = Counter.Configuration.Default,
    ReadExamples = (_, _) => Task.FromResult<IReadOnlyList<Example<string, int>>>(examples),
    Metric = metric,
    Demonstration = new("train", "validation", SystemRuns: 100, Seed: 1),
}.RunAsync(args);

[CompoundSystem<string, int>(Output = nameof(Scaled), Json = typeof(CounterJson))]
internal sealed partial class Counter
{
    [Component]
    private int Length(string input) => input.Length;

    [Component]
    private int Scaled(int length, [Hyperparameter(1, 2, 3)] int factor = 1) => length * factor;
}

[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(int))]
internal sealed partial class CounterJson : JsonSerializerContext;
