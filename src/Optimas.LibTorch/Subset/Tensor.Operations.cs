using Optimas.LibTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        // Pointwise.
        public Tensor abs() => New(Native.Abs(Handle, out nint r), r, this);

        public Tensor neg() => New(Native.Neg(Handle, out nint r), r, this);

        public Tensor exp() => New(Native.Exp(Handle, out nint r), r, this);

        public Tensor log() => New(Native.Log(Handle, out nint r), r, this);

        public Tensor sqrt() => New(Native.Sqrt(Handle, out nint r), r, this);

        public Tensor rsqrt() => New(Native.Rsqrt(Handle, out nint r), r, this);

        public Tensor sin() => New(Native.Sin(Handle, out nint r), r, this);

        public Tensor cos() => New(Native.Cos(Handle, out nint r), r, this);

        public Tensor tanh() => New(Native.Tanh(Handle, out nint r), r, this);

        public Tensor sigmoid() => New(Native.Sigmoid(Handle, out nint r), r, this);

        public Tensor relu() => New(Native.Relu(Handle, out nint r), r, this);

        public Tensor silu() => New(Native.Silu(Handle, out nint r), r, this);

        public Tensor isfinite() => New(Native.Isfinite(Handle, out nint r), r, this);

        public Tensor logical_not() => New(Native.LogicalNot(Handle, out nint r), r, this);

        public Tensor add(Tensor target) => New(Native.Add(Handle, target.Handle, s_one, out nint r), r, this, target);

        public Tensor add(Tensor target, Scalar alpha) => New(Native.Add(Handle, target.Handle, alpha.Value, out nint r), r, this, target);

        public Tensor add(Scalar scalar) => New(Native.AddScalar(Handle, scalar.Value, out nint r), r, this);

        public Tensor sub(Tensor target) => New(Native.Sub(Handle, target.Handle, out nint r), r, this, target);

        public Tensor sub(Scalar target) => New(Native.SubScalar(Handle, target.Value, out nint r), r, this);

        public Tensor mul(Tensor target) => New(Native.Mul(Handle, target.Handle, out nint r), r, this, target);

        public Tensor mul(Scalar target) => New(Native.MulScalar(Handle, target.Value, out nint r), r, this);

        public Tensor pow(Tensor exponent) => New(Native.Pow(Handle, exponent.Handle, out nint r), r, this, exponent);

        public Tensor pow(Scalar exponent) => New(Native.PowScalar(Handle, exponent.Value, out nint r), r, this);

        public Tensor eq(Tensor target) => New(Native.Eq(Handle, target.Handle, out nint r), r, this, target);

        public Tensor eq(Scalar target) => New(Native.EqScalar(Handle, target.Value, out nint r), r, this);

        public Tensor ne(Tensor target) => New(Native.Ne(Handle, target.Handle, out nint r), r, this, target);

        public Tensor ne(Scalar target) => New(Native.NeScalar(Handle, target.Value, out nint r), r, this);

        public Tensor lt(Tensor target) => New(Native.Lt(Handle, target.Handle, out nint r), r, this, target);

        public Tensor lt(Scalar target) => New(Native.LtScalar(Handle, target.Value, out nint r), r, this);

        public Tensor le(Tensor target) => New(Native.Le(Handle, target.Handle, out nint r), r, this, target);

        public Tensor le(Scalar target) => New(Native.LeScalar(Handle, target.Value, out nint r), r, this);

        public Tensor gt(Tensor target) => New(Native.Gt(Handle, target.Handle, out nint r), r, this, target);

        public Tensor gt(Scalar target) => New(Native.GtScalar(Handle, target.Value, out nint r), r, this);

        public Tensor ge(Tensor target) => New(Native.Ge(Handle, target.Handle, out nint r), r, this, target);

        public Tensor ge(Scalar target) => New(Native.GeScalar(Handle, target.Value, out nint r), r, this);

        public Tensor maximum(Tensor other) => New(Native.Maximum(Handle, other.Handle, out nint r), r, this, other);

        public Tensor minimum(Tensor other) => New(Native.Minimum(Handle, other.Handle, out nint r), r, this, other);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) =>
            New(Native.Clamp(Handle, min?.Value ?? default, max?.Value ?? default, min is not null, max is not null, out nint r), r, this);

        public Tensor masked_fill(Tensor mask, Scalar value) =>
            New(Native.MaskedFill(Handle, mask.Handle, value.Value, out nint r), r, this, mask);

        // In place.
        public Tensor add_(Tensor target) => Check(Native.AddInPlace(Handle, target.Handle, s_one), this, target);

        public Tensor add_(Tensor target, Scalar alpha) => Check(Native.AddInPlace(Handle, target.Handle, alpha.Value), this, target);

        public Tensor add_(Scalar scalar) => Check(Native.AddScalarInPlace(Handle, scalar.Value), this);

        public Tensor mul_(Tensor target) => Check(Native.MulInPlace(Handle, target.Handle), this, target);

        public Tensor mul_(Scalar target) => Check(Native.MulScalarInPlace(Handle, target.Value), this);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Check(Native.AddcmulInPlace(Handle, tensor1.Handle, tensor2.Handle, value.Value), this, tensor1, tensor2);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Check(Native.AddcdivInPlace(Handle, tensor1.Handle, tensor2.Handle, value.Value), this, tensor1, tensor2);

        public Tensor zero_() => Check(Native.ZeroInPlace(Handle), this);

        public Tensor fill_(Scalar value) => Check(Native.FillInPlace(Handle, value.Value), this);

        public Tensor masked_fill_(Tensor mask, Scalar value) => Check(Native.MaskedFillInPlace(Handle, mask.Handle, value.Value), this, mask);

        public Tensor copy_(Tensor source, bool nonBlocking = false) => Check(Native.CopyInPlace(Handle, source.Handle, nonBlocking), this, source);

        public Tensor uniform_(double from, double to, Generator? generator = null) =>
            Check(Native.UniformInPlace(Handle, from, to, Generator.HandleOf(generator)), this, generator);

        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) =>
            Check(Native.NormalInPlace(Handle, mean, std, Generator.HandleOf(generator)), this, generator);

        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) =>
            Check(Native.BernoulliInPlace(Handle, p, Generator.HandleOf(generator)), this, generator);

        public Tensor index_copy_(long dim, Tensor index, Tensor source) =>
            Check(Native.IndexCopyInPlace(Handle, dim, index.Handle, source.Handle), this, index, source);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Check(Native.IndexAddInPlace(Handle, dim, index.Handle, source.Handle, alpha.Value), this, index, source);

        public Tensor scatter_(long dim, Tensor index, Tensor src) =>
            Check(Native.ScatterInPlace(Handle, dim, index.Handle, src.Handle), this, index, src);

        // Reductions and sorting.
        public unsafe Tensor sum(ScalarType? type = null) => New(Native.Sum(Handle, null, 0, false, Number(type), out nint r), r, this);

        public unsafe Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) =>
            New(Native.Sum(Handle, &dim, 1, keepdim, Number(type), out nint r), r, this);

        public unsafe Tensor mean() => New(Native.Mean(Handle, null, 0, false, -1, out nint r), r, this);

        public unsafe Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null)
        {
            fixed (long* dims = dimensions)
                return New(Native.Mean(Handle, dims, dimensions.Length, keepdim, Number(type), out nint r), r, this);
        }

        public Tensor max() => New(Native.Max(Handle, out nint r), r, this);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false)
        {
            var values = New(Native.MaxDim(Handle, dim, keepdim, out nint v, out nint i), v, this);
            return (values, new(i));
        }

        public Tensor min() => New(Native.Min(Handle, out nint r), r, this);

        public Tensor all() => New(Native.All(Handle, out nint r), r, this);

        public Tensor any() => New(Native.Any(Handle, out nint r), r, this);

        public Tensor argmax(long dim, bool keepdim = false) => New(Native.Argmax(Handle, dim, keepdim, out nint r), r, this);

        public Tensor logsumexp(long dim, bool keepdim = false) => New(Native.Logsumexp(Handle, dim, keepdim, out nint r), r, this);

        public Tensor softmax(long dim, ScalarType? dtype = null) => New(Native.Softmax(Handle, dim, Number(dtype), out nint r), r, this);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => New(Native.LogSoftmax(Handle, dim, Number(dtype), out nint r), r, this);

        public Tensor cumsum(long dim, ScalarType? type = null) => New(Native.Cumsum(Handle, dim, Number(type), out nint r), r, this);

        public Tensor norm(float p = 2) => New(Native.Norm(Handle, p, out nint r), r, this);

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true)
        {
            var values = New(Native.Topk(Handle, k, dim, largest, sorted, out nint v, out nint i), v, this);
            return (values, new(i));
        }

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false)
        {
            var values = New(Native.Sort(Handle, dim, descending, stable, out nint v, out nint i), v, this);
            return (values, new(i));
        }

        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false)
        {
            Check(Native.Allclose(Handle, target.Handle, rtol, atol, equal_nan, out bool close), this, target);
            return close;
        }

        // Shape and index.
        public Tensor contiguous() => New(Native.Contiguous(Handle, out nint r), r, this);

        public Tensor clone() => New(Native.Clone(Handle, out nint r), r, this);

        public Tensor detach() => New(Native.Detach(Handle, out nint r), r, this);

        public Tensor alias() => New(Native.Alias(Handle, out nint r), r, this);

        public Tensor t() => New(Native.T(Handle, out nint r), r, this);

        public unsafe Tensor view(params long[] shape)
        {
            fixed (long* sizes = shape)
                return New(Native.View(Handle, sizes, shape.Length, out nint r), r, this);
        }

        public unsafe Tensor reshape(params long[] shape)
        {
            fixed (long* sizes = shape)
                return New(Native.Reshape(Handle, sizes, shape.Length, out nint r), r, this);
        }

        public unsafe Tensor expand(params long[] sizes)
        {
            fixed (long* values = sizes)
                return New(Native.Expand(Handle, values, sizes.Length, out nint r), r, this);
        }

        public unsafe Tensor permute(params long[] permutation)
        {
            fixed (long* dims = permutation)
                return New(Native.Permute(Handle, dims, permutation.Length, out nint r), r, this);
        }

        public Tensor transpose(long dim0, long dim1) => New(Native.Transpose(Handle, dim0, dim1, out nint r), r, this);

        public Tensor unsqueeze(long dim) => New(Native.Unsqueeze(Handle, dim, out nint r), r, this);

        public Tensor narrow(long dim, long start, long length) => New(Native.Narrow(Handle, dim, start, length, out nint r), r, this);

        public Tensor select(long dim, long index) => New(Native.Select(Handle, dim, index, out nint r), r, this);

        public Tensor index_select(long dim, Tensor index) => New(Native.IndexSelect(Handle, dim, index.Handle, out nint r), r, this, index);

        public Tensor gather(long dim, Tensor index) => New(Native.Gather(Handle, dim, index.Handle, out nint r), r, this, index);

        public Tensor tril(long diagonal = 0) => New(Native.Tril(Handle, diagonal, out nint r), r, this);

        // Linear algebra.
        public Tensor matmul(Tensor target) => New(Native.Matmul(Handle, target.Handle, out nint r), r, this, target);

        public Tensor mm(Tensor target) => New(Native.Mm(Handle, target.Handle, out nint r), r, this, target);

        public Tensor bmm(Tensor batch2) => New(Native.Bmm(Handle, batch2.Handle, out nint r), r, this, batch2);

        // Conversion.
        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Converted((int)type, -1, -1, copy, disposeAfter, non_blocking);

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Converted(-1, (int)device.type, device.index, copy, disposeAfter, non_blocking);

        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Converted((int)type, (int)device.type, device.index, copy, disposeAfter, non_blocking);

        public Tensor cpu() => to(CPU);

        // Autograd.
        public unsafe void backward()
        {
            nint self = Handle;
            Check(Native.Backward(&self, 1, null, false, false), this);
        }

        public static Tensor operator -(Tensor tensor) => tensor.neg();

        public static Tensor operator +(Tensor left, Tensor right) => left.add(right);

        public static Tensor operator +(Tensor left, Scalar right) => left.add(right);

        public static Tensor operator +(Scalar left, Tensor right) => right.add(left);

        public static Tensor operator -(Tensor left, Tensor right) => left.sub(right);

        public static Tensor operator -(Tensor left, Scalar right) => left.sub(right);

        public static Tensor operator -(Scalar left, Tensor right) => New(Native.RsubScalar(right.Handle, left.Value, out nint r), r, right);

        public static Tensor operator *(Tensor left, Tensor right) => left.mul(right);

        public static Tensor operator *(Tensor left, Scalar right) => left.mul(right);

        public static Tensor operator *(Scalar left, Tensor right) => right.mul(left);

        public static Tensor operator /(Tensor left, Tensor right) => New(Native.Div(left.Handle, right.Handle, out nint r), r, left, right);

        public static Tensor operator /(Tensor left, Scalar right) => New(Native.DivScalar(left.Handle, right.Value, out nint r), r, left);

        private static readonly Number s_one = new(1, 1, 1);

        private static int Number(ScalarType? type) => type is { } given ? (int)given : -1;

        private Tensor Converted(int type, int deviceType, int deviceIndex, bool copy, bool disposeAfter, bool nonBlocking)
        {
            var result = New(Native.To(Handle, type, deviceType, deviceIndex, nonBlocking, copy, out nint r), r, this);
            if (disposeAfter)
                Dispose();
            return result;
        }
    }
}
