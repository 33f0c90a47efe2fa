namespace Optimas.Learning;

/// <summary>The type of a tensor's elements, by the name that safetensors gives it. All are little-endian.</summary>
public enum ElementType
{
    /// <summary>IEEE 754 single precision, 4 bytes.</summary>
    F32,

    /// <summary>IEEE 754 half precision, 2 bytes.</summary>
    F16,

    /// <summary>bfloat16, the upper half of a single, 2 bytes.</summary>
    BF16,

    /// <summary>IEEE 754 double precision, 8 bytes.</summary>
    F64,

    /// <summary>Signed integer of 8 bytes.</summary>
    I64,

    /// <summary>Signed integer of 4 bytes.</summary>
    I32,

    /// <summary>Signed integer of 2 bytes.</summary>
    I16,

    /// <summary>Signed integer of 1 byte.</summary>
    I8,

    /// <summary>Unsigned integer of 1 byte.</summary>
    U8,

    /// <summary>Truth value of 1 byte: 0 or 1.</summary>
    BOOL,
}
