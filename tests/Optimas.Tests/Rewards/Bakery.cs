using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Optimas.Runtime;

namespace Optimas.Tests.Rewards;

/// <summary>
/// A system written by hand: Flour and Sugar from the input, Dough from Flour, Bread from Dough and Sugar. Dough has a style, of which
/// "random" draws a number from the run's seed; Bread adds noise from its own seed. Inputs and outputs are texts.
/// </summary>
internal sealed class Bakery
{
    public const int Flour = 0, Sugar = 1, Dough = 2, Bread = 3;

    private readonly ConcurrentQueue<string> _calls = new();

    /// <summary>Every execution, as component and output.</summary>
    public IReadOnlyCollection<string> Calls => _calls;

    /// <summary>How long each component takes, to mix up the order in which runs complete.</summary>
    public Func<string, TimeSpan> Delay { get; init; } = _ => TimeSpan.Zero;

    public ICompoundSystem<string, string> System() => new BoundSystem<Bakery, string, string>(this, s_binding);

    public static SystemConfiguration Style(string style) => new Configuration { Dough = new() { Style = style } };

    public static ComponentConfiguration DoughStyle(string style) => new DoughConfiguration { Style = style };

    private static readonly DiscreteParameter s_style =
        new("Style", typeof(string), "plain", "plain", "rich", "dry", "random", "broken", "Plain");

    private static readonly SystemGraph s_graph = new(
        nameof(Bakery),
        [
            new("Flour", "", "string", [new("input", null, null)], []),
            new("Sugar", "", "string", [new("input", null, null)], []),
            new("Dough", "", "string", [new("flour", 0, null)], [s_style]),
            new("Bread", "", "string", [new("dough", 2, null), new("sugar", 1, null)], []),
        ],
        [Bread],
        ImmutableSortedDictionary<string, string>.Empty);

    private static readonly SystemBinding<Bakery, string, string> s_binding = new()
    {
        Graph = s_graph,
        DefaultConfiguration = new Configuration(),
        CreateTrace = content => new BakeryTrace(content),
        InputType = () => SystemJson.TypeInfo<string>(SystemJson.Default),
        Components =
        [
            Component(Flour, [], (_, input, _, _) => $"flour of {input}"),
            Component(Sugar, [], (_, input, _, seed) => $"sugar {seed.Next(1000)} of {input}"),
            Component(Dough, [Flour], (_, input, style, seed) => style switch
            {
                "random" => $"random dough {seed.Next(1_000_000)}",
                "broken" => throw new InvalidOperationException("The mixer is broken."),
                // Another configuration with the same output.
                "Plain" => $"plain dough of {input}",
                _ => $"{style} dough of {input}",
            }),
            Component(Bread, [Dough, Sugar], (outputs, input, _, seed) =>
                input == "stones" && ((string)outputs[Dough]!).StartsWith("rich", StringComparison.Ordinal)
                    ? throw new InvalidOperationException("The oven can't bake this.")
                    : $"bread {seed.Next(1000)} from {outputs[Dough]} and {outputs[Sugar]}"),
        ],
    };

    private static ComponentBinding<Bakery, string> Component(
        int index, int[] parents, Func<object?[], string, string?, SeededRandom, string> call) => new()
    {
        Invoke = async (system, input, outputs, configuration, cancellationToken) =>
        {
            string name = s_graph.Components[index].Name;
            var seed = new SeededRandom(ComponentScope.Current!.Seed!.Value, name);
            await Task.Delay(system.Delay(name), cancellationToken);
            system._calls.Enqueue(name);
            string output = call(outputs, input, (configuration as DoughConfiguration)?.Style, seed);
            system._calls.Enqueue($"{name}: {output}");
            return output;
        },
        WriteInputs = (writer, input, outputs) =>
        {
            if (parents.Length == 0)
                writer.Text("input", input);
            foreach (int parent in parents)
                writer.Text(s_graph.Components[parent].Name, (string?)outputs[parent]);
        },
        WriteOutput = (writer, output) => writer.Text("output", (string?)output),
        Inputs = (input, _) => new Dictionary<string, object?> { ["input"] = input },
        OutputType = () => SystemJson.TypeInfo<string>(SystemJson.Default),
    };

    private sealed record DoughConfiguration : ComponentConfiguration
    {
        public string Style
        {
            get;
            init => field = FieldGuard.Check("Dough", s_style, value);
        } = "plain";

        public override object? GetValue(int position) => Style;

        public override ComponentConfiguration WithValue(int position, object? value) =>
            this with { Style = FieldGuard.Cast<string>("Dough", s_style, value) };
    }

    private sealed record Configuration : SystemConfiguration
    {
        public DoughConfiguration Dough { get; init; } = new();

        public override SystemGraph Graph => s_graph;

        public override ComponentConfiguration? GetComponent(int component) => component == Bakery.Dough ? Dough : null;

        public override SystemConfiguration WithComponent(int component, ComponentConfiguration configuration) =>
            component == Bakery.Dough && configuration is DoughConfiguration dough
                ? this with { Dough = dough }
                : throw new ConfigurationException("Only Dough is configurable.");
    }

    private sealed class BakeryTrace(TraceContent<string> content) : Trace<string, string>(content)
    {
        protected override string AssembleOutput() => (string)Slots[Bread]!.Output!;

        protected override Trace<string, string> Create(TraceContent<string> content) => new BakeryTrace(content);
    }
}
