using static TorchSharp.torch;

namespace Optimas.Learning;

/// <summary>What all layers of one forward pass share.</summary>
/// <param name="Batch">The tokens.</param>
/// <param name="Cos">The rows' rotary cosines.</param>
/// <param name="Sin">The rows' rotary sines.</param>
/// <param name="Adapters">The adapters in force on the rows; null for none.</param>
/// <param name="LastAdapters">The same, on the sequences' last rows.</param>
/// <param name="CacheRows">Where the rows' keys and values go in the cache; null without a cache.</param>
internal sealed record DecoderPass(
    PackedBatch Batch, Tensor Cos, Tensor Sin, AdapterRouting? Adapters, AdapterRouting? LastAdapters, Tensor? CacheRows);
