using System.Runtime.CompilerServices;
using Optimas.LibTorch;
using Optimas.LibTorch.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of libtorch. Disposed by its <see cref="DisposeScope"/>, by hand, or by the garbage collector.</summary>
    public partial class Tensor : IDisposable
    {
        private static long s_total, s_peak;

        private nint _handle;
        private long _pressure;

        internal Tensor(nint handle)
        {
            _handle = handle;
            long total = Interlocked.Increment(ref s_total);
            long peak = Interlocked.Read(ref s_peak);
            while (total > peak)
            {
                long found = Interlocked.CompareExchange(ref s_peak, total, peak);
                if (found == peak)
                    break;
                peak = found;
            }

            Owner = DisposeScope.Innermost;
            if (Owner is null)
                AddPressure();
            else
                Owner.Add(this);
        }

        ~Tensor() => Dispose(false);

        /// <summary>How many handles are alive.</summary>
        public static long TotalCount => Interlocked.Read(ref s_total);

        /// <summary>The most handles that were ever alive.</summary>
        public static long PeakCount => Interlocked.Read(ref s_peak);

        /// <summary>The native handle.</summary>
        /// <exception cref="ObjectDisposedException">The tensor was disposed.</exception>
        public nint Handle => _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(Tensor), "The tensor was disposed, by hand or with its scope.");

        public bool IsInvalid => _handle == 0;

        internal DisposeScope? Owner { get; set; }

        public long NumberOfElements => numel();

        public long[] shape
        {
            get
            {
                Check(Native.Dim(Handle, out long dims), this);
                long[] result = new long[dims];
                unsafe
                {
                    fixed (long* sizes = result)
                        Check(Native.Shape(Handle, sizes), this);
                }

                return result;
            }
        }

        public ScalarType dtype
        {
            get
            {
                Check(Native.Dtype(Handle, out int type), this);
                return (ScalarType)type;
            }
        }

        public Device device
        {
            get
            {
                Check(Native.Device(Handle, out int type, out int index), this);
                return (DeviceType)type == DeviceType.CPU ? CPU : new((DeviceType)type, index);
            }
        }

        public bool is_cuda => device.type == DeviceType.CUDA;

        public bool is_leaf
        {
            get
            {
                Check(Native.IsLeaf(Handle, out bool leaf), this);
                return leaf;
            }
        }

        public bool requires_grad
        {
            get
            {
                Check(Native.RequiresGrad(Handle, out bool requires), this);
                return requires;
            }

            set => Check(Native.SetRequiresGrad(Handle, value), this);
        }

        public Tensor? grad
        {
            get
            {
                Check(Native.Grad(Handle, out nint gradient), this);
                return gradient == 0 ? null : new(gradient);
            }

            set
            {
                Check(Native.SetGrad(Handle, value?.Handle ?? 0), this);
                GC.KeepAlive(value);
            }
        }

        /// <summary>The memory of a contiguous tensor on the CPU.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                Check(Native.Data(Handle, out void* data), this);
                return new(data, checked((int)(numel() * ElementSize)));
            }

            set
            {
                var target = bytes;
                if (value.Length != target.Length)
                    throw new ArgumentException($"{value.Length} bytes can't fill a tensor of {target.Length}.", nameof(value));
                value.CopyTo(target);
                GC.KeepAlive(this);
            }
        }

        /// <summary>The bytes of one element.</summary>
        public long ElementSize => dtype switch
        {
            ScalarType.Int64 or ScalarType.Float64 => 8,
            ScalarType.Int32 or ScalarType.Float32 => 4,
            ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
            _ => 1,
        };

        public long dim()
        {
            Check(Native.Dim(Handle, out long dims), this);
            return dims;
        }

        public long numel()
        {
            Check(Native.Numel(Handle, out long count), this);
            return count;
        }

        public long size(int dim)
        {
            Check(Native.Size(Handle, dim, out long size), this);
            return size;
        }

        public bool is_contiguous()
        {
            Check(Native.IsContiguous(Handle, out bool contiguous), this);
            return contiguous;
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        /// <summary>The elements, of the type that is the tensor's.</summary>
        /// <exception cref="ArgumentException">The tensor's elements are of another type.</exception>
        public TensorAccessor<T> data<T>()
            where T : unmanaged
        {
            CheckType<T>();
            return new(this);
        }

        /// <summary>The only element, of the type that is the tensor's.</summary>
        /// <exception cref="ArgumentException">The tensor's elements are of another type.</exception>
        public T item<T>()
            where T : unmanaged
        {
            CheckType<T>();
            Check(Native.Item(Handle, out double floating, out long integral), this);
            return typeof(T) == typeof(float) ? (T)(object)(float)floating
                : typeof(T) == typeof(double) ? (T)(object)floating
                : typeof(T) == typeof(Half) ? (T)(object)(Half)floating
                : typeof(T) == typeof(long) ? (T)(object)integral
                : typeof(T) == typeof(int) ? (T)(object)(int)integral
                : typeof(T) == typeof(short) ? (T)(object)(short)integral
                : typeof(T) == typeof(sbyte) ? (T)(object)(sbyte)integral
                : typeof(T) == typeof(byte) ? (T)(object)(byte)integral
                : (T)(object)(integral != 0);
        }

        public Tensor DetachFromDisposeScope()
        {
            Owner?.Detach(this);
            return this;
        }

        public Tensor MoveToOuterDisposeScope()
        {
            Owner?.MoveToOuter(this);
            return this;
        }

        public override string ToString() => IsInvalid ? "(disposed)" : $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            nint handle = Interlocked.Exchange(ref _handle, 0);
            if (handle == 0)
                return;
            Interlocked.Decrement(ref s_total);
            if (_pressure > 0)
                GC.RemoveMemoryPressure(_pressure);
            _ = Native.Free(handle);
        }

        private void CheckType<T>()
        {
            var own = dtype switch
            {
                ScalarType.Byte => typeof(byte),
                ScalarType.Int8 => typeof(sbyte),
                ScalarType.Int16 => typeof(short),
                ScalarType.Int32 => typeof(int),
                ScalarType.Int64 => typeof(long),
                ScalarType.Float16 => typeof(Half),
                ScalarType.Float32 => typeof(float),
                ScalarType.Float64 => typeof(double),
                ScalarType.Bool => typeof(bool),
                _ => null,
            };
            if (own != typeof(T))
                throw new ArgumentException($"Elements of type {dtype} can't be read as {typeof(T).Name}; convert the tensor first.");
        }

        // Code that forgets scopes lets the collector know at least what it holds.
        internal void AddPressure()
        {
            const long LeastPressure = 16 * 1024;
            if (_pressure > 0 || _handle == 0)
                return;
            long size = numel() * ElementSize;
            if (size < LeastPressure)
                return;
            _pressure = size;
            GC.AddMemoryPressure(size);
        }

        // Not inlined, so that the tensors in use live until the native call is over: the collector could take their handles away otherwise.
        [MethodImpl(MethodImplOptions.NoInlining)]
        internal static Tensor New(nint error, nint handle, Tensor? first = null, Tensor? second = null, Tensor? third = null)
        {
            TorchException.Check(error);
            _ = (first, second, third);
            return new(handle);
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        internal static Tensor Check(nint error, Tensor self, object? second = null, Tensor? third = null)
        {
            TorchException.Check(error);
            _ = (second, third);
            return self;
        }
    }
}
