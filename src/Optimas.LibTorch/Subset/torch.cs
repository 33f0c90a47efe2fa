using System.Runtime.InteropServices;
using Optimas.LibTorch;
using Optimas.LibTorch.Interop;

namespace TorchSharp;

/// <summary>The subset of TorchSharp that this project uses, over the system's libtorch.</summary>
public static partial class torch
{
    /// <summary>libtorch's version.</summary>
    public static string __version__ => Marshal.PtrToStringUTF8(Native.Version())!;

    public static DisposeScope NewDisposeScope() => new();

    public static Generator manual_seed(long seed)
    {
        TorchException.Check(Native.ManualSeed(seed));
        return Generator.Default;
    }

    public static int get_num_threads()
    {
        TorchException.Check(Native.GetNumThreads(out int threads));
        return threads;
    }

    public static void set_num_threads(int num) => TorchException.Check(Native.SetNumThreads(num));

    public static unsafe Tensor empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        Unnamed(names);
        fixed (long* sizes = size)
            return Tensor.New(Native.Empty(sizes, size.Length, TypeOf(dtype), DeviceOf(device), IndexOf(device), requires_grad, out nint r), r);
    }

    public static unsafe Tensor zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        Unnamed(names);
        fixed (long* sizes = size)
            return Tensor.New(Native.Zeros(sizes, size.Length, TypeOf(dtype), DeviceOf(device), IndexOf(device), requires_grad, out nint r), r);
    }

    public static unsafe Tensor ones(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        Unnamed(names);
        fixed (long* sizes = size)
            return Tensor.New(Native.Ones(sizes, size.Length, TypeOf(dtype), DeviceOf(device), IndexOf(device), requires_grad, out nint r), r);
    }

    public static unsafe Tensor full(
        long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        Unnamed(names);
        fixed (long* sizes = size)
            return Tensor.New(Native.Full(sizes, size.Length, value.Value, TypeOf(dtype), DeviceOf(device), IndexOf(device), requires_grad, out nint r), r);
    }

    public static unsafe Tensor rand(
        long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null)
    {
        Unnamed(names);
        fixed (long* sizes = size)
        {
            var result = Tensor.New(
                Native.Rand(sizes, size.Length, Generator.HandleOf(generator), TypeOf(dtype), DeviceOf(device), IndexOf(device), requires_grad, out nint r), r);
            GC.KeepAlive(generator);
            return result;
        }
    }

    public static unsafe Tensor randn(
        long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null)
    {
        Unnamed(names);
        fixed (long* sizes = size)
        {
            var result = Tensor.New(
                Native.Randn(sizes, size.Length, Generator.HandleOf(generator), TypeOf(dtype), DeviceOf(device), IndexOf(device), requires_grad, out nint r), r);
            GC.KeepAlive(generator);
            return result;
        }
    }

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        var type = dtype ?? (start.Value.Kind == 1 && stop.Value.Kind == 1 ? ScalarType.Int64 : ScalarType.Float32);
        return Tensor.New(
            Native.Arange(start.Value, stop.Value, new(1, 1, 1), (int)type, DeviceOf(device), IndexOf(device), requires_grad, out nint r), r);
    }

    public static Tensor tensor(float[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromMemory<float>(rawArray, ScalarType.Float32, dtype, device, requires_grad, names);

    public static Tensor tensor(double[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromMemory<double>(rawArray, ScalarType.Float64, dtype, device, requires_grad, names);

    public static Tensor tensor(int[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromMemory<int>(rawArray, ScalarType.Int32, dtype, device, requires_grad, names);

    public static Tensor tensor(long[] dataArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromMemory<long>(dataArray, ScalarType.Int64, dtype, device, requires_grad, names);

    public static Tensor tensor(bool[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromMemory<bool>(rawArray, ScalarType.Bool, dtype, device, requires_grad, names);

    public static Tensor zeros_like(
        Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros(input.shape, dtype ?? input.dtype, device ?? input.device, requires_grad, names);

    public static Tensor empty_like(
        Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        empty(input.shape, dtype ?? input.dtype, device ?? input.device, requires_grad, names);

    public static unsafe Tensor cat(IList<Tensor> tensors, long dim = 0)
    {
        using var handles = new HandleList(tensors);
        fixed (nint* first = handles.Handles)
            return Tensor.New(Native.Cat(first, tensors.Count, dim, out nint r), r);
    }

    public static unsafe Tensor stack(IEnumerable<Tensor> tensors, long dim = 0)
    {
        Tensor[] all = [.. tensors];
        using var handles = new HandleList(all);
        fixed (nint* first = handles.Handles)
            return Tensor.New(Native.Stack(first, all.Length, dim, out nint r), r);
    }

    public static Tensor where(Tensor condition, Tensor x, Tensor y) =>
        Tensor.New(Native.Where(condition.Handle, x.Handle, y.Handle, out nint r), r, condition, x, y);

    public static Tensor matmul(Tensor input, Tensor target) => input.matmul(target);

    public static Tensor addmm(Tensor input, Tensor mat1, Tensor mat2, float beta, float alpha) =>
        Tensor.New(Native.Addmm(input.Handle, mat1.Handle, mat2.Handle, beta, alpha, out nint r), r, input, mat1, mat2);

    private static int TypeOf(ScalarType? dtype) => (int)(dtype ?? ScalarType.Float32);

    private static int DeviceOf(Device? device) => (int)(device?.type ?? DeviceType.CPU);

    private static int IndexOf(Device? device) => device?.index ?? -1;

    private static void Unnamed(string[]? names)
    {
        if (names is not null)
            throw new NotSupportedException("Named dimensions are not supported.");
    }

    private static unsafe Tensor FromMemory<T>(
        T[] values, ScalarType own, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
        where T : unmanaged
    {
        Unnamed(names);
        long length = values.Length;
        Tensor result;
        fixed (T* data = values)
            result = Tensor.New(Native.FromMemory(data, &length, 1, (int)own, out nint r), r);
        if ((dtype is { } type && type != own) || (device is { } place && place.type != DeviceType.CPU))
            result = result.to(dtype ?? own, device ?? CPU, disposeAfter: true);
        return requires_grad ? result.requires_grad_() : result;
    }
}
