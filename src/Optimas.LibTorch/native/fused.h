// The operations that decide a decoder's speed, each as one step of autograd: less memory traffic, and nothing kept that can be computed
// again. float32 on the CPU has loops of its own (kernels.h), half precision on CUDA uses libtorch's flash attention; everything else is
// composed of libtorch's operations.
#pragma once
#include "kernels.h"

#include <ATen/Parallel.h>
#include <torch/torch.h>

#include <cmath>
#include <optional>
#include <vector>

#define OPTIMAS_TORCH_AT_LEAST(major, minor) \
  (TORCH_VERSION_MAJOR > (major) || (TORCH_VERSION_MAJOR == (major) && TORCH_VERSION_MINOR >= (minor)))

namespace optimas {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

inline bool has_loops(const Tensor& x) { return x.is_cpu() && x.scalar_type() == at::kFloat; }

// Half precision on the CPU goes through float32.
inline bool needs_float(const Tensor& x) { return x.is_cpu() && x.scalar_type() != at::kFloat && x.scalar_type() != at::kDouble; }

// The loops of the backward passes leave no trace for another one, which would be wrong without a word.
inline void no_second_derivative() {
  TORCH_CHECK(!at::GradMode::is_enabled(), "a fused operation has no second derivative: leave create_graph out, or compose it of plain operations");
}

inline void check_like(const char* name, const Tensor& tensor, const Tensor& x) {
  TORCH_CHECK(tensor.scalar_type() == x.scalar_type() && tensor.device() == x.device(), name, " is ", tensor.scalar_type(), " on ",
              tensor.device(), ", not ", x.scalar_type(), " on ", x.device());
}

inline int64_t grain(int64_t work_per_item) { return std::max<int64_t>(1, 16384 / std::max<int64_t>(1, work_per_item)); }

// ---- RMS norm -------------------------------------------------------------------------------------------------------------------

struct RmsNorm : Function<RmsNorm> {
  static Tensor forward(AutogradContext* ctx, const Tensor& input, const Tensor& weight_input, double eps) {
    auto x = input.contiguous(), weight = weight_input.contiguous();
    int64_t n = x.size(-1), rows = x.numel() / n;
    auto y = at::empty_like(x), factor = at::empty({rows}, x.options());
    at::parallel_for(0, rows, grain(n), [&](int64_t begin, int64_t end) {
      kernels::rms_norm(x.data_ptr<float>() + begin * n, weight.data_ptr<float>(), y.data_ptr<float>() + begin * n,
                        factor.data_ptr<float>() + begin, end - begin, n, static_cast<float>(eps));
    });
    ctx->save_for_backward({x, weight, factor});
    ctx->saved_data["weight"] = weight_input.requires_grad();
    return y;
  }

