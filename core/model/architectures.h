// SPDX-License-Identifier: GPL-3.0-or-later
// The table of Hugging Face architectures that can become a GGUF model: one row a class, its tensors and its extra keys.
// A new architecture is a new row (docs/formats/gguf-model.md, "A new architecture").
#pragma once

#include "checkpoint/metadata.h"
#include "model/config.h"
#include "model/hyper_parameters.h"

#include <span>
#include <string_view>

namespace quantlathe {

/// What a dimension of a tensor must be, in terms of the hyper-parameters.
enum class Size { none, hidden, feedForward, queryRows, keyRows, valueRows, vocabulary };

/// What happens to the rows (docs/formats/gguf-model.md, "Transforms").
enum class RowRule { asStored, interleaveHeads, interleaveKvHeads };

/// One linear layer, norm or embedding. Names are without ".weight" and ".bias".
struct TensorRule {
    std::string_view source; // of a layer's tensor: the part behind "<layerPrefix>N."
    std::string_view target; // of a layer's tensor: the part behind "blk.N."
    Size rows = Size::none;
    Size columns = Size::none; // none: one-dimensional
    RowRule rowRule = RowRule::asStored;
    bool isRequired = true;
    bool mayHaveBias = false;
};

struct ArchitectureRow {
    std::string_view hfClass;     // architectures[0] of config.json
    std::string_view name;        // general.architecture
    std::string_view layerPrefix; // "model.layers."
    std::span<const TensorRule> modelTensors;
    std::span<const TensorRule> layerTensors;
    /// Keys beyond the common ones, in the order in which the reference writes them.
    void (*addKeys)(const Config&, const HyperParameters&, Metadata&);
    /// llama.cpp has no sliding window for this architecture, whatever config.json says.
    bool ignoresSlidingWindow = false;
    /// Why models of this class can only be looked at; empty if they convert.
    std::string_view onlyInspected;
};

[[nodiscard]] std::span<const ArchitectureRow> architectures();
/// nullptr if the class is not known.
[[nodiscard]] const ArchitectureRow* architectureOf(std::string_view hfClass);

} // namespace quantlathe
