namespace Optimas.Learning;

/// <summary>A tensor that a model or adapter of a given configuration has.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Shape">Its dimensions, outermost first: [out, in] for a projection.</param>
/// <param name="IsOptional">Whether files may carry it although nothing reads it, such as the output half of tied embeddings.</param>
public sealed record ExpectedTensor(string Name, TensorShape Shape, bool IsOptional = false);
