// SPDX-License-Identifier: GPL-3.0-or-later
// What a decoder model computes, as data: made from a model's architecture, hyper-parameters and weights, run by forward.h.
// One convention for all sources, that of GGUF: q and k rows in the order their rotary pairs need, norm weights complete,
// linear weights rows = outputs. docs/runtime.md lists the families.
#pragma once

#include "kernels/row_functions.h"
#include "model/model.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace quantlathe {

/// y = x · Wᵀ + b over `rows` rows of a weight from `firstRow` on (a stacked weight holds one matrix after the other).
struct Linear {
    const Weight* weight = nullptr;
    const Weight* bias = nullptr;
    std::uint64_t firstRow = 0;
    std::uint64_t rows = 0;
    std::uint64_t columns = 0;
    std::optional<std::uint32_t> expert;
    [[nodiscard]] explicit operator bool() const { return weight != nullptr; }
};

enum class NormKind { rms, layerNorm };

/// Nothing happens where there is no gain.
struct Norm {
    const Weight* gain = nullptr;
    const Weight* bias = nullptr;
    [[nodiscard]] explicit operator bool() const { return gain != nullptr; }
};

/// Rotary position embedding of the first 2 · frequencies.size() values of a head. Angle of pair j at position p:
/// p · frequencies[j]; sine and cosine are multiplied by `magnitude`.
struct Rope {
    bool interleaved = false;            // pairs are neighbours, else halves apart
    std::vector<double> frequencies;     // radians a position
    std::vector<double> longFrequencies; // instead of the above when a sequence has more than `longFrom` tokens; may be empty
    std::uint64_t longFrom = 0;
    double magnitude = 1.0;
};

/// A router picks `used` of `count` feed-forward networks for each token.
struct Experts {
    std::uint32_t count = 0;
    std::uint32_t used = 0;
    bool normalizeShares = false; // shares of the chosen ones add up to 1
    float shareFactor = 1.0F;
    std::uint64_t feedForward = 0;
    Linear router;
    Linear gate, up, down; // of expert 0; expert e begins e · rows further
    // A network that every token passes, optionally weighed by the sigmoid of a linear function.
    std::vector<Linear> sharedGateUp;
    Linear sharedDown;
    std::uint64_t sharedFeedForward = 0;
    Linear sharedGate;
};

/// One layer: attention, then a feed-forward network, each added to the stream.
struct Block {
    std::uint32_t index = 0;
    Norm attnNorm;
    std::vector<Linear> qkv; // one fused weight or three; outputs side by side: queries, keys, values
    Norm queryNorm;
    Norm keyNorm;
    bool normsHeads = true; // the two norms work on single heads, else on all heads of a token at once
    std::uint32_t heads = 0;
    std::uint32_t kvHeads = 0;
    std::optional<std::size_t> rope; // index into Graph::ropes
    std::uint32_t window = 0;        // a token sees itself and window − 1 before it; 0: all
    Linear attnOutput;
    Norm postAttnNorm;

    Norm ffnNorm;
    std::vector<Linear> gateUp; // gate and up, both fused, or up alone
    bool gated = true;
    std::uint64_t feedForward = 0;
    Linear down;
    std::optional<Experts> experts; // instead of the three above
    Norm postFfnNorm;
};

/// Points into the model's weights: the model must live as long. A value type otherwise; immutable once made.
struct Graph {
    std::uint64_t hidden = 0;
    std::uint64_t vocabulary = 0;
    std::uint64_t longestSequence = 0; // by learned positions; 0: no limit
    std::uint32_t keyLength = 0;
    std::uint32_t valueLength = 0;
    NormKind norm = NormKind::rms;
    float epsilon = 0;
    Activation activation = Activation::silu;
    bool parallelResidual = false; // the feed-forward network reads what the attention read
    float attentionScale = 1.0F;
    float attentionCap = 0; // cap · tanh(score / cap); 0: none
    float logitCap = 0;
    float embeddingScale = 1.0F;
    const Weight* tokenEmbedding = nullptr;
    const Weight* positionEmbedding = nullptr;
    std::vector<Rope> ropes;
    std::vector<Block> blocks;
    Norm outputNorm;
    Linear output;
};

/// Why the model's text cannot be run through it (its architecture, a missing or misshapen weight), in one sentence that says
/// which architectures can; nothing if it can.
[[nodiscard]] std::optional<std::string> whyNotRunnable(const Model& model);
/// Throws Error(badInput) with that reason.
[[nodiscard]] Graph graphOf(const Model& model);

} // namespace quantlathe