  static variable_list backward(AutogradContext* ctx, variable_list gradients) {
    no_second_derivative();
    auto saved = ctx->get_saved_variables();
    auto &x = saved[0], &weight = saved[1], &factor = saved[2];
    auto gradient = gradients[0].contiguous();
    int64_t n = x.size(-1), rows = x.numel() / n;
    auto x_gradient = at::empty_like(x);
    auto weight_gradient = ctx->saved_data["weight"].toBool() ? at::zeros({at::get_num_threads(), n}, x.options()) : Tensor();
    at::parallel_for(0, rows, grain(n), [&](int64_t begin, int64_t end) {
      kernels::rms_norm_backward(x.data_ptr<float>() + begin * n, weight.data_ptr<float>(), factor.data_ptr<float>() + begin,
                                 gradient.data_ptr<float>() + begin * n, x_gradient.data_ptr<float>() + begin * n,
                                 weight_gradient.defined() ? weight_gradient.data_ptr<float>() + at::get_thread_num() * n : nullptr, end - begin, n);
    });
    return {x_gradient, weight_gradient.defined() ? weight_gradient.sum(0) : Tensor(), Tensor()};
  }
};

inline Tensor rms_norm(const Tensor& x, const Tensor& weight, double eps) {
  TORCH_CHECK(x.dim() > 0 && x.size(-1) > 0 && weight.dim() == 1 && weight.size(0) == x.size(-1),
              "RMS norm over the last dimension of ", x.sizes(), " takes a weight of its size, not ", weight.sizes());
  if (has_loops(x) && has_loops(weight)) return RmsNorm::apply(x, weight, eps);
#if OPTIMAS_TORCH_AT_LEAST(2, 4)
  if (!x.is_cpu()) return at::rms_norm(x, {x.size(-1)}, weight, eps);
#endif
  auto wide = x.scalar_type() == at::kDouble ? x : x.to(at::kFloat);
  return (wide * (wide.square().mean(-1, true) + eps).rsqrt()).to(x.scalar_type()) * weight;
}

// ---- rotary embedding -----------------------------------------------------------------------------------------------------------

// x: rows × heads × n; cos and sin: rows × n/2.
inline Tensor rotate(const Tensor& input, const Tensor& cos_input, const Tensor& sin_input, int direction) {
  int64_t rows = input.size(0), heads = input.size(1), n = input.size(2), half = n / 2;
  auto y = at::empty(input.sizes(), input.options());
  if (has_loops(input)) {
    auto x = input.contiguous(), cos = cos_input.contiguous(), sin = sin_input.contiguous();
    at::parallel_for(0, rows, grain(heads * n), [&](int64_t begin, int64_t end) {
      kernels::rotary(x.data_ptr<float>() + begin * heads * n, cos.data_ptr<float>() + begin * half, sin.data_ptr<float>() + begin * half,
                      y.data_ptr<float>() + begin * heads * n, end - begin, heads, n, static_cast<float>(direction));
    });
    return y;
  }
  auto c = cos_input.unsqueeze(1), s = sin_input.unsqueeze(1);
  auto a = input.narrow(-1, 0, half), b = input.narrow(-1, half, half);
  auto first = y.narrow(-1, 0, half), second = y.narrow(-1, half, half);
  at::mul_out(first, a, c);
  at::mul_out(second, b, c);
  first.addcmul_(b, s, -direction);
  second.addcmul_(a, s, direction);
  return y;
}

struct Rotary : Function<Rotary> {
  static Tensor forward(AutogradContext* ctx, const Tensor& x, const Tensor& cos, const Tensor& sin) {
    ctx->save_for_backward({cos, sin});
    return rotate(x, cos, sin, 1);
  }

  static variable_list backward(AutogradContext* ctx, variable_list gradients) {
    no_second_derivative();
    auto saved = ctx->get_saved_variables();
    return {rotate(gradients[0], saved[0], saved[1], -1), Tensor(), Tensor()};
  }
};

inline Tensor rotary(const Tensor& x, const Tensor& cos, const Tensor& sin) {
  TORCH_CHECK(x.dim() == 3 && x.size(2) % 2 == 0, "rotation takes rows × heads × an even number, not ", x.sizes());
  std::vector<int64_t> angles{x.size(0), x.size(2) / 2};
  TORCH_CHECK(cos.sizes() == angles && sin.sizes() == angles, "rotation of ", x.sizes(), " takes a cosine and a sine for each row and pair, not ",
              cos.sizes(), " and ", sin.sizes());
  check_like("the cosine", cos, x);
  check_like("the sine", sin, x);
  return Rotary::apply(x, cos, sin);
}

// ---- gated activation -----------------------------------------------------------------------------------------------------------

struct SwiGlu : Function<SwiGlu> {
  static Tensor forward(AutogradContext* ctx, const Tensor& gate, const Tensor& up) {
    ctx->save_for_backward({gate, up});
    if (!has_loops(gate)) return at::silu(gate).mul_(up);
    // Halves of one product lie side by side: their rows are read where they are.
    bool strided = gate.dim() == 2 && gate.stride(1) == 1 && up.stride(1) == 1 && gate.numel() > 0;
    auto g = strided ? gate : gate.contiguous(), u = strided ? up : up.contiguous();
    auto y = at::empty(gate.sizes(), gate.options());
    int64_t n = strided ? gate.size(1) : gate.numel(), rows = strided ? gate.size(0) : gate.numel() > 0;
    int64_t g_row = strided ? g.stride(0) : n, u_row = strided ? u.stride(0) : n, pieces = (n + 4095) / 4096;
    at::parallel_for(0, rows * pieces, grain(std::min<int64_t>(n, 4096)), [&](int64_t begin, int64_t end) {
      for (int64_t piece = begin; piece < end; piece++) {
        int64_t row = piece / pieces, from = piece % pieces * 4096;
        kernels::swiglu(g.data_ptr<float>() + row * g_row + from, u.data_ptr<float>() + row * u_row + from, y.data_ptr<float>() + row * n + from,
                        std::min<int64_t>(4096, n - from));
      }
    });
    return y;
  }

