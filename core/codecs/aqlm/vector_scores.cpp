// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/aqlm/vector_scores.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <tuple>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "codecs/aqlm/vector_scores.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace quantlathe::aqlm::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// A lane is a vector of the codebook: each score is summed in one order, whatever the width of registers.
constexpr std::size_t minimaCount = std::tuple_size_v<Minima>;
using Tag = hn::CappedTag<float, minimaCount>;

template <std::size_t N>
void scoresOf(const float* HWY_RESTRICT target, const float* HWY_RESTRICT vectors, const float* HWY_RESTRICT norms,
              std::size_t count, float* HWY_RESTRICT scores, float* HWY_RESTRICT minima) {
    const Tag f;
    for (std::size_t first = 0; first < minimaCount; first += hn::Lanes(f)) {
        auto least = hn::Set(f, std::numeric_limits<float>::infinity());
        for (std::size_t c = first; c < count; c += minimaCount) {
            auto score = hn::LoadU(f, norms + c);
            for (std::size_t t = 0; t < N; ++t) {
                score = hn::Sub(score, hn::Mul(hn::Set(f, target[t]), hn::LoadU(f, vectors + t * count + c)));
            }
            hn::StoreU(score, f, scores + c);
            least = hn::Min(least, score);
        }
        hn::StoreU(least, f, minima + first);
    }
}

template <std::size_t N>
void normsOf(const Metric<N>& metric, const float* HWY_RESTRICT vectors, std::size_t count, float* HWY_RESTRICT norms) {
    const Tag f;
    for (std::size_t c = 0; c < count; c += hn::Lanes(f)) {
        auto norm = hn::Zero(f);
        for (std::size_t t = 0; t < N; ++t) {
            const auto value = hn::LoadU(f, vectors + t * count + c);
            auto inner = hn::Mul(hn::Set(f, metric[t][t]), value);
            for (std::size_t u = t + 1; u < N; ++u) {
                inner = hn::Add(inner, hn::Mul(hn::Set(f, 2 * metric[t][u]), hn::LoadU(f, vectors + u * count + c)));
            }
            norm = hn::Add(norm, hn::Mul(inner, value));
        }
        hn::StoreU(norm, f, norms + c);
    }
}

template <std::size_t N>
void weightedNormsOf(const Vector<N>& weights, const float* HWY_RESTRICT vectors, std::size_t count,
                     float* HWY_RESTRICT norms) {
    const Tag f;
    for (std::size_t c = 0; c < count; c += hn::Lanes(f)) {
        auto norm = hn::Zero(f);
        for (std::size_t t = 0; t < N; ++t) {
            const auto value = hn::LoadU(f, vectors + t * count + c);
            norm = hn::Add(norm, hn::Mul(hn::Mul(hn::Set(f, weights[t]), value), value));
        }
        hn::StoreU(norm, f, norms + c);
    }
}

// What is dispatched to has one name for each length.
void scoresOfShort(const float* HWY_RESTRICT target, const float* HWY_RESTRICT vectors, const float* HWY_RESTRICT norms,
                   std::size_t count, float* HWY_RESTRICT scores, float* HWY_RESTRICT minima) {
    scoresOf<shortVector>(target, vectors, norms, count, scores, minima);
}
void scoresOfLong(const float* HWY_RESTRICT target, const float* HWY_RESTRICT vectors, const float* HWY_RESTRICT norms,
                  std::size_t count, float* HWY_RESTRICT scores, float* HWY_RESTRICT minima) {
    scoresOf<longVector>(target, vectors, norms, count, scores, minima);
}
void normsOfShort(const Metric<shortVector>& metric, const float* HWY_RESTRICT vectors, std::size_t count,
                  float* HWY_RESTRICT norms) {
    normsOf(metric, vectors, count, norms);
}
void normsOfLong(const Metric<longVector>& metric, const float* HWY_RESTRICT vectors, std::size_t count,
                 float* HWY_RESTRICT norms) {
    normsOf(metric, vectors, count, norms);
}
void weightedNormsOfShort(const Vector<shortVector>& weights, const float* HWY_RESTRICT vectors, std::size_t count,
                          float* HWY_RESTRICT norms) {
    weightedNormsOf(weights, vectors, count, norms);
}
void weightedNormsOfLong(const Vector<longVector>& weights, const float* HWY_RESTRICT vectors, std::size_t count,
                         float* HWY_RESTRICT norms) {
    weightedNormsOf(weights, vectors, count, norms);
}

