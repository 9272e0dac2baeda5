// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/row_functions.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/row_functions.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
// After highway.h: compiled once for each target as well.
#include <hwy/contrib/math/math-inl.h>

HWY_BEFORE_NAMESPACE();
namespace quantlathe::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Tag = hn::ScalableTag<float>;
using Floats = hn::Vec<Tag>;

/// Calls `whole(i)` for every whole vector of `count` values and gives where the rest begins.
template <class Whole>
std::size_t forVectors(std::size_t count, const Whole& whole) {
    const std::size_t lanes = hn::Lanes(Tag());
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        whole(i);
    }
    return i;
}

/// x[i] = f(x[i], y[i]) for all i; the tail goes through a padded vector, so that every value takes the same path.
template <class Function>
void mapRows(float* x, const float* y, std::size_t count, const Function& f) {
    const Tag d;
    const std::size_t tail =
        forVectors(count, [&](std::size_t i) { hn::StoreU(f(hn::LoadU(d, x + i), hn::LoadU(d, y + i)), d, x + i); });
    if (tail < count) {
        HWY_ALIGN float xs[hn::MaxLanes(Tag())] = {};
        HWY_ALIGN float ys[hn::MaxLanes(Tag())] = {};
        std::copy(x + tail, x + count, xs);
        std::copy(y + tail, y + count, ys);
        hn::Store(f(hn::Load(d, xs), hn::Load(d, ys)), d, xs);
        std::copy(xs, xs + (count - tail), x + tail);
    }
}

float sumOfSquares(const float* x, std::size_t count, float mean) {
    const Tag d;
    auto a = hn::Zero(d);
    auto b = hn::Zero(d);
    const auto shift = hn::Set(d, mean);
    const std::size_t lanes = hn::Lanes(d);
    std::size_t i = 0;
    for (; i + 2 * lanes <= count; i += 2 * lanes) {
        const auto x0 = hn::Sub(hn::LoadU(d, x + i), shift);
        const auto x1 = hn::Sub(hn::LoadU(d, x + i + lanes), shift);
        a = hn::MulAdd(x0, x0, a);
        b = hn::MulAdd(x1, x1, b);
    }
    float sum = hn::GetLane(hn::SumOfLanes(d, hn::Add(a, b)));
    for (; i < count; ++i) {
        sum += (x[i] - mean) * (x[i] - mean);
    }
    return sum;
}

float sumOf(const float* x, std::size_t count) {
    const Tag d;
    auto total = hn::Zero(d);
    std::size_t i = forVectors(count, [&](std::size_t at) { total = hn::Add(total, hn::LoadU(d, x + at)); });
    float sum = hn::GetLane(hn::SumOfLanes(d, total));
    for (; i < count; ++i) {
        sum += x[i];
    }
    return sum;
}

/// out = (x − mean) · scale · gain + bias.
void normalize(const float* x, const float* gain, const float* bias, std::size_t count, float mean, float scale, float* out) {
    const Tag d;
    const auto shift = hn::Set(d, mean);
    const auto factor = hn::Set(d, scale);
    std::size_t i = forVectors(count, [&](std::size_t at) {
        const auto scaled = hn::Mul(hn::Mul(hn::Sub(hn::LoadU(d, x + at), shift), factor), hn::LoadU(d, gain + at));
        hn::StoreU(bias == nullptr ? scaled : hn::Add(scaled, hn::LoadU(d, bias + at)), d, out + at);
    });
    for (; i < count; ++i) {
        out[i] = (x[i] - mean) * scale * gain[i] + (bias == nullptr ? 0.0F : bias[i]);
    }
}

inline Floats sigmoid(Floats x) {
    const Tag d;
    const auto one = hn::Set(d, 1.0F);
    return hn::Div(one, hn::Add(one, hn::Exp(d, hn::Neg(x))));
}

inline Floats tanhOf(Floats x) {
    // Exp is finite up to 88; beyond ±9 the single-precision value is ±1.
    const Tag d;
    return hn::Tanh(d, hn::Min(hn::Max(x, hn::Set(d, -10.0F)), hn::Set(d, 10.0F)));
}

/// Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 7.1.26: absolute error below 1.5e-7.
inline Floats erfOf(Floats x) {
    const Tag d;
    const auto magnitude = hn::Abs(x);
    const auto one = hn::Set(d, 1.0F);
    const auto t = hn::Div(one, hn::MulAdd(hn::Set(d, 0.3275911F), magnitude, one));
    auto polynomial = hn::Set(d, 1.061405429F);
    polynomial = hn::MulAdd(polynomial, t, hn::Set(d, -1.453152027F));
    polynomial = hn::MulAdd(polynomial, t, hn::Set(d, 1.421413741F));
    polynomial = hn::MulAdd(polynomial, t, hn::Set(d, -0.284496736F));
    polynomial = hn::MulAdd(polynomial, t, hn::Set(d, 0.254829592F));
    const auto e = hn::Exp(d, hn::Neg(hn::Mul(magnitude, magnitude)));
    return hn::CopySign(hn::Sub(one, hn::Mul(hn::Mul(polynomial, t), e)), x);
}

inline Floats activated(Activation kind, Floats x) {
    const Tag d;
    const auto half = hn::Mul(x, hn::Set(d, 0.5F));
    switch (kind) {
    case Activation::silu: return hn::Mul(x, sigmoid(x));
    case Activation::geluTanh: {
        const auto cubic = hn::MulAdd(hn::Mul(hn::Mul(x, x), x), hn::Set(d, 0.044715F), x);
        return hn::MulAdd(half, tanhOf(hn::Mul(cubic, hn::Set(d, 0.797884560802865F))), half);
    }
    case Activation::geluErf: return hn::MulAdd(half, erfOf(hn::Mul(x, hn::Set(d, 0.707106781186548F))), half);
    case Activation::geluQuick: return hn::Mul(x, sigmoid(hn::Mul(x, hn::Set(d, 1.702F))));
    case Activation::reluSquared: {
        const auto positive = hn::Max(x, hn::Zero(d));
        return hn::Mul(positive, positive);
    }
    case Activation::siluClamped: {
        const auto limited = hn::Min(x, hn::Set(d, 7.0F));
        return hn::Mul(limited, sigmoid(hn::Mul(limited, hn::Set(d, 1.702F))));
    }
    case Activation::relu: break;
    }
    return hn::Max(x, hn::Zero(d));
}

/// What a gate is multiplied with.
inline Floats gateFactor(Activation kind, Floats up) {
    if (kind != Activation::siluClamped) {
        return up;
    }
    const Tag d;
    const auto limited = hn::Min(hn::Max(up, hn::Set(d, -7.0F)), hn::Set(d, 7.0F));
    return hn::Add(limited, hn::Set(d, 1.0F));
}

template <Activation kind>
void activateAll(float* x, std::size_t count) {
    mapRows(x, x, count, [](Floats value, Floats) { return activated(kind, value); });
}

template <Activation kind>
void activateAllGated(float* gate, const float* up, std::size_t count) {
    mapRows(gate, up, count,
            [](Floats value, Floats factor) { return hn::Mul(activated(kind, value), gateFactor(kind, factor)); });
}

void activateRow(Activation kind, float* x, std::size_t count) {
    switch (kind) {
    case Activation::silu: return activateAll<Activation::silu>(x, count);
    case Activation::geluTanh: return activateAll<Activation::geluTanh>(x, count);
    case Activation::geluErf: return activateAll<Activation::geluErf>(x, count);
    case Activation::geluQuick: return activateAll<Activation::geluQuick>(x, count);
    case Activation::relu: return activateAll<Activation::relu>(x, count);
    case Activation::reluSquared: return activateAll<Activation::reluSquared>(x, count);
    case Activation::siluClamped: return activateAll<Activation::siluClamped>(x, count);
    }
}

void activateRowGated(Activation kind, float* gate, const float* up, std::size_t count) {
    switch (kind) {
    case Activation::silu: return activateAllGated<Activation::silu>(gate, up, count);
    case Activation::geluTanh: return activateAllGated<Activation::geluTanh>(gate, up, count);
    case Activation::geluErf: return activateAllGated<Activation::geluErf>(gate, up, count);
    case Activation::geluQuick: return activateAllGated<Activation::geluQuick>(gate, up, count);
    case Activation::relu: return activateAllGated<Activation::relu>(gate, up, count);
    case Activation::reluSquared: return activateAllGated<Activation::reluSquared>(gate, up, count);
    case Activation::siluClamped: return activateAllGated<Activation::siluClamped>(gate, up, count);
    }
}

