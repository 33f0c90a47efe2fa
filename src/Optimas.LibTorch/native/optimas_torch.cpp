// The flat C ABI over libtorch. A handle is an at::Tensor*. Every function returns null, or the thread's last error, which becomes a
// C# exception. Names and argument orders follow PyTorch's.
#include "fused.h"

#include <torch/torch.h>

#include <malloc.h>
#ifdef _OPENMP
#include <omp.h>
#endif

#include <cstring>
#include <string>
#include <vector>

#ifdef OPTIMAS_CUDA
#include <c10/cuda/CUDACachingAllocator.h>
#endif

#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
template <class T> using maybe = std::optional<T>;
#else
template <class T> using maybe = c10::optional<T>;
#endif

using Handle = at::Tensor*;
using torch::Tensor;

namespace {

thread_local std::string last_error;

template <class F>
const char* guarded(F&& body) {
  try {
    body();
    return nullptr;
  } catch (const c10::Error& e) {
    last_error = e.what_without_backtrace();
  } catch (const std::exception& e) {
    last_error = e.what();
  } catch (...) {
    last_error = "an error that is no std::exception";
  }
  return last_error.c_str();
}

Handle make(Tensor tensor) { return new Tensor(std::move(tensor)); }

Tensor orNone(Handle handle) { return handle ? *handle : Tensor(); }

maybe<Tensor> orNull(Handle handle) { return handle ? maybe<Tensor>(*handle) : maybe<Tensor>(); }

at::IntArrayRef sizes(const int64_t* values, int count) { return at::IntArrayRef(values, count); }

std::vector<Tensor> list(Handle* handles, int count) {
  std::vector<Tensor> tensors;
  tensors.reserve(count);
  for (int i = 0; i < count; i++) {
    TORCH_CHECK(handles[i], "tensor ", i, " of the list is null");
    tensors.push_back(*handles[i]);
  }
  return tensors;
}

// A number as C# has it: kind 0 is floating, 1 integral, 2 boolean.
struct Number {
  double floating;
  int64_t integral;
  int kind;
  operator at::Scalar() const {
    return kind == 0 ? at::Scalar(floating) : kind == 1 ? at::Scalar(integral) : at::Scalar(integral != 0);
  }
};

// Numbers that libtorch would take for an index or a type of its own without a look.
at::Device device_of(int type, int index) {
  TORCH_CHECK(index >= -1 && index < 128 && (type != static_cast<int>(at::kCPU) || index <= 0), "there is no device ", index);
  return at::Device(static_cast<at::DeviceType>(type), static_cast<at::DeviceIndex>(index));
}

at::ScalarType type_of(int dtype) {
  TORCH_CHECK(dtype >= 0 && dtype < static_cast<int>(at::ScalarType::Undefined), "there is no element type ", dtype);
  return static_cast<at::ScalarType>(dtype);
}

at::TensorOptions options(int dtype, int device_type, int device_index, bool requires_grad) {
  return at::TensorOptions().dtype(type_of(dtype)).device(device_of(device_type, device_index)).requires_grad(requires_grad);
}

maybe<at::ScalarType> dtype_or_null(int dtype) {
  return dtype < 0 ? maybe<at::ScalarType>() : maybe<at::ScalarType>(type_of(dtype));
}

maybe<at::Generator> generator_or_null(at::Generator* generator) {
  return generator ? maybe<at::Generator>(*generator) : maybe<at::Generator>();
}

}  // namespace

#define API extern "C" __attribute__((visibility("default"))) const char*

// ---- the library ----------------------------------------------------------------------------------------------------------------

// Large blocks come back from the heap instead of as fresh zeroed pages: training is 1.6 times faster for it.
API ot_initialize(int threads) {
  return guarded([=] {
    if (!mallopt(M_MMAP_THRESHOLD, 1 << 30)) mallopt(M_MMAP_THRESHOLD, 32 << 20);  // the most that glibc before 2.35 takes
    mallopt(M_TRIM_THRESHOLD, -1);
    mallopt(M_TOP_PAD, 64 << 20);
    at::set_num_threads(threads);
  });
}

