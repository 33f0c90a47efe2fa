namespace Optimas;

/// <summary>The lower factor L of a positive definite matrix A = L Lᵀ.</summary>
internal sealed class Cholesky
{
    private readonly double[][] _lower;

    public Cholesky(int size, Func<int, int, double> matrix)
    {
        _lower = new double[size][];
        for (int i = 0; i < size; i++)
        {
            _lower[i] = new double[i + 1];
            for (int j = 0; j <= i; j++)
            {
                double sum = matrix(i, j);
                for (int k = 0; k < j; k++)
                    sum -= _lower[i][k] * _lower[j][k];
                // Rounding can push the pivot of a nearly singular matrix below zero.
                _lower[i][j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-12)) : sum / _lower[j][j];
            }
        }
    }

    /// <summary>L⁻¹ b.</summary>
    public double[] SolveHalf(double[] b)
    {
        double[] x = [.. b];
        for (int i = 0; i < x.Length; i++)
        {
            for (int k = 0; k < i; k++)
                x[i] -= _lower[i][k] * x[k];
            x[i] /= _lower[i][i];
        }

        return x;
    }

    /// <summary>A⁻¹ b.</summary>
    public double[] Solve(double[] b)
    {
        double[] x = SolveHalf(b);
        for (int i = x.Length - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < x.Length; k++)
                x[i] -= _lower[k][i] * x[k];
            x[i] /= _lower[i][i];
        }

        return x;
    }

    /// <summary>L b.</summary>
    public double[] Multiply(double[] b)
    {
        double[] x = new double[b.Length];
        for (int i = 0; i < x.Length; i++)
        {
            for (int k = 0; k <= i; k++)
                x[i] += _lower[i][k] * b[k];
        }

        return x;
    }
}
