using System.Runtime.InteropServices;

namespace Optimas.LibTorch.Interop;

/// <summary>The native functions, as native/optimas_torch.cpp declares them. Each returns null or an error.</summary>
internal static unsafe partial class Native
{
    static Native() => NativeLibraryLoader.Register();

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_get_num_threads")]
    internal static partial nint GetNumThreads(out int threads);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_set_num_threads")]
    internal static partial nint SetNumThreads(int threads);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_can_use_threads")]
    internal static partial nint CanUseThreads([MarshalAs(UnmanagedType.U1)] out bool can);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_use_threads")]
    internal static partial nint UseThreads(int threads);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_manual_seed")]
    internal static partial nint ManualSeed(long seed);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_grad_enabled")]
    internal static partial nint GradEnabled([MarshalAs(UnmanagedType.U1)] out bool enabled);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_set_grad_enabled")]
    internal static partial nint SetGradEnabled([MarshalAs(UnmanagedType.U1)] bool enabled);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_inference_guard_new")]
    internal static partial nint InferenceGuardNew(out nint guard);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_inference_guard_free")]
    internal static partial nint InferenceGuardFree(nint guard);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_generator_new")]
    internal static partial nint GeneratorNew(long seed, int device_type, int device_index, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_generator_default")]
    internal static partial nint GeneratorDefault(out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_generator_free")]
    internal static partial nint GeneratorFree(nint generator);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_cuda_available")]
    internal static partial nint CudaAvailable([MarshalAs(UnmanagedType.U1)] out bool available);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_cuda_device_count")]
    internal static partial nint CudaDeviceCount(out int count);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_cuda_synchronize")]
    internal static partial nint CudaSynchronize(int device);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_cuda_peak_bytes")]
    internal static partial nint CudaPeakBytes(int device, [MarshalAs(UnmanagedType.U1)] bool reset, out long bytes);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_free")]
    internal static partial nint Free(nint x);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_dim")]
    internal static partial nint Dim(nint x, out long @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_numel")]
    internal static partial nint Numel(nint x, out long @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_shape")]
    internal static partial nint Shape(nint x, long* @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_size")]
    internal static partial nint Size(nint x, long dim, out long @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_dtype")]
    internal static partial nint Dtype(nint x, out int @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_device")]
    internal static partial nint Device(nint x, out int type, out int index);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_data")]
    internal static partial nint Data(nint x, out void* @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_requires_grad")]
    internal static partial nint RequiresGrad(nint x, [MarshalAs(UnmanagedType.U1)] out bool @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_set_requires_grad")]
    internal static partial nint SetRequiresGrad(nint x, [MarshalAs(UnmanagedType.U1)] bool value);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_is_leaf")]
    internal static partial nint IsLeaf(nint x, [MarshalAs(UnmanagedType.U1)] out bool @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_is_contiguous")]
    internal static partial nint IsContiguous(nint x, [MarshalAs(UnmanagedType.U1)] out bool @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_grad")]
    internal static partial nint Grad(nint x, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_set_grad")]
    internal static partial nint SetGrad(nint x, nint grad);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_alias")]
    internal static partial nint Alias(nint x, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_item")]
    internal static partial nint Item(nint x, out double floating, out long integral);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_rand")]
    internal static partial nint Rand(long* size, int count, nint generator, int dtype, int type, int index, [MarshalAs(UnmanagedType.U1)] bool grad, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_randn")]
    internal static partial nint Randn(long* size, int count, nint generator, int dtype, int type, int index, [MarshalAs(UnmanagedType.U1)] bool grad, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_full")]
    internal static partial nint Full(long* size, int count, Number value, int dtype, int type, int index, [MarshalAs(UnmanagedType.U1)] bool grad, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_arange")]
    internal static partial nint Arange(Number start, Number stop, Number step, int dtype, int type, int index, [MarshalAs(UnmanagedType.U1)] bool grad, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_from_memory")]
    internal static partial nint FromMemory(void* data, long* size, int count, int dtype, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_to")]
    internal static partial nint To(nint x, int dtype, int type, int index, [MarshalAs(UnmanagedType.U1)] bool non_blocking, [MarshalAs(UnmanagedType.U1)] bool copy, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_copy_")]
    internal static partial nint CopyInPlace(nint x, nint source, [MarshalAs(UnmanagedType.U1)] bool non_blocking);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_silu")]
    internal static partial nint Silu(nint x, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_log_sigmoid")]
    internal static partial nint LogSigmoid(nint x, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_add")]
    internal static partial nint Add(nint x, nint y, Number alpha, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_add_scalar")]
    internal static partial nint AddScalar(nint x, Number y, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_sub")]
    internal static partial nint Sub(nint x, nint y, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_sub_scalar")]
    internal static partial nint SubScalar(nint x, Number y, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_rsub_scalar")]
    internal static partial nint RsubScalar(nint x, Number y, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_maximum")]
    internal static partial nint Maximum(nint x, nint y, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_minimum")]
    internal static partial nint Minimum(nint x, nint y, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_clamp")]
    internal static partial nint Clamp(nint x, Number min, Number max, [MarshalAs(UnmanagedType.U1)] bool has_min, [MarshalAs(UnmanagedType.U1)] bool has_max, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_where")]
    internal static partial nint Where(nint condition, nint x, nint y, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_masked_fill")]
    internal static partial nint MaskedFill(nint x, nint mask, Number value, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_add_")]
    internal static partial nint AddInPlace(nint x, nint y, Number alpha);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_add_scalar_")]
    internal static partial nint AddScalarInPlace(nint x, Number y);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_mul_")]
    internal static partial nint MulInPlace(nint x, nint y);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_mul_scalar_")]
    internal static partial nint MulScalarInPlace(nint x, Number y);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_addcmul_")]
    internal static partial nint AddcmulInPlace(nint x, nint y, nint z, Number value);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_addcdiv_")]
    internal static partial nint AddcdivInPlace(nint x, nint y, nint z, Number value);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_fill_")]
    internal static partial nint FillInPlace(nint x, Number value);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_masked_fill_")]
    internal static partial nint MaskedFillInPlace(nint x, nint mask, Number value);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_uniform_")]
    internal static partial nint UniformInPlace(nint x, double from, double to, nint generator);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_normal_")]
    internal static partial nint NormalInPlace(nint x, double mean, double std, nint generator);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_bernoulli_")]
    internal static partial nint BernoulliInPlace(nint x, double p, nint generator);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_index_copy_")]
    internal static partial nint IndexCopyInPlace(nint x, long dim, nint index, nint source);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_index_add_")]
    internal static partial nint IndexAddInPlace(nint x, long dim, nint index, nint source, Number alpha);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_scatter_")]
    internal static partial nint ScatterInPlace(nint x, long dim, nint index, nint source);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_sum")]
    internal static partial nint Sum(nint x, long* dims, int count, [MarshalAs(UnmanagedType.U1)] bool keepdim, int dtype, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_mean")]
    internal static partial nint Mean(nint x, long* dims, int count, [MarshalAs(UnmanagedType.U1)] bool keepdim, int dtype, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_max_dim")]
    internal static partial nint MaxDim(nint x, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, out nint values, out nint indices);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_argmax")]
    internal static partial nint Argmax(nint x, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_logsumexp")]
    internal static partial nint Logsumexp(nint x, long dim, [MarshalAs(UnmanagedType.U1)] bool keepdim, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_softmax")]
    internal static partial nint Softmax(nint x, long dim, int dtype, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_log_softmax")]
    internal static partial nint LogSoftmax(nint x, long dim, int dtype, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_cumsum")]
    internal static partial nint Cumsum(nint x, long dim, int dtype, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_norm")]
    internal static partial nint Norm(nint x, double p, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_topk")]
    internal static partial nint Topk(nint x, long k, long dim, [MarshalAs(UnmanagedType.U1)] bool largest, [MarshalAs(UnmanagedType.U1)] bool sorted, out nint values, out nint indices);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_sort")]
    internal static partial nint Sort(nint x, long dim, [MarshalAs(UnmanagedType.U1)] bool descending, [MarshalAs(UnmanagedType.U1)] bool stable, out nint values, out nint indices);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_allclose")]
    internal static partial nint Allclose(nint x, nint y, double rtol, double atol, [MarshalAs(UnmanagedType.U1)] bool equal_nan, [MarshalAs(UnmanagedType.U1)] out bool @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_view")]
    internal static partial nint View(nint x, long* size, int count, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_reshape")]
    internal static partial nint Reshape(nint x, long* size, int count, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_expand")]
    internal static partial nint Expand(nint x, long* size, int count, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_permute")]
    internal static partial nint Permute(nint x, long* dims, int count, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_transpose")]
    internal static partial nint Transpose(nint x, long a, long b, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_unsqueeze")]
    internal static partial nint Unsqueeze(nint x, long dim, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_narrow")]
    internal static partial nint Narrow(nint x, long dim, long start, long length, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_select")]
    internal static partial nint Select(nint x, long dim, long index, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_index_select")]
    internal static partial nint IndexSelect(nint x, long dim, nint index, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_gather")]
    internal static partial nint Gather(nint x, long dim, nint index, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_tril")]
    internal static partial nint Tril(nint x, long diagonal, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_cat")]
    internal static partial nint Cat(nint* tensors, int count, long dim, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_stack")]
    internal static partial nint Stack(nint* tensors, int count, long dim, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_matmul")]
    internal static partial nint Matmul(nint x, nint y, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_mm")]
    internal static partial nint Mm(nint x, nint y, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_bmm")]
    internal static partial nint Bmm(nint x, nint y, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_addmm")]
    internal static partial nint Addmm(nint x, nint a, nint b, float beta, float alpha, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_linear")]
    internal static partial nint Linear(nint x, nint weight, nint bias, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_embedding")]
    internal static partial nint Embedding(nint x, nint weight, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_cross_entropy")]
    internal static partial nint CrossEntropy(nint x, nint target, nint weight, long ignore_index, long reduction, double smoothing, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_layer_norm")]
    internal static partial nint LayerNorm(nint x, long* shape, int count, nint weight, nint bias, double eps, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_scaled_dot_product_attention")]
    internal static partial nint ScaledDotProductAttention(nint q, nint k, nint v, nint mask, double dropout, [MarshalAs(UnmanagedType.U1)] bool causal, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_backward")]
    internal static partial nint Backward(nint* tensors, int count, nint* grads, [MarshalAs(UnmanagedType.U1)] bool retain_graph, [MarshalAs(UnmanagedType.U1)] bool create_graph);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_autograd_grad")]
    internal static partial nint AutogradGrad(nint* outputs, int count, nint* inputs, int input_count, nint* grads, [MarshalAs(UnmanagedType.U1)] bool retain_graph, [MarshalAs(UnmanagedType.U1)] bool create_graph, [MarshalAs(UnmanagedType.U1)] bool allow_unused, nint* @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_clip_grad_norm_")]
    internal static partial nint ClipGradNormInPlace(nint* parameters, int count, double max_norm, double norm_type, out double total);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_adamw_new")]
    internal static partial nint AdamwNew(nint* parameters, int count, double lr, double beta1, double beta2, double eps, double decay, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_adamw_step")]
    internal static partial nint AdamwStep(OptimizerHandle optimizer, double lr);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_adamw_free")]
    internal static partial nint AdamwFree(nint optimizer);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_fused_linear")]
    internal static partial nint FusedLinear(nint x, nint weight, nint bias, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_fused_rms_norm")]
    internal static partial nint FusedRmsNorm(nint x, nint weight, double eps, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_fused_rotary")]
    internal static partial nint FusedRotary(nint x, nint cos, nint sin, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_fused_swiglu")]
    internal static partial nint FusedSwiglu(nint gate, nint up, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_fused_attention")]
    internal static partial nint FusedAttention(nint q, nint k, nint v, long* layout, int sequences, nint device_layout, double scale, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_fused_adamw")]
    internal static partial nint FusedAdamw(nint* parameters, nint* grads, nint* averages, nint* squares, int count, double lr, double beta1, double beta2, double eps, double decay, long step);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_abs")]
    internal static partial nint Abs(nint x, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_neg")]
    internal static partial nint Neg(nint x, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_exp")]
    internal static partial nint Exp(nint x, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_log")]
    internal static partial nint Log(nint x, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_sqrt")]
    internal static partial nint Sqrt(nint x, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_rsqrt")]
    internal static partial nint Rsqrt(nint x, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_sin")]
    internal static partial nint Sin(nint x, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_cos")]
    internal static partial nint Cos(nint x, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_tanh")]
    internal static partial nint Tanh(nint x, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_sigmoid")]
    internal static partial nint Sigmoid(nint x, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_relu")]
    internal static partial nint Relu(nint x, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_isfinite")]
    internal static partial nint Isfinite(nint x, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_logical_not")]
    internal static partial nint LogicalNot(nint x, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_max")]
    internal static partial nint Max(nint x, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_min")]
    internal static partial nint Min(nint x, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_all")]
    internal static partial nint All(nint x, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_any")]
    internal static partial nint Any(nint x, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_contiguous")]
    internal static partial nint Contiguous(nint x, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_clone")]
    internal static partial nint Clone(nint x, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_detach")]
    internal static partial nint Detach(nint x, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_t")]
    internal static partial nint T(nint x, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_zero_")]
    internal static partial nint ZeroInPlace(nint x);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_mul")]
    internal static partial nint Mul(nint x, nint y, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_mul_scalar")]
    internal static partial nint MulScalar(nint x, Number y, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_div")]
    internal static partial nint Div(nint x, nint y, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_div_scalar")]
    internal static partial nint DivScalar(nint x, Number y, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_pow")]
    internal static partial nint Pow(nint x, nint y, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_pow_scalar")]
    internal static partial nint PowScalar(nint x, Number y, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_eq")]
    internal static partial nint Eq(nint x, nint y, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_eq_scalar")]
    internal static partial nint EqScalar(nint x, Number y, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_ne")]
    internal static partial nint Ne(nint x, nint y, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_ne_scalar")]
    internal static partial nint NeScalar(nint x, Number y, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_lt")]
    internal static partial nint Lt(nint x, nint y, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_lt_scalar")]
    internal static partial nint LtScalar(nint x, Number y, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_le")]
    internal static partial nint Le(nint x, nint y, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_le_scalar")]
    internal static partial nint LeScalar(nint x, Number y, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_gt")]
    internal static partial nint Gt(nint x, nint y, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_gt_scalar")]
    internal static partial nint GtScalar(nint x, Number y, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_ge")]
    internal static partial nint Ge(nint x, nint y, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_ge_scalar")]
    internal static partial nint GeScalar(nint x, Number y, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_empty")]
    internal static partial nint Empty(long* size, int count, int dtype, int type, int index, [MarshalAs(UnmanagedType.U1)] bool grad, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_zeros")]
    internal static partial nint Zeros(long* size, int count, int dtype, int type, int index, [MarshalAs(UnmanagedType.U1)] bool grad, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_ones")]
    internal static partial nint Ones(long* size, int count, int dtype, int type, int index, [MarshalAs(UnmanagedType.U1)] bool grad, out nint @out);

    [LibraryImport(NativeLibraryLoader.Name, EntryPoint = "ot_version")]
    internal static partial nint Version();
}