  static variable_list backward(AutogradContext* ctx, variable_list gradients) {
    no_second_derivative();
    auto saved = ctx->get_saved_variables();
    auto gate = saved[0].contiguous(), up = saved[1].contiguous(), gradient = gradients[0].contiguous();
    if (!has_loops(gate)) return {at::silu_backward(gradient * up, gate), at::silu(gate).mul_(gradient)};
    auto gate_gradient = at::empty_like(gate), up_gradient = at::empty_like(up);
    at::parallel_for(0, gate.numel(), 4096, [&](int64_t begin, int64_t end) {
      kernels::swiglu_backward(gate.data_ptr<float>() + begin, up.data_ptr<float>() + begin, gradient.data_ptr<float>() + begin,
                               gate_gradient.data_ptr<float>() + begin, up_gradient.data_ptr<float>() + begin, end - begin);
    });
    return {gate_gradient, up_gradient};
  }
};

inline Tensor swiglu(const Tensor& gate, const Tensor& up) {
  TORCH_CHECK(gate.sizes() == up.sizes(), "the gate is ", gate.sizes(), ", what it lets through ", up.sizes());
  check_like("what the gate lets through", up, gate);
  return SwiGlu::apply(gate, up);
}

// ---- linear map -----------------------------------------------------------------------------------------------------------------

// A matrix product packs its weights first, which is worth it for many rows: for few ones, as in writing texts, the loops are faster.
inline Tensor linear(const Tensor& x, const Tensor& weight, const std::optional<Tensor>& bias) {
  constexpr int64_t few_rows = 32;
  bool recorded = at::GradMode::is_enabled() && (x.requires_grad() || weight.requires_grad() || (bias && bias->requires_grad()));
  if (recorded || !has_loops(x) || x.dim() != 2 || x.size(0) > few_rows || x.size(0) == 0 || weight.dim() != 2 || x.size(1) != weight.size(1) ||
      !has_loops(weight) || !x.is_contiguous() || !weight.is_contiguous() ||
      (bias && (!has_loops(*bias) || !bias->is_contiguous() || bias->dim() != 1 || bias->size(0) != weight.size(0))))
    return bias ? at::linear(x, weight, *bias) : at::linear(x, weight);
  int64_t rows = x.size(0), inputs = x.size(1), outputs = weight.size(0);
  auto y = at::empty({rows, outputs}, x.options());
  // Blocks of three outputs, as the loops take them.
  at::parallel_for(0, (outputs + 2) / 3, std::max<int64_t>(1, 65536 / std::max<int64_t>(1, rows * inputs * 3)), [&](int64_t begin, int64_t end) {
    kernels::linear(x.data_ptr<float>(), weight.data_ptr<float>(), bias ? bias->data_ptr<float>() : nullptr, y.data_ptr<float>(), rows, inputs,
                    outputs, begin * 3, std::min(outputs, end * 3));
  });
  return y;
}

// ---- attention over packed sequences --------------------------------------------------------------------------------------------

// One sequence of a packed batch: rows [query, query + queries) of q attend to rows [key, key + keys) of k and v; the last query sees
// all keys, the one before it all but the last, and so on.
struct Sequence {
  int64_t query, queries, key, keys;
  int64_t visible(int64_t row) const { return keys - queries + row + 1; }
};

// The loops trust a layout, so nothing gets there that reads or writes beside the tensors, or leaves rows of the result unwritten.
inline void check_attention(const Tensor& q, const Tensor& k, const Tensor& v, const std::vector<int64_t>& layout, double scale) {
  TORCH_CHECK(q.dim() == 3 && k.dim() == 3 && k.sizes() == v.sizes() && q.size(2) == k.size(2),
              "attention takes queries × heads × n and twice keys × key heads × n, not ", q.sizes(), ", ", k.sizes(), " and ", v.sizes());
  TORCH_CHECK(q.size(1) > 0 && k.size(1) > 0 && q.size(1) % k.size(1) == 0, q.size(1), " heads can't share ", k.size(1), " key heads");
  check_like("the key", k, q);
  check_like("the value", v, q);
  TORCH_CHECK(scale >= 0 && std::isfinite(scale), "scores can't be scaled by ", scale);
  TORCH_CHECK(layout.size() % 4 == 0, "a layout holds four numbers for each sequence, not ", layout.size(), " in all");
  int64_t next = 0;
  for (size_t i = 0; i < layout.size(); i += 4) {
    int64_t query = layout[i], queries = layout[i + 1], key = layout[i + 2], keys = layout[i + 3];
    TORCH_CHECK(query == next && queries >= 0 && queries <= q.size(0) - query, "sequence ", i / 4, " has queries [", query, ", ", query + queries,
                "); its first has to be ", next, " and there are ", q.size(0));
    TORCH_CHECK(key >= 0 && keys >= 0 && key <= k.size(0) && keys <= k.size(0) - key, "sequence ", i / 4, " has keys [", key, ", ", key + keys,
                ") of ", k.size(0));
    TORCH_CHECK(queries <= keys, "sequence ", i / 4, " has ", queries, " queries but ", keys, " keys: the first queries would see nothing");
    next += queries;
  }
  TORCH_CHECK(next == q.size(0), "the sequences have ", next, " queries together, but there are ", q.size(0));
}

inline std::vector<Sequence> sequences(const std::vector<int64_t>& layout) {
  std::vector<Sequence> result;
  for (size_t i = 0; i + 3 < layout.size(); i += 4) result.push_back({layout[i], layout[i + 1], layout[i + 2], layout[i + 3]});
  return result;
}

// A block of rows of one head, as a matrix.
inline Tensor rows_of(const Tensor& x, int64_t head, int64_t start, int64_t count) {
  int64_t heads = x.size(1), n = x.size(2);
  return at::from_blob(x.data_ptr<float>() + (start * heads + head) * n, {count, n}, {heads * n, 1}, x.options());
}

struct CpuAttention : Function<CpuAttention> {
  // Scores of this many queries are in memory at a time, per thread.
  static constexpr int64_t block = 128;
  // Fewer queries than this against a sequence are not worth a matrix product.
  static constexpr int64_t few = 8;

