namespace Optimas;

/// <summary>A model whose weights a configuration can name.</summary>
/// <typeparam name="TSelf">The model's own type.</typeparam>
public interface ITrainable<TSelf>
    where TSelf : ITrainable<TSelf>
{
    /// <summary>This model with the weights stored under <paramref name="weights"/>; the receiver is left as it is.</summary>
    /// <param name="weights">What the configuration holds: a path or a content address that the model understands.</param>
    TSelf WithWeights(string weights);
}
