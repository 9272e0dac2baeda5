// SPDX-License-Identifier: GPL-3.0-or-later
// A LoRA adapter as llama.cpp loads it beside a model: an adapter GGUF (docs/adapters.md, "Adapter GGUF").
#pragma once

#include "adapters/lora_merge.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <vector>

namespace quantlathe {

/// One of the two matrices for a weight of the GGUF model.
struct AdapterMatrix {
    const Weight* weight = nullptr;   // of the base
    std::vector<std::size_t> modules; // of the adapter: one, or one for each expert of a stack
    bool isB = false;
};

struct AdapterGgufPlan {
    MergePlan match;                     // which tensor of the base each part of the adapter is for; its layout is not used
    std::vector<AdapterMatrix> matrices; // one for every piece
    double alpha = 0;                    // adapter.lora.alpha
    OutputLayout layout;
};

/// Throws Error(badInput) as planMerge() does, for a base whose class has no form in GGUF, and for what an adapter GGUF cannot
/// say: DoRA, whole tensors, biases, parts of the base that its GGUF form has not or has in another way.
[[nodiscard]] AdapterGgufPlan planAdapterGguf(std::shared_ptr<const Model> base, LoraAdapter adapter);

/// Writes the file with all matrices in F32; promises as mergeLora(). Memory: one matrix.
[[nodiscard]] DirectReport writeAdapterGguf(const AdapterGgufPlan& plan, const std::filesystem::path& destination, bool replace,
                                            Progress& progress, const CancelToken& cancel);

} // namespace quantlathe
