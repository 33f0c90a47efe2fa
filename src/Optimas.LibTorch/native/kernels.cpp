#include "kernels.h"

#include <algorithm>
#include <cmath>
#include <cstring>

// Each loop is compiled for the vector widths in use and chosen when the library loads.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define VECTORIZED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define VECTORIZED
#endif

#define INLINED static inline __attribute__((always_inline))

namespace optimas::kernels {

// exp to within two units in the last place, in operations that vectorize everywhere (the polynomial of Cephes' expf, Moshier 1989).
INLINED float exponential(float given) {
  float x = std::min(std::max(given, -87.0f), 89.0f);
  int32_t power = static_cast<int32_t>(x * 1.44269504f + (x < 0 ? -0.5f : 0.5f));
  float n = static_cast<float>(power), r = x - n * 0.693359375f + n * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  int32_t bits = (power + 127) << 23;
  float scale;
  std::memcpy(&scale, &bits, sizeof scale);
  float result = (p * r * r + r + 1) * scale;
  // Past 88.37 the scale is infinite. Not a number stays none, by its bits: a comparison would keep the loop from being vectorized.
  int32_t given_bits, result_bits;
  std::memcpy(&given_bits, &given, sizeof given);
  std::memcpy(&result_bits, &result, sizeof result);
  result_bits |= -static_cast<int32_t>((given_bits & 0x7fffffff) > 0x7f800000) & 0x7fc00000;
  std::memcpy(&result, &result_bits, sizeof result);
  return result;
}

VECTORIZED void rms_norm(const float* x, const float* weight, float* y, float* factor, int64_t rows, int64_t n, float eps) {
  for (int64_t r = 0; r < rows; r++, x += n, y += n) {
    float sum = 0;
    for (int64_t i = 0; i < n; i++) sum += x[i] * x[i];
    float f = 1 / std::sqrt(sum / n + eps);
    factor[r] = f;
    for (int64_t i = 0; i < n; i++) y[i] = x[i] * f * weight[i];
  }
}

VECTORIZED void rms_norm_backward(const float* x, const float* weight, const float* factor, const float* gradient, float* x_gradient,
                                  float* weight_gradient, int64_t rows, int64_t n) {
  for (int64_t r = 0; r < rows; r++, x += n, gradient += n, x_gradient += n) {
    float f = factor[r], along = 0;
    for (int64_t i = 0; i < n; i++) along += gradient[i] * weight[i] * x[i];
    along *= f * f * f / n;
    for (int64_t i = 0; i < n; i++) x_gradient[i] = gradient[i] * weight[i] * f - x[i] * along;
    if (weight_gradient)
      for (int64_t i = 0; i < n; i++) weight_gradient[i] += gradient[i] * x[i] * f;
  }
}

VECTORIZED void rotary(const float* x, const float* cos, const float* sin, float* y, int64_t rows, int64_t heads, int64_t n, float direction) {
  int64_t half = n / 2;
  for (int64_t r = 0; r < rows; r++, cos += half, sin += half) {
    for (int64_t h = 0; h < heads; h++, x += n, y += n) {
      for (int64_t i = 0; i < half; i++) {
        float a = x[i], b = x[i + half], s = direction * sin[i];
        y[i] = a * cos[i] - b * s;
        y[i + half] = b * cos[i] + a * s;
      }
    }
  }
}

VECTORIZED void swiglu(const float* gate, const float* up, float* y, int64_t n) {
  for (int64_t i = 0; i < n; i++) y[i] = gate[i] / (1 + exponential(-gate[i])) * up[i];
}

VECTORIZED void swiglu_backward(const float* gate, const float* up, const float* gradient, float* gate_gradient, float* up_gradient, int64_t n) {
  for (int64_t i = 0; i < n; i++) {
    float sigmoid = 1 / (1 + exponential(-gate[i])), silu = gate[i] * sigmoid;
    up_gradient[i] = gradient[i] * silu;
    gate_gradient[i] = gradient[i] * up[i] * (sigmoid + silu * (1 - sigmoid));
  }
}

VECTORIZED float softmax(float* row, int64_t n, int64_t width, float scale) {
  float largest = row[0];
  for (int64_t i = 1; i < n; i++) largest = row[i] > largest ? row[i] : largest;
  float sum = 0;
  for (int64_t i = 0; i < n; i++) {
    row[i] = exponential(scale * (row[i] - largest));
    sum += row[i];
  }
  float factor = 1 / sum;
  for (int64_t i = 0; i < n; i++) row[i] *= factor;
  for (int64_t i = n; i < width; i++) row[i] = 0;
  return scale * largest + std::log(sum);
}

VECTORIZED void softmax_again(float* row, int64_t n, int64_t width, float scale, float lse) {
  for (int64_t i = 0; i < n; i++) row[i] = exponential(scale * row[i] - lse);
  for (int64_t i = n; i < width; i++) row[i] = 0;
}

VECTORIZED void softmax_backward(const float* probability, float* gradient, int64_t n, int64_t width, float offset, float scale) {
  for (int64_t i = 0; i < n; i++) gradient[i] = probability[i] * (gradient[i] - offset) * scale;
  for (int64_t i = n; i < width; i++) gradient[i] = 0;
}

VECTORIZED float dot(const float* a, const float* b, int64_t n) {
  float sum = 0;
  for (int64_t i = 0; i < n; i++) sum += a[i] * b[i];
  return sum;
}

// Rows of 8 floats; the compiler makes two registers of one where the machine has narrower ones.
typedef float lanes __attribute__((vector_size(32), aligned(4)));

INLINED float total_of(lanes v) { return ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7])); }

