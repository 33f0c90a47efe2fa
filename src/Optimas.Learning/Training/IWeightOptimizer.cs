using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>Turns gradients into steps, and can be stopped between two of them. Not safe for concurrent use.</summary>
internal interface IWeightOptimizer : IDisposable
{
    /// <summary>The steps made so far.</summary>
    long Steps { get; }

    /// <summary>Makes one step, in place.</summary>
    /// <param name="gradients">
    /// A gradient per parameter, in their order and of their shapes, float32; null leaves a parameter as it is.
    /// </param>
    /// <param name="learningRate">The rate of this step.</param>
    /// <exception cref="ArgumentException">There are more or fewer gradients than parameters.</exception>
    void Step(IReadOnlyList<Tensor?> gradients, double learningRate);

    /// <summary>The tensors that <see cref="Write"/> adds.</summary>
    IEnumerable<ExpectedTensor> ExpectedTensors();

    /// <summary>Adds the parameters, in float32, and their moments to a file.</summary>
    void Write(SafetensorsWriter writer);

    /// <summary>Goes back to what <see cref="Write"/> wrote after so many steps, parameters included.</summary>
    void Read(CheckpointWeights weights, long steps);
}
