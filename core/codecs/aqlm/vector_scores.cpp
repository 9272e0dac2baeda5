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

void scoresOf(const float* HWY_RESTRICT target, const float* HWY_RESTRICT vectors, const float* HWY_RESTRICT norms,
              std::size_t count, float* HWY_RESTRICT scores) {
    const Tag f;
    for (std::size_t c = 0; c < count; c += hn::Lanes(f)) {
        auto score = hn::LoadU(f, norms + c);
        for (std::size_t t = 0; t < vectorLength; ++t) {
            score = hn::Sub(score, hn::Mul(hn::Set(f, target[t]), hn::LoadU(f, vectors + t * count + c)));
        }
        hn::StoreU(score, f, scores + c);
    }
}

void normsOf(const Metric& metric, const float* HWY_RESTRICT vectors, std::size_t count, float* HWY_RESTRICT norms) {
    const Tag f;
    for (std::size_t c = 0; c < count; c += hn::Lanes(f)) {
        auto norm = hn::Zero(f);
        for (std::size_t t = 0; t < vectorLength; ++t) {
            const auto value = hn::LoadU(f, vectors + t * count + c);
            auto inner = hn::Mul(hn::Set(f, metric[t][t]), value);
            for (std::size_t u = t + 1; u < vectorLength; ++u) {
                inner = hn::Add(inner, hn::Mul(hn::Set(f, 2 * metric[t][u]), hn::LoadU(f, vectors + u * count + c)));
            }
            norm = hn::Add(norm, hn::Mul(inner, value));
        }
        hn::StoreU(norm, f, norms + c);
    }
}

void weightedNormsOf(const Vector& weights, const float* HWY_RESTRICT vectors, std::size_t count, float* HWY_RESTRICT norms) {
    const Tag f;
    for (std::size_t c = 0; c < count; c += hn::Lanes(f)) {
        auto norm = hn::Zero(f);
        for (std::size_t t = 0; t < vectorLength; ++t) {
            const auto value = hn::LoadU(f, vectors + t * count + c);
            norm = hn::Add(norm, hn::Mul(hn::Mul(hn::Set(f, weights[t]), value), value));
        }
        hn::StoreU(norm, f, norms + c);
    }
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
HWY_EXPORT(scoresOf);
HWY_EXPORT(normsOf);
HWY_EXPORT(weightedNormsOf);
HWY_EXPORT(firstLeast);
} // namespace

void scoreVectors(std::span<const float, vectorLength> target, const float* vectors, std::span<const float> norms,
                  float* scores) {
    HWY_DYNAMIC_DISPATCH(scoresOf)(target.data(), vectors, norms.data(), norms.size(), scores);
}

void measureVectors(const Metric& metric, const float* vectors, std::span<float> norms) {
    HWY_DYNAMIC_DISPATCH(normsOf)(metric, vectors, norms.size(), norms.data());
}

void measureVectors(const Vector& weights, const float* vectors, std::span<float> norms) {
    HWY_DYNAMIC_DISPATCH(weightedNormsOf)(weights, vectors, norms.size(), norms.data());
}

std::size_t leastScore(std::span<const float> scores) {
    return HWY_DYNAMIC_DISPATCH(firstLeast)(scores.data(), scores.size());
}

} // namespace quantlathe::aqlm
#endif
