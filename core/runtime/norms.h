// SPDX-License-Identifier: GPL-3.0-or-later
// The norms of a layer, decoded.
#pragma once

#include "runtime/gemm.h"
#include "runtime/graph.h"
#include "runtime/run_context.h"
#include "runtime/weight_source.h"

#include <cstdint>
#include <span>
#include <vector>

namespace quantlathe {

/// Gains and biases; no gain: nothing happens.
struct NormValues {
    std::vector<float> gain;
    std::vector<float> bias;
    [[nodiscard]] explicit operator bool() const { return !gain.empty(); }
};
/// `width`: values that are normed together, where the norm has no gain.
[[nodiscard]] NormValues valuesOf(const Norm& norm, std::uint64_t width, const WeightSource& source);

/// One row. `out` may be `x`. Precondition: norm.
void applyNorm(NormKind kind, const NormValues& norm, float epsilon, std::span<const float> x, std::span<float> out);
/// All rows. `out` may be `x`.
void applyNorm(NormKind kind, const NormValues& norm, float epsilon, ConstMatrix x, Matrix out, const RunContext& context);
/// `x` itself where there is no norm, else its normed copy in `buffer`.
[[nodiscard]] ConstMatrix normedRows(const Graph& graph, const NormValues& norm, ConstMatrix x, std::vector<float>& buffer,
                                     const RunContext& context);
/// Some heads of one row, in place; nothing where there is no norm.
void normHeads(const HeadNorm& norm, const NormValues& values, float epsilon, std::span<float> heads);

struct BlockNorms {
    NormValues mixer, query, key, value, latent, latentQuery, choiceKey, postMixer, streamBehindMixer, streamAgain;
    NormValues ffn, postFfn, streamBehindNetwork, router, expertsInput, expertsOutput, besideExperts;
    NormValues layerInput, streamRouter, around;
};
[[nodiscard]] BlockNorms normsOf(const Graph& graph, const Block& block, const WeightSource& source);

} // namespace quantlathe
