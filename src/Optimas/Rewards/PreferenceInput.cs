namespace Optimas;

/// <summary>An example to collect preferences on.</summary>
/// <typeparam name="TIn">The system's input.</typeparam>
/// <typeparam name="TOut">The system's output.</typeparam>
/// <param name="Example">Its id, distinct within a call. Samples are drawn from it.</param>
/// <param name="Input">The system's input.</param>
/// <param name="Reward">The global reward of a complete trajectory; a finite number.</param>
public sealed record PreferenceInput<TIn, TOut>(
    string Example, TIn Input, Func<Trace<TIn, TOut>, CancellationToken, ValueTask<double>> Reward)
{
    /// <summary>A trajectory under the same configuration: its slots upstream of C_k are used rather than run again. Null for none.</summary>
    public Trace<TIn, TOut>? Prefix { get; init; }
}