extern "C" __attribute__((visibility("default"))) const char* ot_version() { return TORCH_VERSION; }
API ot_get_num_threads(int* threads) { return guarded([=] { *threads = at::get_num_threads(); }); }
API ot_set_num_threads(int threads) { return guarded([=] { at::set_num_threads(threads); }); }
// Whether ot_use_threads is all there is to it: MKL keeps a number of its own for each thread.
API ot_can_use_threads(bool* can) {
  return guarded([=] {
#ifdef _OPENMP
    *can = !at::hasMKL();
#else
    *can = false;
#endif
  });
}
// The calling thread's own operations, until it asks again: at::set_num_threads would speak for threads to come, too. libtorch's number is
// asked for first, since a thread that it has not seen takes that up.
API ot_use_threads(int threads) {
  return guarded([=] {
    if (at::get_num_threads() == threads) return;
#ifdef _OPENMP
    omp_set_num_threads(threads);
#endif
  });
}
API ot_manual_seed(int64_t seed) { return guarded([=] { torch::manual_seed(seed); }); }
API ot_grad_enabled(bool* enabled) { return guarded([=] { *enabled = at::GradMode::is_enabled(); }); }
API ot_set_grad_enabled(bool enabled) { return guarded([=] { at::GradMode::set_enabled(enabled); }); }
API ot_inference_guard_new(void** guard) { return guarded([=] { *guard = new c10::InferenceMode(true); }); }
API ot_inference_guard_free(void* guard) { return guarded([=] { delete static_cast<c10::InferenceMode*>(guard); }); }
API ot_generator_new(int64_t seed, int device_type, int device_index, at::Generator** out) {
  return guarded([=] {
    auto generator = at::globalContext().defaultGenerator(device_of(device_type, device_index)).clone();
    generator.set_current_seed(seed);
    *out = new at::Generator(generator);
  });
}
API ot_generator_default(at::Generator** out) {
  return guarded([=] { *out = new at::Generator(at::globalContext().defaultGenerator(at::kCPU)); });
}
API ot_generator_free(at::Generator* generator) { return guarded([=] { delete generator; }); }

API ot_cuda_available(bool* available) { return guarded([=] { *available = torch::cuda::is_available(); }); }
API ot_cuda_device_count(int* count) { return guarded([=] { *count = static_cast<int>(torch::cuda::device_count()); }); }
API ot_cuda_synchronize(int device) { return guarded([=] { torch::cuda::synchronize(device); }); }
API ot_cuda_peak_bytes(int device, bool reset, int64_t* bytes) {
  return guarded([=] {
#ifdef OPTIMAS_CUDA
    *bytes = c10::cuda::CUDACachingAllocator::getDeviceStats(device).allocated_bytes[0].peak;
    if (reset) c10::cuda::CUDACachingAllocator::resetPeakStats(device);
#else
    TORCH_CHECK(false, "this build of the binding has no CUDA: device ", device, " can't be asked", reset ? "" : " for its memory");
    *bytes = 0;
#endif
  });
}

// ---- handles --------------------------------------------------------------------------------------------------------------------

