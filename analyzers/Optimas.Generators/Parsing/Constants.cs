using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Optimas.Generators.Parsing;

/// <summary>Constants of attributes and default values, converted to the type that a hyperparameter has, and written as C#.</summary>
internal static class Constants
{
    private const double LargestDecimal = 7e28;

    /// <summary>Whether a configuration can hold values of a type: string, bool, int, long, float, double, decimal or an enum.</summary>
    public static bool IsSupported(ITypeSymbol type) => type.TypeKind == TypeKind.Enum || type.SpecialType is SpecialType.System_String
        or SpecialType.System_Boolean or SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Single
        or SpecialType.System_Double or SpecialType.System_Decimal;

    /// <summary>Whether values of a type can have a range.</summary>
    public static bool IsRanged(ITypeSymbol type) => type.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64
        or SpecialType.System_Single or SpecialType.System_Double;

    /// <summary>An attribute's argument as a value of a type; null where it is none.</summary>
    public static object? Convert(TypedConstant constant, ITypeSymbol target)
    {
        if (constant.Kind == TypedConstantKind.Enum)
        {
            return SymbolEqualityComparer.Default.Equals(constant.Type, target) ? constant.Value : null;
        }

        return constant.Kind == TypedConstantKind.Primitive && target.TypeKind != TypeKind.Enum ? Convert(constant.Value, target) : null;
    }

    /// <summary>A constant as a value of a type; an enum's is its number. Null where it is none.</summary>
    public static object? Convert(object? value, ITypeSymbol target)
    {
        if (target.TypeKind == TypeKind.Enum)
            return value;
        return target.SpecialType switch
        {
            SpecialType.System_String => value as string,
            SpecialType.System_Boolean => value as bool?,
            SpecialType.System_Int32 when IsInteger(value) && Number(value!) is >= int.MinValue and <= int.MaxValue =>
                (int)Number(value!),
            SpecialType.System_Int64 when IsInteger(value) && Number(value!) is >= long.MinValue and <= long.MaxValue =>
                (long)Number(value!),
            SpecialType.System_Single when (IsInteger(value) || value is float or double)
                && IsFinite(System.Convert.ToSingle(value, CultureInfo.InvariantCulture)) =>
                System.Convert.ToSingle(value, CultureInfo.InvariantCulture),
            SpecialType.System_Double when (IsInteger(value) || value is float or double)
                && IsFinite(System.Convert.ToDouble(value, CultureInfo.InvariantCulture)) =>
                System.Convert.ToDouble(value, CultureInfo.InvariantCulture),
            SpecialType.System_Decimal when IsDecimal(value) => Number(value!),
            _ => null,
        };
    }

    /// <summary>A number as a value of a type that can have a range.</summary>
    public static object FromNumber(double number, ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Int32 => (object)(int)Math.Min(number, int.MaxValue),
        SpecialType.System_Int64 => number >= long.MaxValue ? long.MaxValue : (long)number,
        SpecialType.System_Single => (float)number,
        _ => number,
    };

    /// <summary>A converted value as a C# expression of its type.</summary>
    public static string Literal(object value, ITypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Enum)
        {
            string name = TypeFacts.FullyQualified(type);
            return EnumMember(value, type) is { } member ? $"{name}.{TypeFacts.Identifier(member)}" : $"({name})({Invariant(value)})";
        }

        return value switch
        {
            string text => SymbolDisplay.FormatLiteral(text, quote: true),
            bool flag => flag ? "true" : "false",
            long number => Invariant(number) + "L",
            float number => Round(number) + "f",
            double number => Round(number) + "d",
            decimal number => Invariant(number) + "m",
            _ => Invariant(value),
        };
    }

    /// <summary>A converted value as a person writes it.</summary>
    public static string Show(object? value, ITypeSymbol type) => value switch
    {
        null => "null",
        _ when type.TypeKind == TypeKind.Enum => EnumMember(value, type) ?? Invariant(value),
        string text => SymbolDisplay.FormatLiteral(text, quote: true),
        bool flag => flag ? "true" : "false",
        float number => Round(number),
        double number => Round(number),
        _ => Invariant(value),
    };

    public static string Round(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Round(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Invariant(object value) => System.Convert.ToString(value, CultureInfo.InvariantCulture);

    private static string? EnumMember(object value, ITypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => f.HasConstantValue && Equals(f.ConstantValue, value))?.Name;

    private static bool IsInteger(object? value) => value is sbyte or byte or short or ushort or int or uint or long or ulong;

    private static bool IsFinite(double value) => !double.IsNaN(value) && !double.IsInfinity(value);

    private static decimal Number(object value) => System.Convert.ToDecimal(value, CultureInfo.InvariantCulture);

    private static bool IsDecimal(object? value) => value is decimal || IsInteger(value)
        || (value is double or float && Math.Abs(System.Convert.ToDouble(value, CultureInfo.InvariantCulture)) < LargestDecimal);
}
