using System.Collections;
using System.Numerics;

namespace Optimas;

/// <summary>An immutable set of component indices, held as bits.</summary>
public sealed class ComponentSet : IReadOnlyCollection<int>, IEquatable<ComponentSet>
{
    private readonly ulong[] _words;

    private ComponentSet(ulong[] words) => _words = words;

    /// <summary>The set without members.</summary>
    public static ComponentSet Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _words.Sum(BitOperations.PopCount);

    /// <summary>The set of the given indices.</summary>
    /// <param name="components">Indices, 0 or larger, in any order.</param>
    public static ComponentSet Of(params IEnumerable<int> components)
    {
        var words = new ulong[1];
        foreach (int component in components)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(component, nameof(components));
            if (component / 64 >= words.Length)
                Array.Resize(ref words, component / 64 + 1);
            words[component / 64] |= 1UL << (component % 64);
        }

        return new(words);
    }

    /// <summary>The set {0, …, <paramref name="count"/> − 1}.</summary>
    public static ComponentSet All(int count) => Of(Enumerable.Range(0, count));

    /// <summary>Whether <paramref name="component"/> is a member.</summary>
    public bool Contains(int component) =>
        component >= 0 && component / 64 < _words.Length && (_words[component / 64] >> (component % 64) & 1) != 0;

    /// <summary>The members of either set.</summary>
    public ComponentSet Union(ComponentSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var (longer, shorter) = _words.Length >= other._words.Length ? (_words, other._words) : (other._words, _words);
        ulong[] words = [.. longer];
        for (int i = 0; i < shorter.Length; i++)
            words[i] |= shorter[i];
        return new(words);
    }

    /// <summary>This set with one more member.</summary>
    public ComponentSet With(int component) => Union(Of(component));

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator()
    {
        for (int i = 0; i < _words.Length; i++)
        {
            for (ulong word = _words[i]; word != 0; word &= word - 1)
                yield return i * 64 + BitOperations.TrailingZeroCount(word);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(ComponentSet? other) => other is not null && this.SequenceEqual(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ComponentSet);

    /// <inheritdoc/>
    public override int GetHashCode() => this.Aggregate(17, HashCode.Combine);

    /// <inheritdoc/>
    public override string ToString() => $"{{{string.Join(", ", this)}}}";
}