API ot_free(Handle x) { return guarded([=] { delete x; }); }
API ot_dim(Handle x, int64_t* out) { return guarded([=] { *out = x->dim(); }); }
API ot_numel(Handle x, int64_t* out) { return guarded([=] { *out = x->numel(); }); }
API ot_shape(Handle x, int64_t* out) { return guarded([=] { std::copy(x->sizes().begin(), x->sizes().end(), out); }); }
API ot_size(Handle x, int64_t dim, int64_t* out) { return guarded([=] { *out = x->size(dim); }); }
API ot_dtype(Handle x, int* out) { return guarded([=] { *out = static_cast<int>(x->scalar_type()); }); }
API ot_device(Handle x, int* type, int* index) {
  return guarded([=] { *type = static_cast<int>(x->device().type()); *index = x->device().index(); });
}
API ot_data(Handle x, void** out) {
  return guarded([=] {
    TORCH_CHECK(x->is_cpu() && x->is_contiguous(), "only a contiguous tensor on the CPU can be read in place");
    *out = x->data_ptr();
  });
}
API ot_requires_grad(Handle x, bool* out) { return guarded([=] { *out = x->requires_grad(); }); }
API ot_set_requires_grad(Handle x, bool value) { return guarded([=] { x->requires_grad_(value); }); }
API ot_is_leaf(Handle x, bool* out) { return guarded([=] { *out = x->is_leaf(); }); }
API ot_is_contiguous(Handle x, bool* out) { return guarded([=] { *out = x->is_contiguous(); }); }
API ot_grad(Handle x, Handle* out) { return guarded([=] { *out = x->grad().defined() ? make(x->grad()) : nullptr; }); }
API ot_set_grad(Handle x, Handle grad) { return guarded([=] { x->mutable_grad() = orNone(grad); }); }
API ot_alias(Handle x, Handle* out) { return guarded([=] { *out = make(x->alias()); }); }
API ot_item(Handle x, double* floating, int64_t* integral) {
  return guarded([=] {
    auto scalar = x->item();
    *floating = scalar.isBoolean() ? (scalar.toBool() ? 1 : 0) : scalar.toDouble();
    *integral = scalar.isBoolean() ? (scalar.toBool() ? 1 : 0) : scalar.isIntegral(false) ? scalar.toLong() : 0;
  });
}

// ---- creation -------------------------------------------------------------------------------------------------------------------

#define CREATION(name)                                                                                                              \
  API ot_##name(const int64_t* size, int count, int dtype, int type, int index, bool grad, Handle* out) {                            \
    return guarded([=] { *out = make(torch::name(sizes(size, count), options(dtype, type, index, grad))); });                        \
  }
CREATION(empty)
CREATION(zeros)
CREATION(ones)

API ot_rand(const int64_t* size, int count, at::Generator* generator, int dtype, int type, int index, bool grad, Handle* out) {
  return guarded([=] { *out = make(torch::rand(sizes(size, count), generator_or_null(generator), options(dtype, type, index, grad))); });
}
API ot_randn(const int64_t* size, int count, at::Generator* generator, int dtype, int type, int index, bool grad, Handle* out) {
  return guarded([=] { *out = make(torch::randn(sizes(size, count), generator_or_null(generator), options(dtype, type, index, grad))); });
}
API ot_full(const int64_t* size, int count, Number value, int dtype, int type, int index, bool grad, Handle* out) {
  return guarded([=] { *out = make(torch::full(sizes(size, count), value, options(dtype, type, index, grad))); });
}
API ot_arange(Number start, Number stop, Number step, int dtype, int type, int index, bool grad, Handle* out) {
  return guarded([=] { *out = make(torch::arange(start, stop, step, options(dtype, type, index, grad))); });
}
API ot_from_memory(const void* data, const int64_t* size, int count, int dtype, Handle* out) {
  return guarded([=] {
    auto tensor = torch::empty(sizes(size, count), options(dtype, 0, -1, false));
    if (tensor.numel() > 0) std::memcpy(tensor.data_ptr(), data, tensor.numel() * tensor.element_size());
    *out = make(tensor);
  });
}

// ---- conversion -----------------------------------------------------------------------------------------------------------------

API ot_to(Handle x, int dtype, int type, int index, bool non_blocking, bool copy, Handle* out) {
  return guarded([=] {
    auto target = dtype < 0 ? x->scalar_type() : type_of(dtype);
    *out = make(x->to(type < 0 ? x->device() : device_of(type, index), target, non_blocking, copy));
  });
}
API ot_copy_(Handle x, Handle source, bool non_blocking) { return guarded([=] { x->copy_(*source, non_blocking); }); }

