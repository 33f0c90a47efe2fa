#include "kernels.h"

#include <cmath>

// Each loop is compiled for the vector widths in use and chosen when the library loads.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define VECTORIZED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define VECTORIZED
#endif

namespace optimas::kernels {

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
  for (int64_t i = 0; i < n; i++) y[i] = gate[i] / (1 + std::exp(-gate[i])) * up[i];
}

VECTORIZED void swiglu_backward(const float* gate, const float* up, const float* gradient, float* gate_gradient, float* up_gradient, int64_t n) {
  for (int64_t i = 0; i < n; i++) {
    float sigmoid = 1 / (1 + std::exp(-gate[i])), silu = gate[i] * sigmoid;
    up_gradient[i] = gradient[i] * silu;
    gate_gradient[i] = gradient[i] * up[i] * (sigmoid + silu * (1 - sigmoid));
  }
}

VECTORIZED float softmax(float* row, int64_t n, int64_t width, float scale) {
  float largest = row[0];
  for (int64_t i = 1; i < n; i++) largest = row[i] > largest ? row[i] : largest;
  float sum = 0;
  for (int64_t i = 0; i < n; i++) {
    row[i] = std::exp(scale * (row[i] - largest));
    sum += row[i];
  }
  float factor = 1 / sum;
  for (int64_t i = 0; i < n; i++) row[i] *= factor;
  for (int64_t i = n; i < width; i++) row[i] = 0;
  return scale * largest + std::log(sum);
}

VECTORIZED void softmax_again(float* row, int64_t n, int64_t width, float scale, float lse) {
  for (int64_t i = 0; i < n; i++) row[i] = std::exp(scale * row[i] - lse);
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

VECTORIZED void attend(const float* query, const float* keys, const float* values, float* out, float* scores, int64_t n, int64_t stride,
                       int64_t width, float scale) {
  float largest = -INFINITY;
  for (int64_t j = 0; j < n; j++) {
    const float* key = keys + j * stride;
    float sum = 0;
    for (int64_t i = 0; i < width; i++) sum += query[i] * key[i];
    scores[j] = sum;
    largest = sum > largest ? sum : largest;
  }
  float total = 0;
  for (int64_t j = 0; j < n; j++) {
    scores[j] = std::exp(scale * (scores[j] - largest));
    total += scores[j];
  }
  for (int64_t i = 0; i < width; i++) out[i] = 0;
  float factor = 1 / total;
  for (int64_t j = 0; j < n; j++) {
    const float* value = values + j * stride;
    float p = scores[j] * factor;
    for (int64_t i = 0; i < width; i++) out[i] += p * value[i];
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