  static Tensor forward(AutogradContext* ctx, const Tensor& q_input, const Tensor& k_input, const Tensor& v_input, std::vector<int64_t> layout, double scale) {
    auto q = q_input.contiguous(), k = k_input.contiguous(), v = v_input.contiguous();
    auto batch = sequences(layout);
    int64_t heads = q.size(1), kv_heads = k.size(1), n = q.size(2), group = heads / kv_heads;
    auto out = at::empty_like(q), lse = at::empty({q.size(0), heads}, q.options());
    float factor = static_cast<float>(scale);
    std::vector<Sequence> shorter, longer;
    bool recorded = needs_gradient(q_input, k_input, v_input);
    for (auto& s : batch) (s.queries < few && !recorded ? shorter : longer).push_back(s);
    // The loops take all heads of a sequence at once; where there are fewer sequences than threads, those of one key head.
    int64_t count = static_cast<int64_t>(shorter.size()), parts = count < at::get_num_threads() ? kv_heads : 1, part = kv_heads / parts;
    at::parallel_for(0, count * parts, 1, [&](int64_t begin, int64_t end) {
      std::vector<float> scores;
      for (int64_t task = begin; task < end; task++) {
        auto s = shorter[task / parts];
        int64_t kv_head = task % parts * part, head = kv_head * group, key = (s.key * kv_heads + kv_head) * n;
        scores.resize(part * group * s.keys);
        for (int64_t i = 0; i < s.queries; i++) {
          int64_t row = ((s.query + i) * heads + head) * n;
          kernels::attend(q.data_ptr<float>() + row, k.data_ptr<float>() + key, v.data_ptr<float>() + key, out.data_ptr<float>() + row,
                          scores.data(), s.visible(i), kv_heads * n, part * group, group, n, factor);
        }
      }
    });
    at::parallel_for(0, static_cast<int64_t>(longer.size()) * heads, 1, [&](int64_t begin, int64_t end) {
      at::NoGradGuard no_grad;
      for (int64_t task = begin; task < end; task++) {
        auto s = longer[task / heads];
        int64_t head = task % heads, kv_head = head / group;
        for (int64_t from = 0; from < s.queries; from += block) {
          int64_t rows = std::min(block, s.queries - from), width = s.visible(from + rows - 1);
          auto p = at::mm(rows_of(q, head, s.query + from, rows), rows_of(k, kv_head, s.key, width).t());
          for (int64_t i = 0; i < rows; i++)
            lse.data_ptr<float>()[(s.query + from + i) * heads + head] =
                kernels::softmax(p.data_ptr<float>() + i * width, s.visible(from + i), width, factor);
          auto target = rows_of(out, head, s.query + from, rows);
          at::mm_out(target, p, rows_of(v, kv_head, s.key, width));
        }
      }
    });
    ctx->save_for_backward({q, k, v, out, lse});
    ctx->saved_data["layout"] = layout;
    ctx->saved_data["scale"] = scale;
    return out;
  }