// ---- pointwise ------------------------------------------------------------------------------------------------------------------

#define UNARY(name) API ot_##name(Handle x, Handle* out) { return guarded([=] { *out = make(x->name()); }); }
#define INPLACE(name) API ot_##name(Handle x) { return guarded([=] { x->name(); }); }
#define BINARY(name)                                                                                                                \
  API ot_##name(Handle x, Handle y, Handle* out) { return guarded([=] { *out = make(x->name(*y)); }); }                              \
  API ot_##name##_scalar(Handle x, Number y, Handle* out) { return guarded([=] { *out = make(x->name(y)); }); }

UNARY(abs)
UNARY(neg)
UNARY(exp)
UNARY(log)
UNARY(sqrt)
UNARY(rsqrt)
UNARY(sin)
UNARY(cos)
UNARY(tanh)
UNARY(sigmoid)
UNARY(relu)
UNARY(isfinite)
UNARY(logical_not)
API ot_silu(Handle x, Handle* out) { return guarded([=] { *out = make(at::silu(*x)); }); }
API ot_log_sigmoid(Handle x, Handle* out) { return guarded([=] { *out = make(at::log_sigmoid(*x)); }); }
INPLACE(zero_)

BINARY(mul)
BINARY(div)
BINARY(pow)
BINARY(eq)
BINARY(ne)
BINARY(lt)
BINARY(le)
BINARY(gt)
BINARY(ge)
API ot_add(Handle x, Handle y, Number alpha, Handle* out) { return guarded([=] { *out = make(x->add(*y, alpha)); }); }
API ot_add_scalar(Handle x, Number y, Handle* out) { return guarded([=] { *out = make(x->add(y)); }); }
API ot_sub(Handle x, Handle y, Handle* out) { return guarded([=] { *out = make(x->sub(*y)); }); }
API ot_sub_scalar(Handle x, Number y, Handle* out) { return guarded([=] { *out = make(x->sub(y)); }); }
API ot_rsub_scalar(Handle x, Number y, Handle* out) { return guarded([=] { *out = make(at::rsub(*x, y)); }); }
API ot_maximum(Handle x, Handle y, Handle* out) { return guarded([=] { *out = make(at::maximum(*x, *y)); }); }
API ot_minimum(Handle x, Handle y, Handle* out) { return guarded([=] { *out = make(at::minimum(*x, *y)); }); }
API ot_clamp(Handle x, Number min, Number max, bool has_min, bool has_max, Handle* out) {
  return guarded([=] {
    *out = make(at::clamp(*x, has_min ? maybe<at::Scalar>(min) : maybe<at::Scalar>(), has_max ? maybe<at::Scalar>(max) : maybe<at::Scalar>()));
  });
}
API ot_where(Handle condition, Handle x, Handle y, Handle* out) { return guarded([=] { *out = make(at::where(*condition, *x, *y)); }); }
API ot_masked_fill(Handle x, Handle mask, Number value, Handle* out) { return guarded([=] { *out = make(x->masked_fill(*mask, value)); }); }

// ---- in place -------------------------------------------------------------------------------------------------------------------

