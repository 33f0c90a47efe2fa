namespace Optimas;

/// <summary>A compound system f(x; v) as an optimizer sees it. Every annotated type offers one by its generated <c>AsSystem()</c>.</summary>
/// <typeparam name="TIn">The system's input.</typeparam>
/// <typeparam name="TOut">The system's output.</typeparam>
public interface ICompoundSystem<TIn, TOut>
{
    /// <summary>The graph.</summary>
    SystemGraph Graph { get; }

    /// <summary>The configuration that the annotations declare.</summary>
    SystemConfiguration DefaultConfiguration { get; }

    /// <summary>
    /// Runs the components whose slots are empty, each as soon as its producers have completed. Safe to call concurrently.
    /// </summary>
    /// <param name="input">The system's input.</param>
    /// <param name="configuration">The configuration to run under.</param>
    /// <param name="prefix">Slots to keep; null to start with all of them empty.</param>
    /// <param name="request">What to run.</param>
    /// <param name="cancellationToken">Ends the run with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The trajectory, complete unless <paramref name="request"/> left components out.</returns>
    /// <exception cref="ComponentException">A component failed. The others were cancelled and have ended.</exception>
    Task<Trace<TIn, TOut>> ExecuteAsync(
        TIn input, SystemConfiguration configuration, Trace<TIn, TOut>? prefix, ExecutionRequest request, CancellationToken cancellationToken);

    /// <summary>(x_k, y_k) of a trajectory, as a local reward sees it.</summary>
    /// <exception cref="InvalidOperationException">The component's slot is empty.</exception>
    Observation Observe(Trace<TIn, TOut> trace, int component);

    /// <summary>The trajectory as one JSON object, without loss.</summary>
    string ToJson(Trace<TIn, TOut> trace);

    /// <summary>Reads back what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="System.Text.Json.JsonException">The text is not a trajectory of this system.</exception>
    /// <exception cref="ConfigurationException">Its configuration is not legal for this system.</exception>
    Trace<TIn, TOut> FromJson(string json);

    /// <summary>Reads an input of this system.</summary>
    /// <exception cref="System.Text.Json.JsonException">The JSON is not an input of this system.</exception>
    TIn ReadInput(System.Text.Json.JsonElement json);
}