void activateXieluRow(const Xielu* numbers, float* x, std::size_t count) {
    const Tag d;
    const auto positive = hn::Set(d, numbers->positive);
    const auto negative = hn::Set(d, numbers->negative);
    const auto linear = hn::Set(d, numbers->linear);
    const auto limit = hn::Set(d, numbers->limit);
    mapRows(x, x, count, [&](Floats value, Floats) {
        const auto above = hn::Mul(positive, hn::Mul(value, value));
        const auto below = hn::Mul(negative, hn::Sub(hn::Expm1(d, hn::Min(value, limit)), value));
        return hn::MulAdd(linear, value, hn::IfThenElse(hn::Gt(value, hn::Zero(d)), above, below));
    });
}

void softCapRow(float* x, std::size_t count, float cap) {
    const Tag d;
    const auto limit = hn::Set(d, cap);
    const auto inverse = hn::Set(d, 1.0F / cap);
    mapRows(x, x, count, [&](Floats value, Floats) { return hn::Mul(limit, tanhOf(hn::Mul(value, inverse))); });
}

float largestOf(const float* x, std::size_t count, float start) {
    const Tag d;
    auto largest = hn::Set(d, start);
    std::size_t i = forVectors(count, [&](std::size_t at) { largest = hn::Max(largest, hn::LoadU(d, x + at)); });
    float result = hn::GetLane(hn::MaxOfLanes(d, largest));
    for (; i < count; ++i) {
        result = std::max(result, x[i]);
    }
    return result;
}

void expShifted(float* x, std::size_t count, float shift) {
    const Tag d;
    const auto maximum = hn::Set(d, shift);
    const auto lowest = hn::Set(d, -104.0F); // exp gives 0 there; −∞ stands for a masked score
    mapRows(x, x, count, [&](Floats value, Floats) { return hn::Exp(d, hn::Max(hn::Sub(value, maximum), lowest)); });
}

void scaleAll(float* x, std::size_t count, float factor) {
    const Tag d;
    const auto by = hn::Set(d, factor);
    mapRows(x, x, count, [&](Floats value, Floats) { return hn::Mul(value, by); });
}

void addScaledAll(float* x, const float* y, std::size_t count, float factor) {
    const Tag d;
    const auto by = hn::Set(d, factor);
    mapRows(x, y, count, [&](Floats value, Floats other) { return hn::MulAdd(other, by, value); });
}

void rotateHalves(float* x, const float* cosines, const float* sines, std::size_t pairs) {
    const Tag d;
    std::size_t i = forVectors(pairs, [&](std::size_t at) {
        const auto c = hn::LoadU(d, cosines + at);
        const auto s = hn::LoadU(d, sines + at);
        const auto a = hn::LoadU(d, x + at);
        const auto b = hn::LoadU(d, x + pairs + at);
        hn::StoreU(hn::Sub(hn::Mul(a, c), hn::Mul(b, s)), d, x + at);
        hn::StoreU(hn::Add(hn::Mul(b, c), hn::Mul(a, s)), d, x + pairs + at);
    });
    for (; i < pairs; ++i) {
        const float a = x[i];
        const float b = x[pairs + i];
        x[i] = a * cosines[i] - b * sines[i];
        x[pairs + i] = b * cosines[i] + a * sines[i];
    }
}

bool finite(const float* x, std::size_t count) {
    const Tag d;
    const auto largest = hn::Set(d, std::numeric_limits<float>::max());
    auto good = hn::FirstN(d, hn::Lanes(d));
    std::size_t i =
        forVectors(count, [&](std::size_t at) { good = hn::And(good, hn::Le(hn::Abs(hn::LoadU(d, x + at)), largest)); });
    bool result = hn::AllTrue(d, good);
    for (; i < count; ++i) {
        result = result && std::abs(x[i]) <= std::numeric_limits<float>::max();
    }
    return result;
}

} // namespace quantlathe::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe {

