namespace Optimas;

/// <summary>
/// Marks weights that can be trained with the local reward: on a prompted component, an adapter over its language model; on a parameter,
/// a model of the user's own, of a type that implements <see cref="ITrainable{TSelf}"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Parameter)]
public sealed class TrainableAttribute : Attribute;
