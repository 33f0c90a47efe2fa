namespace Optimas;

/// <summary>A system whose values go to JSON one by one, and whose trajectories can be put together again from them.</summary>
internal interface IRecordableSystem<TIn, TOut> : ICompoundSystem<TIn, TOut>
{
    /// <summary>x as JSON.</summary>
    string WriteInput(TIn input);

    /// <summary>y_k as JSON.</summary>
    string WriteOutput(int component, object? output);

    /// <summary>Reads what <see cref="WriteOutput"/> wrote.</summary>
    object? ReadOutput(int component, string json);

    /// <summary>A component's configuration as JSON.</summary>
    string WriteConfiguration(int component, ComponentConfiguration configuration);

    /// <summary>Reads what <see cref="WriteConfiguration"/> wrote.</summary>
    ComponentConfiguration ReadConfiguration(int component, string json);

    /// <summary>A trajectory of the system's own type.</summary>
    Trace<TIn, TOut> CreateTrace(TraceContent<TIn> content);

    /// <summary>The report of a component's failure.</summary>
    ComponentException Fail(int component, Trace<TIn, TOut> trace, Exception failure, int executions, ModelUsage usage);
}
