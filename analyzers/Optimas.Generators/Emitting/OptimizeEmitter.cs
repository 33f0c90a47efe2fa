using Optimas.Generators.Model;

namespace Optimas.Generators.Emitting;

/// <summary>OptimizeAsync: the optimization's entry point.</summary>
internal static class OptimizeEmitter
{
    public static string Emit(SystemModel system) => SystemSource.Write(system, source =>
    {
        string input = system.Input.FullyQualified, output = system.Output.FullyQualified;
        string examples = $"global::System.Collections.Generic.IReadOnlyList<global::Optimas.Example<{input}, TLabel>>";
        source.Document(
            "Looks for a configuration with a higher mean score, component by component, guided by local rewards.",
            "<typeparam name=\"TLabel\">What an example says about the right output.</typeparam>",
            "<param name=\"train\">The examples that local rewards learn from.</param>",
            "<param name=\"validation\">The examples that decide; the racing engine, the default, decides on some of both sets.</param>",
            "<param name=\"metric\">The global reward.</param>",
            "<param name=\"options\">The budget, the engine, the seed; null for the defaults.</param>",
            "<param name=\"progress\">Receives every step and decision.</param>",
            "<param name=\"cancellationToken\">Ends the optimization.</param>",
            "<returns>The best configuration found, never worse than the start on the examples that decide.</returns>");
        source.Line($$"""
            {{system.Accessibility}} global::System.Threading.Tasks.Task<global::Optimas.OptimizationResult<Configuration>> OptimizeAsync<TLabel>(
                {{examples}} train,
                {{examples}} validation,
                global::Optimas.IMetric<{{output}}, TLabel> metric,
                global::Optimas.OptimizationOptions? options = null,
                global::System.IProgress<global::Optimas.OptimizationEvent>? progress = null,
                global::System.Threading.CancellationToken cancellationToken = default) =>
                global::Optimas.Optimizer.OptimizeAsync<{{input}}, {{output}}, TLabel, Configuration>(
                    AsSystem(), train, validation, metric, options ?? global::Optimas.OptimizationOptions.Default, progress, cancellationToken);
            """);
    });
}
