// SPDX-License-Identifier: GPL-3.0-or-later
// What each layer of a model keeps of earlier tokens, as llama.cpp does: keys and values of all of them or of a window, the
// key of an indexer, or a state that does not grow (docs/estimates.md, "KV cache").
#pragma once

#include "model/model.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace quantlathe {

/// Of one sequence.
struct LayerKeeps {
    std::uint32_t kvHeads = 0;     // 0: no keys and values of its own
    std::uint32_t keyLength = 0;   // of a head
    std::uint32_t valueLength = 0; // of a head; 0: one vector serves as key and value
    std::uint32_t indexLength = 0; // of the key by which an indexer chooses tokens; 0: there is none
    std::uint64_t stateValues = 0; // of a recurrence or a convolution, in F32, however long the text is
    bool isWindowed = false;
    [[nodiscard]] std::uint64_t keyValues() const { return std::uint64_t{kvHeads} * keyLength; } // a token
    [[nodiscard]] std::uint64_t valueValues() const { return std::uint64_t{kvHeads} * valueLength; }
};

struct CacheLayout {
    std::vector<LayerKeeps> layers; // one entry a layer; those that predict further tokens keep nothing
    std::uint64_t window = 0;       // tokens; 0: every layer attends to the whole context
    [[nodiscard]] bool hasWindow() const { return window > 0; }
    [[nodiscard]] bool hasState() const;
};

/// Why it is unknown what the model keeps; nothing if it is known.
[[nodiscard]] std::optional<std::string> whyCacheUnknown(const Model& model);
/// The same of the work space that llama.cpp needs.
[[nodiscard]] std::optional<std::string> whyComputeUnknown(const Model& model);
/// Its decoder looks at what an encoder gave.
[[nodiscard]] bool hasCrossAttention(const Model& model);
/// Precondition: !whyCacheUnknown(model).
[[nodiscard]] CacheLayout cacheLayout(const Model& model);
/// The state of one layer of a gated delta rule (Qwen3-Next, Qwen 3.5 and 3.6), in its two parts: vLLM keeps them in different
/// types.
struct DeltaState {
    std::uint64_t convolutionValues = 0;
    std::uint64_t recurrenceValues = 0;
};
/// Nothing for other models. Precondition: !whyCacheUnknown(model).
[[nodiscard]] std::optional<DeltaState> deltaState(const Model& model);

/// Values that a recurrence works on for one token at the same time; 0 where there is none.
[[nodiscard]] std::uint64_t recurrenceWidth(const Model& model);

/// Layers at the end that predict further tokens (MTP, NextN): programs load them only when they are asked for.
[[nodiscard]] std::uint32_t predictingLayers(const Model& model);
/// False for the weights of those layers.
[[nodiscard]] bool isLoaded(const Model& model, const Weight& weight);

} // namespace quantlathe