INLINED lanes load(const float* from) {
  lanes v;
  std::memcpy(&v, from, sizeof v);
  return v;
}

// What is left behind the last whole row of lanes, and the bias.
INLINED float finished(lanes sum, const float* x, const float* w, int64_t from, int64_t inputs, const float* bias) {
  float result = total_of(sum);
  for (int64_t k = from; k < inputs; k++) result += x[k] * w[k];
  return bias ? result + *bias : result;
}

// With a width known when compiled, its loops are unrolled.
INLINED void attend_width(const float* __restrict query, const float* __restrict keys, const float* __restrict values, float* __restrict out,
                          float* __restrict scores, int64_t n, int64_t stride, int64_t heads, int64_t group, int64_t width, float scale) {
  int64_t whole = width / 8 * 8;
  // All heads of a key before the next one: what is read lies in a row. Head by head, each would skip the others' parts.
  for (int64_t j = 0; j < n; j++) {
    const float* key = keys + j * stride;
    for (int64_t h = 0; h < heads; key += width) {
      for (int64_t last = h + group; h < last; h++) {
        const float* q = query + h * width;
        lanes sum{};
        for (int64_t i = 0; i < whole; i += 8) sum += load(q + i) * load(key + i);
        scores[h * n + j] = finished(sum, q, key, whole, width, nullptr);
      }
    }
  }
  for (int64_t h = 0; h < heads; h++) softmax(scores + h * n, n, n, scale);
  for (int64_t i = 0; i < heads * width; i++) out[i] = 0;
  for (int64_t j = 0; j < n; j++) {
    const float* value = values + j * stride;
    for (int64_t h = 0; h < heads; value += width) {
      for (int64_t last = h + group; h < last; h++) {
        float p = scores[h * n + j];
        for (int64_t i = 0; i < width; i++) out[h * width + i] += p * value[i];
      }
    }
  }
}

VECTORIZED void attend(const float* query, const float* keys, const float* values, float* out, float* scores, int64_t n, int64_t stride,
                       int64_t heads, int64_t group, int64_t width, float scale) {
  switch (width) {
    case 32: return attend_width(query, keys, values, out, scores, n, stride, heads, group, 32, scale);
    case 64: return attend_width(query, keys, values, out, scores, n, stride, heads, group, 64, scale);
    case 128: return attend_width(query, keys, values, out, scores, n, stride, heads, group, 128, scale);
    default: return attend_width(query, keys, values, out, scores, n, stride, heads, group, width, scale);
  }
}

