// SPDX-License-Identifier: GPL-3.0-or-later
// The tensors of a Hugging Face folder out of the weights of a GGUF file: the way back through the table of architectures
// (docs/formats/gguf-model.md, "The way back").
#pragma once

#include "model/architectures.h"
#include "model/model.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace quantlathe {

/// One tensor of a folder. Its values are those of the pieces, one behind the other; their names are the tensor's.
struct FolderTensor {
    std::string name;
    std::vector<std::uint64_t> shape; // outermost first
    std::vector<Weight> pieces;
};

/// What a class has its own way with.
struct FolderNaming {
    std::string_view textPrefix{};   // behind "model." in all names: "language_model." of models that also see
    std::string_view stackSuffix{};  // behind the names of stacks of experts: ".weight", or nothing
    std::string_view unusedSource{}; // of two rules with one target that which this model does not have
};

struct FolderTensors {
    std::vector<FolderTensor> tensors; // in the order of the table, layer by layer
    std::size_t leftOut = 0;           // weights of layers behind the model's own, which predict further tokens
    /// Why the weights cannot become tensors of this class; the other members are then without meaning.
    std::optional<std::string> whyNot;
};

/// What `gguf` has, as tensors of the class of `row` for a model of these sizes. The names are made by the table's rules and
/// then mapped like those of a folder that is read: only what that gives is taken back, change by change. Reads no values.
[[nodiscard]] FolderTensors folderTensors(const Model& gguf, const ArchitectureRow& row, const HyperParameters& hyper,
                                          const FolderNaming& naming);

} // namespace quantlathe
