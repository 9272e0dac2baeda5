// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers that describe a decoder-only transformer, from config.json or from GGUF metadata.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace quantlathe {

struct RopeScaling {
    std::string type; // "linear", "yarn", "llama3", "dynamic", "longrope"; empty: none
    double factor = 1.0;
    double lowFrequencyFactor = 1.0;  // llama3
    double highFrequencyFactor = 4.0; // llama3
    std::uint64_t originalContext = 0;
};

/// All counts are 0 where the checkpoint does not say (unknown architectures).
struct HyperParameters {
    std::uint32_t layers = 0;
    std::uint64_t contextTokens = 0; // trained context
    std::uint64_t hidden = 0;
    std::vector<std::uint64_t> feedForward; // per layer
    std::vector<std::uint32_t> heads;       // per layer
    std::vector<std::uint32_t> kvHeads;     // per layer; 0: no KV cache in that layer
    std::uint32_t keyLength = 0;            // head size of K
    std::uint32_t valueLength = 0;          // head size of V
    std::uint64_t vocabulary = 0;
    std::uint32_t experts = 0; // 0: dense
    std::uint32_t expertsUsed = 0;
    std::uint32_t slidingWindow = 0;
    double normEpsilon = 0;
    double ropeBase = 10000.0;
    RopeScaling ropeScaling;
    bool tiedEmbeddings = false;
};

} // namespace quantlathe