std::size_t listUpTo(const float* HWY_RESTRICT scores, std::size_t count, float bound, std::uint16_t* HWY_RESTRICT places) {
    const Tag f;
    const auto most = hn::Set(f, bound);
    std::size_t found = 0;
    for (std::size_t c = 0; c < count; c += hn::Lanes(f)) {
        std::array<std::uint8_t, 8> bytes{}; // StoreMaskBits() may write so many
        hn::StoreMaskBits(f, hn::Le(hn::LoadU(f, scores + c), most), bytes.data());
        for (std::uint32_t bits = bytes[0] | static_cast<std::uint32_t>(bytes[1]) << 8U; bits != 0; bits &= bits - 1) {
            places[found++] = static_cast<std::uint16_t>(c + static_cast<std::size_t>(std::countr_zero(bits)));
        }
    }
    return found;
}

std::size_t firstOf(const float* HWY_RESTRICT scores, std::size_t count, float score) {
    const Tag f;
    for (std::size_t c = 0; c < count; c += hn::Lanes(f)) {
        const auto found = hn::FindFirstTrue(f, hn::Eq(hn::LoadU(f, scores + c), hn::Set(f, score)));
        if (found >= 0) {
            return c + static_cast<std::size_t>(found);
        }
    }
    return 0;
}

} // namespace quantlathe::aqlm::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe::aqlm {
namespace {
HWY_EXPORT(scoresOfShort);
HWY_EXPORT(scoresOfLong);
HWY_EXPORT(normsOfShort);
HWY_EXPORT(normsOfLong);
HWY_EXPORT(weightedNormsOfShort);
HWY_EXPORT(weightedNormsOfLong);
HWY_EXPORT(listUpTo);
HWY_EXPORT(firstOf);
} // namespace

Minima scoreVectors(const Vector<shortVector>& target, const float* vectors, std::span<const float> norms, float* scores) {
    Minima minima{};
    HWY_DYNAMIC_DISPATCH(scoresOfShort)(target.data(), vectors, norms.data(), norms.size(), scores, minima.data());
    return minima;
}
Minima scoreVectors(const Vector<longVector>& target, const float* vectors, std::span<const float> norms, float* scores) {
    Minima minima{};
    HWY_DYNAMIC_DISPATCH(scoresOfLong)(target.data(), vectors, norms.data(), norms.size(), scores, minima.data());
    return minima;
}

void measureVectors(const Metric<shortVector>& metric, const float* vectors, std::span<float> norms) {
    HWY_DYNAMIC_DISPATCH(normsOfShort)(metric, vectors, norms.size(), norms.data());
}
void measureVectors(const Metric<longVector>& metric, const float* vectors, std::span<float> norms) {
    HWY_DYNAMIC_DISPATCH(normsOfLong)(metric, vectors, norms.size(), norms.data());
}

void measureVectors(const Vector<shortVector>& weights, const float* vectors, std::span<float> norms) {
    HWY_DYNAMIC_DISPATCH(weightedNormsOfShort)(weights, vectors, norms.size(), norms.data());
}
void measureVectors(const Vector<longVector>& weights, const float* vectors, std::span<float> norms) {
    HWY_DYNAMIC_DISPATCH(weightedNormsOfLong)(weights, vectors, norms.size(), norms.data());
}

float boundOf(Minima minima, std::size_t count) {
    // The least of as many parts of the scores are as many scores, none above the largest of them.
    std::size_t parts = minima.size();
    for (; parts / 2 >= count; parts /= 2) {
        for (std::size_t i = 0; i < parts / 2; ++i) {
            minima[i] = std::min(minima[i], minima[i + parts / 2]);
        }
    }
    return *std::max_element(minima.begin(), minima.begin() + static_cast<std::ptrdiff_t>(parts));
}

std::size_t placesUpTo(std::span<const float> scores, float bound, std::uint16_t* places) {
    return HWY_DYNAMIC_DISPATCH(listUpTo)(scores.data(), scores.size(), bound, places);
}

std::size_t placeOf(std::span<const float> scores, float score) {
    return HWY_DYNAMIC_DISPATCH(firstOf)(scores.data(), scores.size(), score);
}

} // namespace quantlathe::aqlm
#endif