  static variable_list backward(AutogradContext* ctx, variable_list gradients) {
    no_second_derivative();
    auto saved = ctx->get_saved_variables();
    auto &q = saved[0], &k = saved[1], &v = saved[2], &out = saved[3], &lse = saved[4];
    auto gradient = gradients[0].contiguous();
    auto batch = sequences(ctx->saved_data["layout"].toIntVector());
    float factor = static_cast<float>(ctx->saved_data["scale"].toDouble());
    int64_t heads = q.size(1), kv_heads = k.size(1), group = heads / kv_heads;
    auto dq = at::empty_like(q), dk = at::zeros_like(k), dv = at::zeros_like(v);

    // Sequences may share keys, so a task is a whole head of keys; where they can't, a sequence's head.
    bool apart = true;
    for (size_t i = 1; i < batch.size(); i++) apart &= batch[i].key >= batch[i - 1].key + batch[i - 1].keys;
    int64_t tasks = apart ? static_cast<int64_t>(batch.size()) * kv_heads : kv_heads;
    at::parallel_for(0, tasks, 1, [&](int64_t begin, int64_t end) {
      at::NoGradGuard no_grad;
      for (int64_t task = begin; task < end; task++) {
        int64_t kv_head = task % kv_heads;
        for (size_t i = apart ? task / kv_heads : 0; i < (apart ? task / kv_heads + 1 : batch.size()); i++)
          for (int64_t head = kv_head * group; head < (kv_head + 1) * group; head++)
            backward_of(q, k, v, out, lse, gradient, dq, dk, dv, batch[i], head, kv_head, factor);
      }
    });
    return {dq, dk, dv, Tensor(), Tensor()};
  }

 private:
  // Inside forward autograd is off, but the inputs still say whether there will be a backward.
  static bool needs_gradient(const Tensor& q, const Tensor& k, const Tensor& v) { return q.requires_grad() || k.requires_grad() || v.requires_grad(); }

