// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/families.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <vector>

namespace quantlathe {
namespace {

constexpr auto meanAndVariance = NormKind::layerNorm;

// Sources: the models' own implementations in Hugging Face's transformers; what GGUF metadata leave out is what llama.cpp
// builds in for the architecture (docs/runtime.md).
constexpr std::array table{
    FamilyRow{.architecture = "llama", .rope = RopeStyle::interleaved, .normalizesShares = true},
    FamilyRow{.architecture = "smollm3", .rope = RopeStyle::interleaved, .ropeFreePeriod = 4},
    FamilyRow{.architecture = "qwen2"},
    FamilyRow{.architecture = "qwen2moe"},
    FamilyRow{.architecture = "qwen3"},
    FamilyRow{.architecture = "qwen3moe", .normalizesShares = true},
    FamilyRow{.architecture = "gemma", .activation = Activation::geluTanh, .scalesEmbedding = true},
    FamilyRow{.architecture = "gemma2",
              .activation = Activation::geluTanh,
              .scalesEmbedding = true,
              .windowPeriod = 2,
              .defaultWindow = 4096,
              .wideHeadLayers = 46},
    FamilyRow{.architecture = "gemma3",
              .activation = Activation::geluTanh,
              .scalesEmbedding = true,
              .windowPeriod = 6,
              .windowLayersUnscaled = true,
              .defaultWindowRopeBase = 10000.0,
              .wideHeadLayers = 62},
    FamilyRow{.architecture = "phi3", .windowPeriod = 1},
    FamilyRow{.architecture = "olmo2", .windowPeriod = 4, .windowLayersUnscaled = true},
    FamilyRow{.architecture = "starcoder2", .norm = meanAndVariance, .activation = Activation::geluTanh},
    FamilyRow{.architecture = "gpt2", .norm = meanAndVariance, .activation = Activation::geluTanh, .rope = RopeStyle::none},
    FamilyRow{.architecture = "gptneox", .norm = meanAndVariance, .activation = Activation::geluErf},
};

} // namespace

std::span<const FamilyRow> families() {
    return table;
}

const FamilyRow* familyOf(std::string_view architecture) {
    const auto* found =
        std::find_if(table.begin(), table.end(), [&](const FamilyRow& row) { return row.architecture == architecture; });
    return found == table.end() ? nullptr : found;
}

std::string familyNames() {
    std::vector<std::string_view> names;
    for (const FamilyRow& row : table) {
        names.push_back(row.architecture);
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

} // namespace quantlathe
