namespace Optimas.Learning;

/// <summary>One tensor of a file.</summary>
/// <param name="Name">Its name, unique within the file.</param>
/// <param name="ElementType">The type of its elements.</param>
/// <param name="Shape">Its dimensions, outermost first; the elements lie in row-major order.</param>
/// <param name="Offset">Where its bytes start, counted from the start of the file. Not always a multiple of the element's size.</param>
/// <param name="Length">The number of its bytes.</param>
public sealed record TensorEntry(string Name, ElementType ElementType, TensorShape Shape, long Offset, long Length);
