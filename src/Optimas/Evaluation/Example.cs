namespace Optimas;

/// <summary>An input with what is known about its right output.</summary>
/// <typeparam name="TIn">The system's input.</typeparam>
/// <typeparam name="TLabel">What a metric compares the output with.</typeparam>
/// <param name="Id">A name for messages and reports, distinct within a data set.</param>
/// <param name="Input">x.</param>
/// <param name="Label">The label. Only the metric sees it.</param>
public sealed record Example<TIn, TLabel>(string Id, TIn Input, TLabel Label);
