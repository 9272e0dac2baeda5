// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/aqlm/vector_scores.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "codecs/aqlm/vector_scores.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace quantlathe::aqlm::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// A lane is a vector of the codebook: each score is summed in one order, whatever the width of registers. Codebooks have a
// multiple of sixteen vectors.
using Tag = hn::CappedTag<float, 16>;

template <std::size_t N>
void scoresOf(const float* HWY_RESTRICT target, const float* HWY_RESTRICT vectors, const float* HWY_RESTRICT norms,
              std::size_t count, float* HWY_RESTRICT scores) {
    const Tag f;
    for (std::size_t c = 0; c < count; c += hn::Lanes(f)) {
        auto score = hn::LoadU(f, norms + c);
        for (std::size_t t = 0; t < N; ++t) {
            score = hn::Sub(score, hn::Mul(hn::Set(f, target[t]), hn::LoadU(f, vectors + t * count + c)));
        }
        hn::StoreU(score, f, scores + c);
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
                   std::size_t count, float* HWY_RESTRICT scores) {
    scoresOf<shortVector>(target, vectors, norms, count, scores);
}
void scoresOfLong(const float* HWY_RESTRICT target, const float* HWY_RESTRICT vectors, const float* HWY_RESTRICT norms,
                  std::size_t count, float* HWY_RESTRICT scores) {
    scoresOf<longVector>(target, vectors, norms, count, scores);
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

std::size_t firstLeast(const float* HWY_RESTRICT scores, std::size_t count) {
    const Tag f;
    auto least = hn::LoadU(f, scores);
    for (std::size_t c = hn::Lanes(f); c < count; c += hn::Lanes(f)) {
        least = hn::Min(least, hn::LoadU(f, scores + c));
    }
    least = hn::MinOfLanes(f, least);
    for (std::size_t c = 0; c < count; c += hn::Lanes(f)) {
        const auto found = hn::FindFirstTrue(f, hn::Eq(hn::LoadU(f, scores + c), least));
        if (found >= 0) {
            return c + static_cast<std::size_t>(found);
        }
    }
    return 0; // only for scores that are no numbers
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
HWY_EXPORT(firstLeast);
} // namespace

void scoreVectors(const Vector<shortVector>& target, const float* vectors, std::span<const float> norms, float* scores) {
    HWY_DYNAMIC_DISPATCH(scoresOfShort)(target.data(), vectors, norms.data(), norms.size(), scores);
}
void scoreVectors(const Vector<longVector>& target, const float* vectors, std::span<const float> norms, float* scores) {
    HWY_DYNAMIC_DISPATCH(scoresOfLong)(target.data(), vectors, norms.data(), norms.size(), scores);
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

std::size_t leastScore(std::span<const float> scores) {
    return HWY_DYNAMIC_DISPATCH(firstLeast)(scores.data(), scores.size());
}

} // namespace quantlathe::aqlm
#endif
