// SPDX-License-Identifier: GPL-3.0-or-later
// What a transformer does with single rows of floats between its matrix products: norms, activations, softmax, rotation.
// Vectorised for the machine at hand; single precision, so the last bits depend on the width of its vectors.
#pragma once

#include <cstddef>
#include <span>

namespace quantlathe {

enum class Activation {
    silu,      // x · σ(x)
    geluTanh,  // ½x(1 + tanh(√(2/π)(x + 0.044715x³))): gelu_new, gelu_pytorch_tanh
    geluErf,   // ½x(1 + erf(x/√2))
    geluQuick, // x · σ(1.702x)
    relu,
    reluSquared, // max(x, 0)²
    siluClamped, // gpt-oss; only with a gate: (u + 1) · g · σ(1.702g), g = min(gate, 7), u = up between −7 and 7
};

/// out = x / √(mean(x²) + epsilon) · gain. `out` may be `x`; `gain` has as many values.
void rmsNorm(std::span<const float> x, std::span<const float> gain, float epsilon, std::span<float> out);
/// out = (x − mean) / √(variance + epsilon) · gain + bias. `out` may be `x`; `bias` is empty or has as many values.
void layerNorm(std::span<const float> x, std::span<const float> gain, std::span<const float> bias, float epsilon,
               std::span<float> out);

/// In place.
void activate(Activation kind, std::span<float> x);
/// x > 0: positive · x² + linear · x; else negative · (exp(min(x, limit)) − 1 − x) + linear · x (Huang, Schlag 2024, "Deriving
/// Activation Functions Using Integration").
struct Xielu {
    float positive = 0;
    float negative = 0;
    float linear = 0;
    float limit = 0;
};
/// In place.
void activateXielu(const Xielu& numbers, std::span<float> x);
/// gate = activation(gate) · up.
void activateGated(Activation kind, std::span<float> gate, std::span<const float> up);
/// cap · tanh(x / cap), in place.
void softCap(std::span<float> x, float cap);

/// One block of a row of attention scores on the way to a softmax over many blocks ("online" softmax): x = exp(x − m) with
/// m = max(maximum, largest x). Gives m and the sum of the new x. `maximum` may be −∞; then x must hold a finite value.
struct SoftmaxBlock {
    float maximum;
    float sum;
};
[[nodiscard]] SoftmaxBlock softmaxBlock(std::span<float> x, float maximum);

/// x = eˣ, in place; 0 below −104.
void exponentiate(std::span<float> x);
/// x · factor, in place.
void scaleRow(std::span<float> x, float factor);
/// x += factor · y.
void addScaled(std::span<float> x, std::span<const float> y, float factor);

/// Rotary embedding of one head, in place: pair j turns by the angle whose cosine and sine are given. Pairs are
/// (x[j], x[j + pairs]), or neighbours (x[2j], x[2j + 1]) when interleaved; values behind 2 · cosines.size() stay.
void rotatePairs(std::span<float> head, std::span<const float> cosines, std::span<const float> sines, bool interleaved);

/// False if any value is NaN or infinite.
[[nodiscard]] bool allFinite(std::span<const float> x);

} // namespace quantlathe