// Four rows against three outputs: twelve sums, three weights and one row of lanes are what sixteen registers hold. Written out, since the
// compiler keeps an array of sums in memory. Each product is summed in the same order as in linear_row.
INLINED void linear_block(const float* x, const float* w, const float* bias, float* y, int64_t inputs, int64_t outputs) {
  const float *x0 = x, *x1 = x + inputs, *x2 = x + 2 * inputs, *x3 = x + 3 * inputs, *w0 = w, *w1 = w + inputs, *w2 = w + 2 * inputs;
  lanes a0{}, a1{}, a2{}, b0{}, b1{}, b2{}, c0{}, c1{}, c2{}, d0{}, d1{}, d2{};
  int64_t whole = inputs / 8 * 8;
  for (int64_t k = 0; k < whole; k += 8) {
    lanes u = load(w0 + k), v = load(w1 + k), t = load(w2 + k), r = load(x0 + k);
    a0 += r * u, a1 += r * v, a2 += r * t;
    r = load(x1 + k);
    b0 += r * u, b1 += r * v, b2 += r * t;
    r = load(x2 + k);
    c0 += r * u, c1 += r * v, c2 += r * t;
    r = load(x3 + k);
    d0 += r * u, d1 += r * v, d2 += r * t;
  }
  const float *p0 = bias, *p1 = bias ? bias + 1 : nullptr, *p2 = bias ? bias + 2 : nullptr;
  y[0] = finished(a0, x0, w0, whole, inputs, p0), y[1] = finished(a1, x0, w1, whole, inputs, p1), y[2] = finished(a2, x0, w2, whole, inputs, p2);
  y += outputs;
  y[0] = finished(b0, x1, w0, whole, inputs, p0), y[1] = finished(b1, x1, w1, whole, inputs, p1), y[2] = finished(b2, x1, w2, whole, inputs, p2);
  y += outputs;
  y[0] = finished(c0, x2, w0, whole, inputs, p0), y[1] = finished(c1, x2, w1, whole, inputs, p1), y[2] = finished(c2, x2, w2, whole, inputs, p2);
  y += outputs;
  y[0] = finished(d0, x3, w0, whole, inputs, p0), y[1] = finished(d1, x3, w1, whole, inputs, p1), y[2] = finished(d2, x3, w2, whole, inputs, p2);
}

// One row against one output.
INLINED float linear_row(const float* x, const float* w, const float* bias, int64_t inputs) {
  lanes sum{};
  int64_t whole = inputs / 8 * 8;
  for (int64_t k = 0; k < whole; k += 8) sum += load(x + k) * load(w + k);
  return finished(sum, x, w, whole, inputs, bias);
}

// One row against three outputs.
INLINED void linear_row_of_three(const float* x, const float* w, const float* bias, float* y, int64_t inputs) {
  const float *w0 = w, *w1 = w + inputs, *w2 = w + 2 * inputs;
  lanes a{}, b{}, c{};
  int64_t whole = inputs / 8 * 8;
  for (int64_t k = 0; k < whole; k += 8) {
    lanes r = load(x + k);
    a += r * load(w0 + k), b += r * load(w1 + k), c += r * load(w2 + k);
  }
  y[0] = finished(a, x, w0, whole, inputs, bias);
  y[1] = finished(b, x, w1, whole, inputs, bias ? bias + 1 : nullptr);
  y[2] = finished(c, x, w2, whole, inputs, bias ? bias + 2 : nullptr);
}

VECTORIZED void linear(const float* x, const float* weight, const float* bias, float* y, int64_t rows, int64_t inputs, int64_t outputs,
                       int64_t first, int64_t last) {
  int64_t j = first;
  for (; j + 3 <= last; j += 3) {
    const float *w = weight + j * inputs, *b = bias ? bias + j : nullptr;
    int64_t i = 0;
    for (; i + 4 <= rows; i += 4) linear_block(x + i * inputs, w, b, y + i * outputs + j, inputs, outputs);
    for (; i < rows; i++) linear_row_of_three(x + i * inputs, w, b, y + i * outputs + j, inputs);
  }
  for (; j < last; j++) {
    for (int64_t i = 0; i < rows; i++) y[i * outputs + j] = linear_row(x + i * inputs, weight + j * inputs, bias ? bias + j : nullptr, inputs);
  }
}

VECTORIZED void adamw(float* parameter, const float* gradient, float* average, float* square, int64_t n, const AdamW& options) {
  AdamW o = options;
  for (int64_t i = 0; i < n; i++) {
    float g = gradient[i], m = o.beta1 * average[i] + o.rest1 * g, v = o.beta2 * square[i] + o.rest2 * g * g;
    average[i] = m;
    square[i] = v;
    parameter[i] = parameter[i] * o.decay_factor - o.step_size * m / (std::sqrt(v) * o.second_correction + o.eps);
  }
}

}  // namespace optimas::kernels