  static void backward_of(const Tensor& q, const Tensor& k, const Tensor& v, const Tensor& out, const Tensor& lse, const Tensor& gradient,
                          Tensor& dq, Tensor& dk, Tensor& dv, const Sequence& s, int64_t head, int64_t kv_head, float factor) {
    int64_t heads = q.size(1), n = q.size(2);
    for (int64_t from = 0; from < s.queries; from += block) {
      int64_t rows = std::min(block, s.queries - from), width = s.visible(from + rows - 1), at_row = s.query + from;
      auto keys = rows_of(k, kv_head, s.key, width), queries = rows_of(q, head, at_row, rows), grads = rows_of(gradient, head, at_row, rows);
      auto p = at::mm(queries, keys.t());
      auto ds = at::mm(grads, rows_of(v, kv_head, s.key, width).t());
      for (int64_t i = 0; i < rows; i++)
        kernels::softmax_again(p.data_ptr<float>() + i * width, s.visible(from + i), width, factor, lse.data_ptr<float>()[(at_row + i) * heads + head]);
      auto dv_rows = rows_of(dv, kv_head, s.key, width);
      dv_rows.addmm_(p.t(), grads);
      for (int64_t i = 0; i < rows; i++) {
        int64_t offset = ((at_row + i) * heads + head) * n;
        kernels::softmax_backward(p.data_ptr<float>() + i * width, ds.data_ptr<float>() + i * width, s.visible(from + i), width,
                                  kernels::dot(out.data_ptr<float>() + offset, gradient.data_ptr<float>() + offset, n), factor);
      }
      auto dq_rows = rows_of(dq, head, at_row, rows);
      at::mm_out(dq_rows, ds, keys);
      auto dk_rows = rows_of(dk, kv_head, s.key, width);
      dk_rows.addmm_(ds.t(), queries);
    }
  }
};

// Sequence by sequence, of libtorch's own operations.
inline Tensor composed_attention(const Tensor& q, const Tensor& k, const Tensor& v, const std::vector<Sequence>& batch, double scale) {
  if (batch.empty()) return q + k.narrow(0, 0, 0).sum() + v.narrow(0, 0, 0).sum();
  std::vector<Tensor> outputs;
  int64_t group = q.size(1) / k.size(1);
  for (auto& s : batch) {
    auto queries = q.narrow(0, s.query, s.queries).transpose(0, 1);
    auto keys = k.narrow(0, s.key, s.keys).transpose(0, 1).repeat_interleave(group, 0);
    auto values = v.narrow(0, s.key, s.keys).transpose(0, 1).repeat_interleave(group, 0);
    auto hidden = at::ones({s.queries, s.keys}, q.options().dtype(at::kBool)).triu(s.keys - s.queries + 1);
    auto p = (at::matmul(queries, keys.transpose(1, 2)) * scale).masked_fill(hidden, -INFINITY).softmax(-1);
    outputs.push_back(at::matmul(p, values).transpose(0, 1));
  }
  return at::cat(outputs, 0);
}

// q: queries × heads × n; k and v: keys × kv_heads × n. layout: (query, queries, key, keys) of each sequence; the queries follow each
// other without a gap. device_layout, for CUDA: int32, the count + 1 query offsets, count + 1 key offsets, count key lengths.
inline Tensor attention(const Tensor& q, const Tensor& k, const Tensor& v, const std::vector<int64_t>& layout, [[maybe_unused]] const Tensor& device_layout, double scale) {
  check_attention(q, k, v, layout, scale);
  if (has_loops(q)) return CpuAttention::apply(q, k, v, layout, scale);
  if (needs_float(q)) return CpuAttention::apply(q.to(at::kFloat), k.to(at::kFloat), v.to(at::kFloat), layout, scale).to(q.scalar_type());
  auto batch = sequences(layout);
#if OPTIMAS_TORCH_AT_LEAST(2, 6)
  if (q.is_cuda() && device_layout.defined() && !batch.empty() && (q.scalar_type() == at::kHalf || q.scalar_type() == at::kBFloat16)) {
    TORCH_CHECK(device_layout.device() == q.device() && device_layout.scalar_type() == at::kInt && device_layout.dim() == 1 &&
                    device_layout.size(0) == 3 * static_cast<int64_t>(batch.size()) + 2,
                "the layout on the device is ", device_layout.sizes(), " of ", device_layout.scalar_type(), " on ", device_layout.device(), " for ",
                batch.size(), " sequences");
    int64_t count = static_cast<int64_t>(batch.size()), most_queries = 0, most_keys = 0, next = 0;
    bool gaps = false;
    for (auto& s : batch) {
      most_queries = std::max(most_queries, s.queries);
      most_keys = std::max(most_keys, s.keys);
      gaps |= s.key != next;
      next = s.key + s.keys;
    }
    auto query_offsets = device_layout.narrow(0, 0, count + 1), key_offsets = device_layout.narrow(0, count + 1, count + 1);
    auto key_lengths = gaps ? std::optional<Tensor>(device_layout.narrow(0, 2 * count + 2, count)) : std::nullopt;
    return std::get<0>(at::_flash_attention_forward(q, k, v, query_offsets, key_offsets, most_queries, most_keys, 0.0, /*is_causal=*/true,
                                                    /*return_debug_mask=*/false, scale, std::nullopt, std::nullopt, key_lengths, std::nullopt));
  }
#endif
  return composed_attention(q, k, v, batch, scale);
}

// ---- AdamW ----------------------------------------------------------------------------------------------------------------------

inline void adamw(const std::vector<Tensor>& parameters, const std::vector<Tensor>& gradients, const std::vector<Tensor>& averages,
                  const std::vector<Tensor>& squares, double lr, double beta1, double beta2, double eps, double decay, int64_t step) {
  at::NoGradGuard no_grad;
  TORCH_CHECK(step >= 1, "the first step is 1, not ", step);
  double first = 1 - std::pow(beta1, step), second = 1 - std::pow(beta2, step);
  std::vector<size_t> looped;
  std::vector<Tensor> p, g, m, v;
  for (size_t i = 0; i < parameters.size(); i++) {
    for (auto& state : {gradients[i], averages[i], squares[i]})
      TORCH_CHECK(state.sizes() == parameters[i].sizes(), "parameter ", i, " is ", parameters[i].sizes(), ", its gradient or state ", state.sizes());
    bool loops = has_loops(parameters[i]) && has_loops(gradients[i]) && has_loops(averages[i]) && has_loops(squares[i]) &&
                 parameters[i].is_contiguous() && averages[i].is_contiguous() && squares[i].is_contiguous();
    if (loops) {
      looped.push_back(i);
    } else {
      p.push_back(parameters[i]);
      g.push_back(gradients[i]);
      m.push_back(averages[i]);
      v.push_back(squares[i]);
    }
  }
  if (!p.empty()) {
    at::_foreach_mul_(p, 1 - lr * decay);
    at::_foreach_mul_(m, beta1);
    at::_foreach_add_(m, g, 1 - beta1);
    at::_foreach_mul_(v, beta2);
    at::_foreach_addcmul_(v, g, g, 1 - beta2);
    auto denominators = at::_foreach_sqrt(v);
    at::_foreach_div_(denominators, std::sqrt(second));
    at::_foreach_add_(denominators, eps);
    at::_foreach_addcdiv_(p, m, denominators, -lr / first);
  }
  kernels::AdamW options{static_cast<float>(beta1), static_cast<float>(1 - beta1), static_cast<float>(beta2), static_cast<float>(1 - beta2),
                         static_cast<float>(eps), static_cast<float>(1 - lr * decay), static_cast<float>(lr / first),
                         static_cast<float>(1 / std::sqrt(second))};
  for (size_t i : looped) {
    auto gradient = gradients[i].contiguous();
    float *parameter = parameters[i].data_ptr<float>(), *average = averages[i].data_ptr<float>(), *square = squares[i].data_ptr<float>();
    at::parallel_for(0, gradient.numel(), 8192, [&](int64_t begin, int64_t end) {
      kernels::adamw(parameter + begin, gradient.data_ptr<float>() + begin, average + begin, square + begin, end - begin, options);
    });
    // As libtorch's own operations in place do, so that a backward pass over the old value is refused.
    for (auto& written : {parameters[i], averages[i], squares[i]})
      if (!written.is_inference()) written.unsafeGetTensorImpl()->bump_version();
  }
}

}  // namespace optimas
