using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Optimas.Learning;

/// <summary>A tensor's dimensions, outermost first; none for a scalar. Equal by value: <c>TensorShape shape = [320, 64];</c></summary>
[CollectionBuilder(typeof(TensorShape), nameof(Create))]
public sealed class TensorShape : IReadOnlyList<long>, IEquatable<TensorShape>
{
    private readonly ImmutableArray<long> _dimensions;

    private TensorShape(ImmutableArray<long> dimensions, long elements) => (_dimensions, ElementCount) = (dimensions, elements);

    /// <summary>The shape of these dimensions.</summary>
    /// <param name="dimensions">Each 0 or larger.</param>
    /// <exception cref="ArgumentException">A dimension is negative, or the number of elements exceeds 2⁶³ - 1.</exception>
    public static TensorShape Create(params ReadOnlySpan<long> dimensions) =>
        TryCreate(dimensions) ?? throw new ArgumentException(
            $"[{string.Join(", ", dimensions.ToArray())}] is no shape: a dimension is negative, or there are too many elements.",
            nameof(dimensions));

    /// <summary>The product of the dimensions; 1 for a scalar.</summary>
    public long ElementCount { get; }

    /// <summary>The number of dimensions.</summary>
    public int Count => _dimensions.Length;

    /// <summary>One dimension.</summary>
    public long this[int index] => _dimensions[index];

    /// <inheritdoc/>
    public bool Equals(TensorShape? other) => other is not null && _dimensions.AsSpan().SequenceEqual(other._dimensions.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TensorShape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (long dimension in _dimensions)
            hash.Add(dimension);
        return hash.ToHashCode();
    }

    /// <summary>As in <c>[320, 64]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", _dimensions)}]";

    /// <inheritdoc/>
    public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)_dimensions).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The shape, or null where a dimension is negative or the product overflows.</summary>
    internal static TensorShape? TryCreate(ReadOnlySpan<long> dimensions)
    {
        long elements = 1;
        foreach (long dimension in dimensions)
        {
            if (dimension < 0 || (dimension > 0 && elements > long.MaxValue / dimension))
                return null;
            elements *= dimension;
        }

        return new([.. dimensions], elements);
    }
}