API ot_add_(Handle x, Handle y, Number alpha) { return guarded([=] { x->add_(*y, alpha); }); }
API ot_add_scalar_(Handle x, Number y) { return guarded([=] { x->add_(y); }); }
API ot_mul_(Handle x, Handle y) { return guarded([=] { x->mul_(*y); }); }
API ot_mul_scalar_(Handle x, Number y) { return guarded([=] { x->mul_(y); }); }
API ot_addcmul_(Handle x, Handle y, Handle z, Number value) { return guarded([=] { x->addcmul_(*y, *z, value); }); }
API ot_addcdiv_(Handle x, Handle y, Handle z, Number value) { return guarded([=] { x->addcdiv_(*y, *z, value); }); }
API ot_fill_(Handle x, Number value) { return guarded([=] { x->fill_(value); }); }
API ot_masked_fill_(Handle x, Handle mask, Number value) { return guarded([=] { x->masked_fill_(*mask, value); }); }
API ot_uniform_(Handle x, double from, double to, at::Generator* generator) {
  return guarded([=] { x->uniform_(from, to, generator_or_null(generator)); });
}
API ot_normal_(Handle x, double mean, double std, at::Generator* generator) {
  return guarded([=] { x->normal_(mean, std, generator_or_null(generator)); });
}
API ot_bernoulli_(Handle x, double p, at::Generator* generator) { return guarded([=] { x->bernoulli_(p, generator_or_null(generator)); }); }
API ot_index_copy_(Handle x, int64_t dim, Handle index, Handle source) { return guarded([=] { x->index_copy_(dim, *index, *source); }); }
API ot_index_add_(Handle x, int64_t dim, Handle index, Handle source, Number alpha) {
  return guarded([=] { x->index_add_(dim, *index, *source, alpha); });
}
API ot_scatter_(Handle x, int64_t dim, Handle index, Handle source) { return guarded([=] { x->scatter_(dim, *index, *source); }); }

// ---- reductions, sorting, sampling ----------------------------------------------------------------------------------------------

API ot_sum(Handle x, const int64_t* dims, int count, bool keepdim, int dtype, Handle* out) {
  return guarded([=] { *out = make(count == 0 ? x->sum(dtype_or_null(dtype)) : x->sum(sizes(dims, count), keepdim, dtype_or_null(dtype))); });
}
API ot_mean(Handle x, const int64_t* dims, int count, bool keepdim, int dtype, Handle* out) {
  return guarded([=] { *out = make(count == 0 ? x->mean(dtype_or_null(dtype)) : x->mean(sizes(dims, count), keepdim, dtype_or_null(dtype))); });
}
UNARY(max)
UNARY(min)
UNARY(all)
UNARY(any)
API ot_max_dim(Handle x, int64_t dim, bool keepdim, Handle* values, Handle* indices) {
  return guarded([=] { auto r = x->max(dim, keepdim); *values = make(std::get<0>(r)); *indices = make(std::get<1>(r)); });
}
API ot_argmax(Handle x, int64_t dim, bool keepdim, Handle* out) { return guarded([=] { *out = make(x->argmax(dim, keepdim)); }); }
API ot_logsumexp(Handle x, int64_t dim, bool keepdim, Handle* out) { return guarded([=] { *out = make(x->logsumexp(dim, keepdim)); }); }
API ot_softmax(Handle x, int64_t dim, int dtype, Handle* out) { return guarded([=] { *out = make(x->softmax(dim, dtype_or_null(dtype))); }); }
API ot_log_softmax(Handle x, int64_t dim, int dtype, Handle* out) {
  return guarded([=] { *out = make(x->log_softmax(dim, dtype_or_null(dtype))); });
}
API ot_cumsum(Handle x, int64_t dim, int dtype, Handle* out) { return guarded([=] { *out = make(x->cumsum(dim, dtype_or_null(dtype))); }); }
API ot_norm(Handle x, double p, Handle* out) { return guarded([=] { *out = make(x->norm(p)); }); }
API ot_topk(Handle x, int64_t k, int64_t dim, bool largest, bool sorted, Handle* values, Handle* indices) {
  return guarded([=] { auto r = x->topk(k, dim, largest, sorted); *values = make(std::get<0>(r)); *indices = make(std::get<1>(r)); });
}
API ot_sort(Handle x, int64_t dim, bool descending, bool stable, Handle* values, Handle* indices) {
  return guarded([=] {
    auto r = at::sort(*x, maybe<bool>(stable), dim, descending);
    *values = make(std::get<0>(r));
    *indices = make(std::get<1>(r));
  });
}
API ot_allclose(Handle x, Handle y, double rtol, double atol, bool equal_nan, bool* out) {
  return guarded([=] { *out = x->allclose(*y, rtol, atol, equal_nan); });
}

// ---- shape and index ------------------------------------------------------------------------------------------------------------

