// SPDX-License-Identifier: GPL-3.0-or-later
// Merging a LoRA adapter into its base: a Hugging Face folder whose weights hold both (docs/adapters.md).
#pragma once

#include "adapters/lora_adapter.h"
#include "base/progress.h"
#include "convert/direct_output.h"
#include "formats/format.h"
#include "model/model.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace quantlathe {

/// What the adapter does to one tensor of the base; first it may take its place, then something is added.
struct MergedTensor {
    std::size_t tensor = 0;            // of the base
    std::optional<std::size_t> whole;  // of LoraAdapter::whole
    std::optional<std::size_t> module; // of LoraAdapter::modules
    bool isBias = false;               // the bias of the module's B is added, not the product
    bool isTransposed = false;         // inputs are the rows: Conv1D of GPT-2, embeddings
};

struct MergePlan {
    std::shared_ptr<const Model> base;
    LoraAdapter adapter;
    std::vector<MergedTensor> merged; // by tensor of the base
    OutputLayout layout;              // `stored` of a piece is its tensor of the base
};

/// Throws Error(badInput) when the adapter is of another base (naming the first tensor that is not there or has another
/// shape), when the base is no Hugging Face folder, and when it is quantized.
[[nodiscard]] MergePlan planMerge(std::shared_ptr<const Model> base, LoraAdapter adapter);

/// Files for the tokenizer in the adapter's folder that differ from the base's, which are the ones that are taken.
[[nodiscard]] std::vector<std::string> otherTokenizerFiles(const MergePlan& plan);

/// Refuses destinations as a conversion does, and those that are a part of the base or of the adapter.
void checkMergePlace(const MergePlan& plan, const std::filesystem::path& destination, bool replace);

/// Writes the folder: sums in F32, stored in the base's type; any number of threads writes the same bytes. All promises of
/// writeDirectly(). Throws Error(badInput) for values that are no numbers, before or after. Memory: the adapter's matrices
/// of one tensor, and one tile a thread.
[[nodiscard]] DirectReport mergeLora(const MergePlan& plan, const std::filesystem::path& destination, bool replace, int threads,
                                     Progress& progress, const CancelToken& cancel);

} // namespace quantlathe
