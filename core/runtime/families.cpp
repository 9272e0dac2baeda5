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
constexpr auto pairs = Positions::pairs;

// Sources: the models' own implementations in Hugging Face's transformers; what GGUF metadata leave out is what llama.cpp
// builds in for the architecture (docs/runtime.md).
constexpr std::array table{
    FamilyRow{.architecture = "llama", .positions = pairs, .normalizesShares = true},
    FamilyRow{.architecture = "mistral3", .positions = pairs, .yarnScalesScores = true},
    FamilyRow{.architecture = "xverse", .positions = pairs},
    FamilyRow{.architecture = "exaone"},
    FamilyRow{.architecture = "codeshell", .norm = meanAndVariance, .activation = Activation::geluTanh},
    FamilyRow{.architecture = "smollm3", .positions = pairs, .ropeFreePeriod = 4},
    FamilyRow{.architecture = "apertus", .hasXielu = true},
    FamilyRow{.architecture = "arcee", .activation = Activation::reluSquared, .positions = pairs},
    FamilyRow{.architecture = "internlm2", .positions = pairs},
    FamilyRow{.architecture = "granite", .positions = pairs, .dividesLogits = true},
    FamilyRow{.architecture = "granitemoe", .positions = pairs, .dividesLogits = true, .normalizesShares = true},
    FamilyRow{.architecture = "llama4",
              .positions = pairs,
              .hasPlainHeadNorms = true,
              .normsBehindRope = true,
              .temperature = 0.1,
              .temperatureStep = 8192,
              .ropeFreePeriod = 4,
              .windowPeriod = 4,
              .defaultWindow = 8192,
              .windowsAreChunks = true,
              .expertScores = ExpertScores::sigmoidOfInput},
    FamilyRow{.architecture = "qwen2"},
    FamilyRow{.architecture = "qwen2vl"},
    FamilyRow{.architecture = "qwen2moe"},
    FamilyRow{.architecture = "qwen3"},
    FamilyRow{.architecture = "qwen3moe", .normalizesShares = true},
    FamilyRow{.architecture = "qwen3vl"},
    FamilyRow{.architecture = "qwen3vlmoe", .normalizesShares = true},
    FamilyRow{.architecture = "seed_oss"},
    FamilyRow{.architecture = "qwen3next", .gatesAttention = true, .normalizesShares = true},
    FamilyRow{.architecture = "qwen35", .gatesAttention = true},
    FamilyRow{.architecture = "qwen35moe", .gatesAttention = true, .normalizesShares = true},
    FamilyRow{.architecture = "mamba", .positions = Positions::none, .hasLayersOfOneHalf = true},
    FamilyRow{.architecture = "mamba2", .positions = Positions::none, .hasLayersOfOneHalf = true},
    FamilyRow{.architecture = "jamba", .positions = Positions::none},
    FamilyRow{.architecture = "nemotron_h",
              .activation = Activation::reluSquared,
              .positions = Positions::none,
              .hasLayersOfOneHalf = true,
              .shortestStep = 0.001F},
    FamilyRow{.architecture = "nemotron_h_moe",
              .activation = Activation::reluSquared,
              .positions = Positions::none,
              .hasLayersOfOneHalf = true,
              .shortestStep = 0.001F,
              .expertScores = ExpertScores::sigmoid},
    FamilyRow{.architecture = "granitehybrid",
              .positions = pairs,
              .dividesLogits = true,
              .mayStandStill = true,
              .normalizesShares = true},
    FamilyRow{.architecture = "falcon-h1"},
    FamilyRow{.architecture = "lfm2"},
    FamilyRow{.architecture = "lfm2moe", .expertScores = ExpertScores::sigmoid, .normalizesShares = true},
    FamilyRow{.architecture = "gemma", .activation = Activation::geluTanh, .scalesEmbedding = true},
    FamilyRow{.architecture = "gemma2",
              .activation = Activation::geluTanh,
              .scalesEmbedding = true,
              .wideHeadLayers = 46,
              .windowPeriod = 2,
              .defaultWindow = 4096},
    FamilyRow{.architecture = "gemma3",
              .activation = Activation::geluTanh,
              .scalesEmbedding = true,
              .wideHeadLayers = 62,
              .windowPeriod = 6,
              .windowLayersUnscaled = true,
              .defaultWindowRopeBase = 10000.0},
    FamilyRow{.architecture = "gemma3n",
              .activation = Activation::geluTanh,
              .scalesEmbedding = true,
              .normsValues = true,
              .hasUnscaledScores = true,
              .windowPeriod = 5,
              .windowLayersUnscaled = true,
              .defaultWindowRopeBase = 10000.0},
    FamilyRow{.architecture = "gemma4",
              .activation = Activation::geluTanh,
              .scalesEmbedding = true,
              .normsValues = true,
              .keysMayBeValues = true,
              .hasUnscaledScores = true,
              .windowPeriod = 6,
              .windowLayersUnscaled = true,
              .normalizesShares = true},
    FamilyRow{.architecture = "gpt-oss",
              .activation = Activation::siluClamped,
              .windowPeriod = 2,
              .roundsYarn = false,
              .normalizesShares = true},
    FamilyRow{.architecture = "glm4", .positions = pairs},
    FamilyRow{.architecture = "glm4moe"},
    FamilyRow{.architecture = "deepseek2", .positions = pairs, .yarnScalesScores = true, .sigmoidWithBias = true},
    FamilyRow{.architecture = "deepseek32",
              .positions = pairs,
              .indexerRotatesHalves = true,
              .yarnScalesScores = true,
              .sigmoidWithBias = true},
    FamilyRow{.architecture = "glm-dsa", .positions = pairs, .yarnScalesScores = true, .sigmoidWithBias = true},
    FamilyRow{.architecture = "kimi-linear",
              .positions = Positions::none,
              .expertScores = ExpertScores::sigmoid,
              .normalizesShares = true},
    FamilyRow{.architecture = "minimax-m2", .expertScores = ExpertScores::sigmoid, .normalizesShares = true},
    FamilyRow{
        .architecture = "mimo2", .windowPeriod = 6, .windowExtra = 1, .windowLayersUnscaled = true, .normalizesShares = true},
    FamilyRow{.architecture = "bailingmoe2"},
    FamilyRow{.architecture = "dots1", .expertScores = ExpertScores::sigmoid},
    FamilyRow{.architecture = "ernie4_5", .positions = pairs},
    FamilyRow{.architecture = "ernie4_5-moe", .positions = pairs, .normalizesShares = true},
    FamilyRow{.architecture = "hunyuan-dense", .normsBehindRope = true},
    FamilyRow{.architecture = "hunyuan-moe", .normsBehindRope = true, .normalizesShares = true},
    FamilyRow{.architecture = "exaone4", .rotatesInWindowsOnly = true, .windowPeriod = 4},
    FamilyRow{.architecture = "olmo", .norm = meanAndVariance, .positions = pairs, .hasPlainNorms = true},
    FamilyRow{.architecture = "olmo2", .windowPeriod = 4, .windowLayersUnscaled = true},
    FamilyRow{.architecture = "olmoe"},
    FamilyRow{.architecture = "command-r",
              .norm = meanAndVariance,
              .positions = pairs,
              .isParallel = true,
              .headNorm = meanAndVariance,
              .hasGainsByHead = true},
    FamilyRow{.architecture = "cohere2",
              .norm = meanAndVariance,
              .positions = pairs,
              .isParallel = true,
              .rotatesInWindowsOnly = true,
              .windowPeriod = 4},
    FamilyRow{.architecture = "phi2", .norm = meanAndVariance, .activation = Activation::geluTanh, .isParallel = true},
    FamilyRow{.architecture = "phi3", .windowPeriod = 1},
    FamilyRow{.architecture = "phimoe", .norm = meanAndVariance, .expertScores = ExpertScores::sparseMixer},
    FamilyRow{.architecture = "nemotron", .norm = meanAndVariance, .activation = Activation::reluSquared},
    FamilyRow{.architecture = "stablelm", .norm = meanAndVariance, .headNorm = meanAndVariance, .hasGainsByHead = true},
    FamilyRow{.architecture = "starcoder2", .norm = meanAndVariance, .activation = Activation::geluTanh},
    FamilyRow{.architecture = "falcon", .norm = meanAndVariance, .activation = Activation::geluErf, .isParallel = true},
    FamilyRow{
        .architecture = "gpt2", .norm = meanAndVariance, .activation = Activation::geluTanh, .positions = Positions::learned},
    FamilyRow{.architecture = "gptneox", .norm = meanAndVariance, .activation = Activation::geluErf, .isParallel = true},
    FamilyRow{.architecture = "bloom",
              .norm = meanAndVariance,
              .activation = Activation::geluTanh,
              .positions = Positions::byDistance,
              .normsEmbedding = true,
              .largestBias = 8.0},
    FamilyRow{
        .architecture = "mpt", .norm = meanAndVariance, .activation = Activation::geluErf, .positions = Positions::byDistance},
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