UNARY(contiguous)
UNARY(clone)
UNARY(detach)
UNARY(t)
API ot_view(Handle x, const int64_t* size, int count, Handle* out) { return guarded([=] { *out = make(x->view(sizes(size, count))); }); }
API ot_reshape(Handle x, const int64_t* size, int count, Handle* out) { return guarded([=] { *out = make(x->reshape(sizes(size, count))); }); }
API ot_expand(Handle x, const int64_t* size, int count, Handle* out) { return guarded([=] { *out = make(x->expand(sizes(size, count))); }); }
API ot_permute(Handle x, const int64_t* dims, int count, Handle* out) { return guarded([=] { *out = make(x->permute(sizes(dims, count))); }); }
API ot_transpose(Handle x, int64_t a, int64_t b, Handle* out) { return guarded([=] { *out = make(x->transpose(a, b)); }); }
API ot_unsqueeze(Handle x, int64_t dim, Handle* out) { return guarded([=] { *out = make(x->unsqueeze(dim)); }); }
API ot_narrow(Handle x, int64_t dim, int64_t start, int64_t length, Handle* out) {
  return guarded([=] { *out = make(x->narrow(dim, start, length)); });
}
API ot_select(Handle x, int64_t dim, int64_t index, Handle* out) { return guarded([=] { *out = make(x->select(dim, index)); }); }
API ot_index_select(Handle x, int64_t dim, Handle index, Handle* out) { return guarded([=] { *out = make(x->index_select(dim, *index)); }); }
API ot_gather(Handle x, int64_t dim, Handle index, Handle* out) { return guarded([=] { *out = make(x->gather(dim, *index)); }); }
API ot_tril(Handle x, int64_t diagonal, Handle* out) { return guarded([=] { *out = make(x->tril(diagonal)); }); }
API ot_cat(Handle* tensors, int count, int64_t dim, Handle* out) { return guarded([=] { *out = make(at::cat(list(tensors, count), dim)); }); }
API ot_stack(Handle* tensors, int count, int64_t dim, Handle* out) { return guarded([=] { *out = make(at::stack(list(tensors, count), dim)); }); }

// ---- linear algebra and nn.functional -------------------------------------------------------------------------------------------

API ot_matmul(Handle x, Handle y, Handle* out) { return guarded([=] { *out = make(x->matmul(*y)); }); }
API ot_mm(Handle x, Handle y, Handle* out) { return guarded([=] { *out = make(x->mm(*y)); }); }
API ot_bmm(Handle x, Handle y, Handle* out) { return guarded([=] { *out = make(x->bmm(*y)); }); }
API ot_addmm(Handle x, Handle a, Handle b, float beta, float alpha, Handle* out) {
  return guarded([=] { *out = make(at::addmm(*x, *a, *b, beta, alpha)); });
}
API ot_linear(Handle x, Handle weight, Handle bias, Handle* out) { return guarded([=] { *out = make(at::linear(*x, *weight, orNull(bias))); }); }
API ot_embedding(Handle x, Handle weight, Handle* out) { return guarded([=] { *out = make(at::embedding(*weight, *x)); }); }
API ot_cross_entropy(Handle x, Handle target, Handle weight, int64_t ignore_index, int64_t reduction, double smoothing, Handle* out) {
  return guarded([=] { *out = make(at::cross_entropy_loss(*x, *target, orNull(weight), reduction, ignore_index, smoothing)); });
}
API ot_layer_norm(Handle x, const int64_t* shape, int count, Handle weight, Handle bias, double eps, Handle* out) {
  return guarded([=] { *out = make(at::layer_norm(*x, sizes(shape, count), orNull(weight), orNull(bias), eps)); });
}
API ot_scaled_dot_product_attention(Handle q, Handle k, Handle v, Handle mask, double dropout, bool causal, Handle* out) {
  return guarded([=] {
#if TORCH_VERSION_MAJOR >= 2
    *out = make(at::scaled_dot_product_attention(*q, *k, *v, orNull(mask), dropout, causal));
#else
    *out = make(std::get<0>(at::_scaled_dot_product_attention(*q, *k, *v, orNull(mask), dropout, false, causal)));
#endif
  });
}

