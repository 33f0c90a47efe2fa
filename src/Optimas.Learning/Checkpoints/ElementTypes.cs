namespace Optimas.Learning;

/// <summary>What is known of each element type.</summary>
public static class ElementTypes
{
    /// <summary>The bytes of one element.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The type is none of those named.</exception>
    public static int Size(this ElementType type) => type switch
    {
        ElementType.F64 or ElementType.I64 => 8,
        ElementType.F32 or ElementType.I32 => 4,
        ElementType.F16 or ElementType.BF16 or ElementType.I16 => 2,
        ElementType.I8 or ElementType.U8 or ElementType.BOOL => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "There is no such element type."),
    };

    /// <summary>Whether the type is a floating-point one, as weights are.</summary>
    public static bool IsFloatingPoint(this ElementType type) =>
        type is ElementType.F32 or ElementType.F16 or ElementType.BF16 or ElementType.F64;

    /// <summary>The type of that name in a safetensors header; false where it is not supported.</summary>
    internal static bool TryParse(string name, out ElementType type)
    {
        ElementType? found = name switch
        {
            "F32" => ElementType.F32,
            "F16" => ElementType.F16,
            "BF16" => ElementType.BF16,
            "F64" => ElementType.F64,
            "I64" => ElementType.I64,
            "I32" => ElementType.I32,
            "I16" => ElementType.I16,
            "I8" => ElementType.I8,
            "U8" => ElementType.U8,
            "BOOL" => ElementType.BOOL,
            _ => null,
        };
        type = found ?? default;
        return found is not null;
    }
}
