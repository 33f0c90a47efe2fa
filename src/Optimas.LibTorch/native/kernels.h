// Loops over float32 arrays on the CPU. Compiled apart, with vectorized mathematics; nothing here knows libtorch.
#pragma once
#include <cstdint>

namespace optimas::kernels {

// y = x / sqrt(mean(x²) + eps) * weight, row by row of n; keeps the factor of each row.
void rms_norm(const float* x, const float* weight, float* y, float* factor, int64_t rows, int64_t n, float eps);
// Adds the weight's gradient to weight_gradient where that is not null.
void rms_norm_backward(const float* x, const float* weight, const float* factor, const float* gradient, float* x_gradient,
                       float* weight_gradient, int64_t rows, int64_t n);

// Rotates the pairs (x[i], x[i + n/2]) of every head by the row's angles; direction −1 rotates back. cos and sin: rows × n/2.
void rotary(const float* x, const float* cos, const float* sin, float* y, int64_t rows, int64_t heads, int64_t n, float direction);

// y = silu(gate) · up.
void swiglu(const float* gate, const float* up, float* y, int64_t n);
void swiglu_backward(const float* gate, const float* up, const float* gradient, float* gate_gradient, float* up_gradient, int64_t n);

// Softmax of scale · row over its first n entries, in place; the rest up to width becomes zero. Gives log Σ exp(scale · row).
float softmax(float* row, int64_t n, int64_t width, float scale);
// row becomes exp(scale · row − lse) over its first n entries, and zero up to width.
void softmax_again(float* row, int64_t n, int64_t width, float scale, float lse);
// gradient becomes probability · (gradient − offset) · scale over the first n entries, and zero up to width.
void softmax_backward(const float* probability, float* gradient, int64_t n, int64_t width, float offset, float scale);
float dot(const float* a, const float* b, int64_t n);

// One token's heads, each of width floats, against n keys and values whose rows lie stride apart; group heads in turn share a key head.
// scores is scratch of heads × n.
void attend(const float* query, const float* keys, const float* values, float* out, float* scores, int64_t n, int64_t stride, int64_t heads,
            int64_t group, int64_t width, float scale);

// y = x·Wᵀ + b for few rows, over the outputs [first, last): x is rows × inputs, the weight outputs × inputs, y rows × outputs. A row's
// result does not depend on how many rows there are.
void linear(const float* x, const float* weight, const float* bias, float* y, int64_t rows, int64_t inputs, int64_t outputs, int64_t first,
            int64_t last);

// rest1 and rest2 are 1 − beta, rounded once.
struct AdamW {
  float beta1, rest1, beta2, rest2, eps, decay_factor, step_size, second_correction;
};
void adamw(float* parameter, const float* gradient, float* average, float* square, int64_t n, const AdamW& options);

}  // namespace optimas::kernels