// ---- autograd and optimization --------------------------------------------------------------------------------------------------

API ot_backward(Handle* tensors, int count, Handle* grads, bool retain_graph, bool create_graph) {
  return guarded([=] {
    auto outputs = list(tensors, count);
    std::vector<Tensor> given;
    for (int i = 0; i < count; i++) given.push_back(grads && grads[i] ? *grads[i] : Tensor());
    torch::autograd::backward(outputs, given, retain_graph, create_graph);
  });
}
API ot_autograd_grad(Handle* outputs, int count, Handle* inputs, int input_count, Handle* grads, bool retain_graph, bool create_graph,
                     bool allow_unused, Handle* out) {
  return guarded([=] {
    std::vector<Tensor> given;
    for (int i = 0; grads && i < count; i++) given.push_back(orNone(grads[i]));
    auto results = torch::autograd::grad(
        list(outputs, count), list(inputs, input_count), given, retain_graph, create_graph, allow_unused);
    for (int i = 0; i < input_count; i++) out[i] = results[i].defined() ? make(results[i]) : nullptr;
  });
}
API ot_clip_grad_norm_(Handle* parameters, int count, double max_norm, double norm_type, double* total) {
  return guarded([=] { *total = torch::nn::utils::clip_grad_norm_(list(parameters, count), max_norm, norm_type); });
}
API ot_adamw_new(Handle* parameters, int count, double lr, double beta1, double beta2, double eps, double decay, void** out) {
  return guarded([=] {
    *out = new torch::optim::AdamW(
        list(parameters, count), torch::optim::AdamWOptions(lr).betas({beta1, beta2}).eps(eps).weight_decay(decay));
  });
}
API ot_adamw_step(void* optimizer, double lr) {
  return guarded([=] {
    auto adam = static_cast<torch::optim::AdamW*>(optimizer);
    for (auto& group : adam->param_groups()) static_cast<torch::optim::AdamWOptions&>(group.options()).lr(lr);
    adam->step();
  });
}
API ot_adamw_free(void* optimizer) { return guarded([=] { delete static_cast<torch::optim::AdamW*>(optimizer); }); }

// ---- what TorchSharp has no name for: fused operations of a decoder (fused.h) ---------------------------------------------------

API ot_fused_linear(Handle x, Handle weight, Handle bias, Handle* out) {
  return guarded([=] { *out = make(optimas::linear(*x, *weight, bias ? std::optional<Tensor>(*bias) : std::nullopt)); });
}
API ot_fused_rms_norm(Handle x, Handle weight, double eps, Handle* out) { return guarded([=] { *out = make(optimas::rms_norm(*x, *weight, eps)); }); }
API ot_fused_rotary(Handle x, Handle cos, Handle sin, Handle* out) { return guarded([=] { *out = make(optimas::rotary(*x, *cos, *sin)); }); }
API ot_fused_swiglu(Handle gate, Handle up, Handle* out) { return guarded([=] { *out = make(optimas::swiglu(*gate, *up)); }); }
API ot_fused_attention(Handle q, Handle k, Handle v, const int64_t* layout, int sequences, Handle device_layout, double scale, Handle* out) {
  return guarded([=] { *out = make(optimas::attention(*q, *k, *v, std::vector<int64_t>(layout, layout + 4 * sequences), orNone(device_layout), scale)); });
}
API ot_fused_adamw(Handle* parameters, Handle* grads, Handle* averages, Handle* squares, int count, double lr, double beta1, double beta2,
                   double eps, double decay, int64_t step) {
  return guarded([=] {
    optimas::adamw(list(parameters, count), list(grads, count), list(averages, count), list(squares, count), lr, beta1, beta2, eps, decay, step);
  });
}