HWY_EXPORT(sumOfSquares);
HWY_EXPORT(sumOf);
HWY_EXPORT(normalize);
HWY_EXPORT(activateRow);
HWY_EXPORT(activateRowGated);
HWY_EXPORT(activateXieluRow);
HWY_EXPORT(softCapRow);
HWY_EXPORT(largestOf);
HWY_EXPORT(expShifted);
HWY_EXPORT(scaleAll);
HWY_EXPORT(addScaledAll);
HWY_EXPORT(rotateHalves);
HWY_EXPORT(finite);

void rmsNorm(std::span<const float> x, std::span<const float> gain, float epsilon, std::span<float> out) {
    const float mean = HWY_DYNAMIC_DISPATCH(sumOfSquares)(x.data(), x.size(), 0.0F) / static_cast<float>(x.size());
    HWY_DYNAMIC_DISPATCH(normalize)
    (x.data(), gain.data(), nullptr, x.size(), 0.0F, 1.0F / std::sqrt(mean + epsilon), out.data());
}

void layerNorm(std::span<const float> x, std::span<const float> gain, std::span<const float> bias, float epsilon,
               std::span<float> out) {
    const auto count = static_cast<float>(x.size());
    const float mean = HWY_DYNAMIC_DISPATCH(sumOf)(x.data(), x.size()) / count;
    const float variance = HWY_DYNAMIC_DISPATCH(sumOfSquares)(x.data(), x.size(), mean) / count;
    HWY_DYNAMIC_DISPATCH(normalize)
    (x.data(), gain.data(), bias.empty() ? nullptr : bias.data(), x.size(), mean, 1.0F / std::sqrt(variance + epsilon),
     out.data());
}

void activate(Activation kind, std::span<float> x) {
    HWY_DYNAMIC_DISPATCH(activateRow)(kind, x.data(), x.size());
}

void activateGated(Activation kind, std::span<float> gate, std::span<const float> up) {
    HWY_DYNAMIC_DISPATCH(activateRowGated)(kind, gate.data(), up.data(), gate.size());
}

void activateXielu(const Xielu& numbers, std::span<float> x) {
    HWY_DYNAMIC_DISPATCH(activateXieluRow)(&numbers, x.data(), x.size());
}

void softCap(std::span<float> x, float cap) {
    HWY_DYNAMIC_DISPATCH(softCapRow)(x.data(), x.size(), cap);
}

SoftmaxBlock softmaxBlock(std::span<float> x, float maximum) {
    const float largest = HWY_DYNAMIC_DISPATCH(largestOf)(x.data(), x.size(), maximum);
    HWY_DYNAMIC_DISPATCH(expShifted)(x.data(), x.size(), largest);
    return {largest, HWY_DYNAMIC_DISPATCH(sumOf)(x.data(), x.size())};
}

void exponentiate(std::span<float> x) {
    HWY_DYNAMIC_DISPATCH(expShifted)(x.data(), x.size(), 0.0F);
}

void scaleRow(std::span<float> x, float factor) {
    HWY_DYNAMIC_DISPATCH(scaleAll)(x.data(), x.size(), factor);
}

void addScaled(std::span<float> x, std::span<const float> y, float factor) {
    HWY_DYNAMIC_DISPATCH(addScaledAll)(x.data(), y.data(), x.size(), factor);
}

void rotatePairs(std::span<float> head, std::span<const float> cosines, std::span<const float> sines, bool interleaved) {
    if (!interleaved) {
        HWY_DYNAMIC_DISPATCH(rotateHalves)(head.data(), cosines.data(), sines.data(), cosines.size());
        return;
    }
    for (std::size_t j = 0; j < cosines.size(); ++j) {
        const float a = head[2 * j];
        const float b = head[2 * j + 1];
        head[2 * j] = a * cosines[j] - b * sines[j];
        head[2 * j + 1] = b * cosines[j] + a * sines[j];
    }
}

bool allFinite(std::span<const float> x) {
    return HWY_DYNAMIC_DISPATCH(finite)(x.data(), x.size());
}

} // namespace quantlathe
#endif
