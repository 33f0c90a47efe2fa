namespace Optimas;

/// <summary>A vector held as its non-zero entries, by ascending index.</summary>
internal sealed class SparseVector
{
    private readonly int[] _indices;
    private readonly double[] _values;

    private SparseVector(int[] indices, double[] values)
    {
        _indices = indices;
        _values = values;
    }

    public ReadOnlySpan<int> Indices => _indices;

    public ReadOnlySpan<double> Values => _values;

    public static SparseVector Of(IEnumerable<KeyValuePair<int, double>> entries)
    {
        KeyValuePair<int, double>[] sorted = [.. entries.Where(e => e.Value != 0).OrderBy(e => e.Key)];
        return new([.. sorted.Select(e => e.Key)], [.. sorted.Select(e => e.Value)]);
    }

    public static SparseVector operator -(SparseVector left, SparseVector right)
    {
        var indices = new List<int>(left._indices.Length + right._indices.Length);
        var values = new List<double>(left._indices.Length + right._indices.Length);
        int i = 0, j = 0;
        while (i < left._indices.Length || j < right._indices.Length)
        {
            int a = i < left._indices.Length ? left._indices[i] : int.MaxValue;
            int b = j < right._indices.Length ? right._indices[j] : int.MaxValue;
            double value = (a <= b ? left._values[i++] : 0) - (b <= a ? right._values[j++] : 0);
            if (value == 0)
                continue;
            indices.Add(Math.Min(a, b));
            values.Add(value);
        }

        return new([.. indices], [.. values]);
    }

    /// <summary>The same values at other indices, which keep the order.</summary>
    public SparseVector Renumber(ReadOnlySpan<int> positions)
    {
        int[] indices = new int[_indices.Length];
        for (int i = 0; i < indices.Length; i++)
            indices[i] = positions[_indices[i]];
        return new(indices, _values);
    }

    public double Dot(ReadOnlySpan<double> dense)
    {
        double sum = 0;
        for (int i = 0; i < _indices.Length; i++)
            sum += _values[i] * dense[_indices[i]];
        return sum;
    }

    public double Dot(ReadOnlySpan<float> dense)
    {
        double sum = 0;
        for (int i = 0; i < _indices.Length; i++)
            sum += _values[i] * dense[_indices[i]];
        return sum;
    }
}
