// Compiled here against the binding and, by SourceCompatibilityTests, against the TorchSharp package: nothing but TorchSharp and .NET.
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Portable;

/// <summary>Operations with what they give, computed by hand.</summary>
public static class Operations
{
    private const double N = double.NaN, I = double.PositiveInfinity;

    public static IEnumerable<(string Name, Func<Tensor> Result, double[] Expected)> All()
    {
        // Pointwise.
        yield return ("abs", () => Vector(-1, 0, 2).abs(), [1, 0, 2]);
        yield return ("neg", () => Vector(-1, 0, 2).neg(), [1, 0, -2]);
        yield return ("exp", () => Vector(0, 1, -I).exp(), [1, Math.E, 0]);
        yield return ("log", () => Vector(1, Math.E, 0).log(), [0, 1, -I]);
        yield return ("sqrt", () => Vector(0, 4, -1).sqrt(), [0, 2, N]);
        yield return ("rsqrt", () => Vector(1, 4, 0).rsqrt(), [1, 0.5, I]);
        yield return ("sin", () => Vector(0, Math.PI / 2, Math.PI / 6).sin(), [0, 1, 0.5]);
        yield return ("cos", () => Vector(0, Math.PI, Math.PI / 3).cos(), [1, -1, 0.5]);
        yield return ("tanh", () => Vector(0, Math.Log(3), -I).tanh(), [0, 0.8, -1]);
        yield return ("sigmoid", () => Vector(0, Math.Log(3), -I).sigmoid(), [0.5, 0.75, 0]);
        yield return ("relu", () => Vector(-1, 0, 2).relu(), [0, 0, 2]);
        yield return ("silu", () => Vector(0, Math.Log(3), -Math.Log(3)).silu(), [0, 0.75 * Math.Log(3), -0.25 * Math.Log(3)]);
        yield return ("isfinite", () => Vector(0, I, N).isfinite(), [1, 0, 0]);
        yield return ("logical_not", () => Vector(0, 1, 2).logical_not(), [1, 0, 0]);
        yield return ("logsigmoid", () => functional.logsigmoid(Vector(0, Math.Log(3), -1000)), [-Math.Log(2), Math.Log(0.75), -1000]);
        yield return ("add", () => Vector(1, 2).add(Vector(10, 20)), [11, 22]);
        yield return ("add broadcast", () => Matrix(2, 2, 1, 2, 3, 4).add(Vector(10, 20)), [11, 22, 13, 24]);
        yield return ("add with a factor", () => Vector(1, 2).add(Vector(10, 20), 0.5), [6, 12]);
        yield return ("add a number", () => Vector(1, 2).add(0.5), [1.5, 2.5]);
        yield return ("sub", () => Vector(1, 2).sub(Vector(10, 20)), [-9, -18]);
        yield return ("sub a number", () => Vector(1, 2).sub(1), [0, 1]);
        yield return ("mul", () => Vector(2, 3).mul(Vector(4, 5)), [8, 15]);
        yield return ("mul by a number", () => Vector(2, 3).mul(0.5), [1, 1.5]);
        yield return ("pow", () => Vector(2, 3).pow(Vector(3, 2)), [8, 9]);
        yield return ("pow of a number", () => Vector(2, 3).pow(2), [4, 9]);
        yield return ("-x", () => -Vector(1, -2), [-1, 2]);
        yield return ("x + y", () => Vector(1, 2) + Vector(3, 4), [4, 6]);
        yield return ("x + 1", () => Vector(1, 2) + 1, [2, 3]);
        yield return ("1.5 + x", () => 1.5 + Vector(1, 2), [2.5, 3.5]);
        yield return ("x - y", () => Vector(1, 2) - Vector(3, 5), [-2, -3]);
        yield return ("x - 1", () => Vector(1, 2) - 1L, [0, 1]);
        yield return ("1 - x", () => 1 - Vector(0.25, 2), [0.75, -1]);
        yield return ("x * y", () => Vector(1, 2) * Vector(3, 4), [3, 8]);
        yield return ("x * 2", () => Vector(1, 2) * 2f, [2, 4]);
        yield return ("2 * x", () => 2 * Vector(1, 2), [2, 4]);
        yield return ("x / y", () => Vector(1, 0) / Vector(4, 0), [0.25, N]);
        yield return ("x / 2", () => Vector(1, 2) / 2, [0.5, 1]);
        yield return ("integers divided", () => tensor(new long[] { 1, 2 }) / 4, [0.25, 0.5]);
        yield return ("eq", () => Vector(1, 2, N).eq(Vector(1, 3, N)), [1, 0, 0]);
        yield return ("eq a number", () => Vector(1, 2).eq(1), [1, 0]);
        yield return ("ne", () => Vector(1, 2).ne(Vector(1, 3)), [0, 1]);
        yield return ("ne a number", () => Vector(1, 2).ne(1), [0, 1]);
        yield return ("lt", () => Vector(1, 2, 3).lt(Vector(2, 2, 2)), [1, 0, 0]);
        yield return ("lt a number", () => Vector(1, 2, 3).lt(2), [1, 0, 0]);
        yield return ("le", () => Vector(1, 2, 3).le(Vector(2, 2, 2)), [1, 1, 0]);
        yield return ("le a number", () => Vector(1, 2, 3).le(2), [1, 1, 0]);
        yield return ("gt", () => Vector(1, 2, 3).gt(Vector(2, 2, 2)), [0, 0, 1]);
        yield return ("gt a number", () => Vector(1, 2, 3).gt(2), [0, 0, 1]);
        yield return ("ge", () => Vector(1, 2, 3).ge(Vector(2, 2, 2)), [0, 1, 1]);
        yield return ("ge a number", () => Vector(1, 2, 3).ge(2), [0, 1, 1]);
        yield return ("maximum", () => Vector(1, 5).maximum(Vector(3, 2)), [3, 5]);
        yield return ("minimum", () => Vector(1, 5).minimum(Vector(3, 2)), [1, 2]);
        yield return ("clamp", () => Vector(-2, 0.5, 2).clamp(-1, 1), [-1, 0.5, 1]);
        yield return ("clamp below", () => Vector(-2, 0.5).clamp(min: 0), [0, 0.5]);
        yield return ("clamp above", () => Vector(-2, 0.5).clamp(max: 0), [-2, 0]);
        yield return ("where", () => where(Flags(true, false), Vector(1, 2), Vector(3, 4)), [1, 4]);
        yield return ("masked_fill", () => Vector(1, 2).masked_fill(Flags(true, false), -I), [-I, 2]);

        // In place.
        yield return ("add_", () => Vector(1, 2).add_(Vector(3, 4)), [4, 6]);
        yield return ("add_ with a factor", () => Vector(1, 2).add_(Vector(3, 4), -1), [-2, -2]);
        yield return ("add_ a number", () => Vector(1, 2).add_(1), [2, 3]);
        yield return ("mul_", () => Vector(1, 2).mul_(Vector(3, 4)), [3, 8]);
        yield return ("mul_ by a number", () => Vector(1, 2).mul_(0.5), [0.5, 1]);
        yield return ("addcmul_", () => Vector(1, 2).addcmul_(Vector(3, 4), Vector(5, 6), 0.1), [2.5, 4.4]);
        yield return ("addcdiv_", () => Vector(1, 2).addcdiv_(Vector(3, 4), Vector(2, 8), 2), [4, 3]);
        yield return ("zero_", () => Vector(1, 2).zero_(), [0, 0]);
        yield return ("fill_", () => Vector(1, 2).fill_(7), [7, 7]);
        yield return ("masked_fill_", () => Vector(1, 2).masked_fill_(Flags(false, true), 9), [1, 9]);
        yield return ("copy_", () => Vector(1, 2).copy_(tensor(new[] { 3, 4 })), [3, 4]);
        yield return ("index_copy_", () => Matrix(2, 2, 1, 2, 3, 4).index_copy_(0, Indices(1), Matrix(1, 2, 8, 9)), [1, 2, 8, 9]);
        yield return ("index_add_", () => Matrix(2, 2, 1, 2, 3, 4).index_add_(0, Indices(0, 0), Matrix(2, 2, 1, 1, 2, 2), 10), [31, 32, 3, 4]);
        yield return ("scatter_", () => zeros(new long[] { 2, 2 }).scatter_(1, Indices(1, 0).view(2, 1), ones(new long[] { 2, 1 })), [0, 1, 1, 0]);
        yield return ("a part written in place", () => { var m = zeros(new long[] { 2, 2 }); m.select(1, 0).fill_(5); return m; }, [5, 0, 5, 0]);

        // Reductions, sorting.
        yield return ("sum", () => Matrix(2, 2, 1, 2, 3, 4).sum(), [10]);
        yield return ("sum of flags", () => Flags(true, true, false).sum(), [2]);
        yield return ("sum over a dimension (by name: a plain 0 would be a type)", () => Matrix(2, 2, 1, 2, 3, 4).sum(dim: 0), [4, 6]);
        yield return ("sum as double", () => Vector(1, 2).sum(0, true, ScalarType.Float64), [3]);
        yield return ("mean", () => Matrix(2, 2, 1, 2, 3, 4).mean(), [2.5]);
        yield return ("mean over dimensions", () => Matrix(2, 2, 1, 2, 3, 4).mean(new long[] { -1 }, true), [1.5, 3.5]);
        yield return ("max", () => Vector(1, 3, 2).max(), [3]);
        yield return ("min", () => Vector(3, 1, 2).min(), [1]);
        yield return ("max over a dimension", () => Matrix(2, 2, 1, 2, 4, 3).max(1).values, [2, 4]);
        yield return ("max's places", () => Matrix(2, 2, 1, 2, 4, 3).max(1, true).indexes, [1, 0]);
        yield return ("all", () => Flags(true, false).all(), [0]);
        yield return ("any", () => Flags(true, false).any(), [1]);
        yield return ("argmax", () => Matrix(2, 2, 1, 2, 4, 3).argmax(-1), [1, 0]);
        yield return ("logsumexp", () => Matrix(1, 2, 1000, 1000).logsumexp(1), [1000 + Math.Log(2)]);
        yield return ("softmax", () => Vector(0, Math.Log(3)).softmax(0), [0.25, 0.75]);
        yield return ("functional.softmax", () => functional.softmax(Vector(0, Math.Log(3)), 0, ScalarType.Float64), [0.25, 0.75]);
        yield return ("log_softmax", () => Vector(0, Math.Log(3)).log_softmax(-1), [Math.Log(0.25), Math.Log(0.75)]);
        yield return ("cumsum", () => Vector(1, 2, 3).cumsum(0), [1, 3, 6]);
        yield return ("norm", () => Vector(3, 4).norm(), [5]);
        yield return ("norm of order 1", () => Vector(3, -4).norm(1f), [7]);
        yield return ("topk", () => Vector(1, 4, 2, 3).topk(2).values, [4, 3]);
        yield return ("topk's places", () => Vector(1, 4, 2, 3).topk(2, 0, largest: false).indexes, [0, 2]);
        yield return ("sort", () => Vector(2, 3, 1).sort().Values, [1, 2, 3]);
        yield return ("sort's places", () => Vector(2, 3, 1, 3).sort(0, descending: true, stable: true).Indices, [1, 3, 0, 2]);

        // Shape and index.
        yield return ("contiguous", () => Matrix(2, 2, 1, 2, 3, 4).t().contiguous(), [1, 3, 2, 4]);
        yield return ("clone", () => { var x = Vector(1, 2); var y = x.clone(); x.zero_(); return y; }, [1, 2]);
        yield return ("detach", () => { var x = Vector(1, 2); var y = x.detach(); x.zero_(); return y; }, [0, 0]);
        yield return ("alias", () => { var x = Vector(1, 2); var y = x.alias(); x.zero_(); return y; }, [0, 0]);
        yield return ("t", () => Matrix(2, 3, 1, 2, 3, 4, 5, 6).t(), [1, 4, 2, 5, 3, 6]);
        yield return ("view", () => Vector(1, 2, 3, 4).view(2, -1).select(0, 1), [3, 4]);
        yield return ("reshape", () => Matrix(2, 2, 1, 2, 3, 4).t().reshape(4), [1, 3, 2, 4]);
        yield return ("expand", () => Vector(1, 2).view(2, 1).expand(2, 2), [1, 1, 2, 2]);
        yield return ("permute", () => arange(0, 6, ScalarType.Float32).view(1, 2, 3).permute(2, 0, 1), [0, 3, 1, 4, 2, 5]);
        yield return ("transpose", () => Matrix(2, 2, 1, 2, 3, 4).transpose(0, -1), [1, 3, 2, 4]);
        yield return ("unsqueeze", () => Vector(1, 2).unsqueeze(-1) * Vector(1, 10), [1, 10, 2, 20]);
        yield return ("narrow", () => Vector(1, 2, 3, 4).narrow(0, 1, 2), [2, 3]);
        yield return ("select", () => Matrix(2, 2, 1, 2, 3, 4).select(1, -1), [2, 4]);
        yield return ("index_select", () => Matrix(2, 2, 1, 2, 3, 4).index_select(0, Indices(1, 1, 0)), [3, 4, 3, 4, 1, 2]);
        yield return ("gather", () => Matrix(2, 2, 1, 2, 3, 4).gather(1, Indices(1, 0).view(2, 1)), [2, 3]);
        yield return ("tril", () => ones(new long[] { 2, 3 }).tril(1), [1, 1, 0, 1, 1, 1]);
        yield return ("cat", () => cat(new[] { Vector(1), Vector(2, 3) }), [1, 2, 3]);
        yield return ("cat in another dimension", () => cat(new List<Tensor> { Matrix(2, 1, 1, 2), Matrix(2, 1, 3, 4) }, -1), [1, 3, 2, 4]);
        yield return ("stack", () => stack(new[] { Vector(1, 2), Vector(3, 4) }, 1), [1, 3, 2, 4]);
        yield return ("stack of a sequence", () => stack(Enumerable.Range(1, 2).Select(i => Vector(i))), [1, 2]);

        // Linear algebra and layers.
        yield return ("matmul", () => matmul(Matrix(2, 2, 1, 2, 3, 4), Vector(1, 10)), [21, 43]);
        yield return ("x.matmul", () => Matrix(2, 2, 1, 2, 3, 4).matmul(Matrix(2, 2, 0, 1, 1, 0)), [2, 1, 4, 3]);
        yield return ("mm", () => Matrix(2, 2, 1, 2, 3, 4).mm(Matrix(2, 1, 1, 10)), [21, 43]);
        yield return ("bmm", () => Matrix(2, 2, 1, 2, 3, 4).view(2, 1, 2).bmm(Matrix(2, 2, 1, 10, 100, 1000).view(2, 2, 1)), [21, 4300]);
        yield return ("addmm", () => addmm(Vector(1), Matrix(1, 2, 1, 2), Matrix(2, 1, 3, 4), 10, 2), [32]);
        yield return ("linear", () => functional.linear(Vector(1, 2), Matrix(1, 2, 3, 4), Vector(5)), [16]);
        yield return ("linear without a bias", () => functional.linear(Vector(1, 2), Matrix(1, 2, 3, 4)), [11]);
        yield return ("layer_norm", () => functional.layer_norm(Vector(1, 3), new long[] { 2 }, Vector(1, 2), Vector(0, 1), 0), [-1, 3]);
        yield return ("cross_entropy", () => functional.cross_entropy(Matrix(2, 2, 0, Math.Log(3), 0, 0), Indices(1, 0)), [-(Math.Log(0.75) + Math.Log(0.5)) / 2]);
        yield return ("cross_entropy, summed, ignoring", () => functional.cross_entropy(Matrix(2, 2, 0, Math.Log(3), 0, 0), Indices(1, -100), reduction: Reduction.Sum), [-Math.Log(0.75)]);
        yield return ("cross_entropy of each", () => functional.cross_entropy(Matrix(2, 2, 0, Math.Log(3), 0, 0), Indices(0, 1), reduction: Reduction.None), [Math.Log(4), Math.Log(2)]);
        yield return ("cross_entropy, weighted", () => functional.cross_entropy(Matrix(2, 2, 0, 0, 0, Math.Log(3)), Indices(0, 1), Vector(3, 1)), [(3 * Math.Log(2) - Math.Log(0.75)) / 4]);
        yield return ("cross_entropy, smoothed", () => functional.cross_entropy(Matrix(1, 2, 0, 0), Indices(0), label_smoothing: 0.1), [Math.Log(2)]);
        yield return ("attention", () => functional.scaled_dot_product_attention(Matrix(1, 1, 0), Matrix(2, 1, 1, 2), Matrix(2, 1, 4, 8)), [6]);
        yield return ("causal attention", () => functional.scaled_dot_product_attention(Matrix(2, 1, 0, 0).view(1, 2, 1), Matrix(2, 1, 1, 2).view(1, 2, 1), Matrix(2, 1, 4, 8).view(1, 2, 1), is_casual: true), [4, 6]);

        // Creation and conversion.
        yield return ("zeros", () => zeros(new long[] { 2 }), [0, 0]);
        yield return ("ones of integers", () => ones(new long[] { 2 }, ScalarType.Int64), [1, 1]);
        yield return ("full", () => full(new long[] { 2 }, 2.5), [2.5, 2.5]);
        yield return ("empty, filled", () => empty(new long[] { 2 }, bfloat16).fill_(1), [1, 1]);
        yield return ("arange", () => arange(1, 4), [1, 2, 3]);
        yield return ("arange of double", () => arange(0.5, 3, float64), [0.5, 1.5, 2.5]);
        yield return ("zeros_like", () => zeros_like(Vector(1, 2)), [0, 0]);
        yield return ("empty_like", () => empty_like(Vector(1, 2), int32).fill_(3), [3, 3]);
        yield return ("floats", () => tensor(new[] { 1.5f, 2 }), [1.5, 2]);
        yield return ("doubles as half", () => tensor(new[] { 1.5, 2 }, float16), [1.5, 2]);
        yield return ("integers", () => tensor(new[] { 1, 2 }), [1, 2]);
        yield return ("flags", () => Flags(true, false), [1, 0]);
        yield return ("to another type", () => Vector(1.7, -1.7).to(ScalarType.Int32), [1, -1]);
        yield return ("to a device", () => Vector(1, 2).to(CPU, copy: true), [1, 2]);
        yield return ("to a named device and type", () => Vector(1, 2).to(float64, "cpu", disposeAfter: true), [1, 2]);
        yield return ("rounded to bfloat16", () => Vector(1 + 1.0 / 512).to(bfloat16), [1]);
        yield return ("as bytes", () => { var x = Vector(0, 0); x.bytes = new byte[] { 0, 0, 128, 63, 0, 0, 0, 64 }; return x; }, [1, 2]);

        // Random numbers: their laws.
        yield return ("rand is the seed's", () => { manual_seed(7); var x = rand(new long[] { 3 }); manual_seed(7); return x - rand(new long[] { 3 }); }, [0, 0, 0]);
        yield return ("randn of a generator", () => { using var a = new Generator(7); using var b = new Generator(7); return randn(new long[] { 2 }, generator: a) - randn(new long[] { 2 }, generator: b); }, [0, 0]);
        yield return ("rand's range", () => { var x = rand(new long[] { 10000 }); return stack(new[] { x.min().ge(0), x.max().lt(1), (x.mean() - 0.5).abs().lt(0.02) }); }, [1, 1, 1]);
        yield return ("normal_", () => { var x = zeros(new long[] { 10000 }).normal_(3, 0.5); return stack(new[] { (x.mean() - 3).abs().lt(0.03), ((x - 3).pow(2).mean() - 0.25).abs().lt(0.02) }); }, [1, 1]);
        yield return ("uniform_", () => { var x = zeros(new long[] { 10000 }).uniform_(2, 4); return stack(new[] { x.min().ge(2), x.max().le(4), (x.mean() - 3).abs().lt(0.03) }); }, [1, 1, 1]);
        yield return ("bernoulli_", () => { var x = zeros(new long[] { 10000 }).bernoulli_(0.25); return (x.mean() - 0.25).abs().lt(0.02); }, [1]);
    }

    private static Tensor Vector(params double[] values) => tensor(values, ScalarType.Float32);

    private static Tensor Matrix(long rows, long columns, params double[] values) => tensor(values, ScalarType.Float32).view(rows, columns);

    private static Tensor Indices(params long[] values) => tensor(values);

    private static Tensor Flags(params bool[] values) => tensor(values);
}
