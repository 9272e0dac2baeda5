// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/companions.h"

#include "base/text.h"
#include "base/words.h"
#include "estimate/bounded_product.h"
#include "estimate/cache_layout.h"
#include "estimate/kv_cache.h"
#include "estimate/memory_parts.h"
#include "estimate/run_facts.h"

#include <algorithm>

namespace quantlathe {
namespace {

/// llama.cpp's work space for one image, with flash attention: 121 (Gemma 3), 267 (Qwen2-VL), 323 (Qwen3-VL) and 705 MiB
/// (Qwen2.5-VL) were measured (gguf-parser-go issue 44, August 2026). The largest.
constexpr std::uint64_t imageWorkBytes = 705 * mebi;

bool isAmong(Runtime runtime, std::initializer_list<Runtime> some) {
    return std::ranges::find(some, runtime) != some.end();
}

/// Weights of the layers that predict, their keys and values, and in llama.cpp the work space of a context of their own.
Figure predictingLayersFigure(const Model& model, std::span<const Choice> choices, const RunSettings& settings) {
    if (const auto reason = whyCacheUnknown(model)) {
        return unknownFigure(*reason);
    }
    std::uint64_t weights = 0;
    for (const Choice& choice : choices) {
        weights += isLoaded(model, *choice.weight) ? 0 : residentBytes(choice);
    }
    const Figure kv = predictingCache(model, settings);
    std::uint64_t bytes = std::min(weights + kv.bytes, mostEstimatedBytes);
    std::string formula = say("{} bytes of weights + {}", groupedDigits(weights), kv.formula);
    if (settings.runtime == Runtime::llamaCpp) {
        const HyperParameters& hyper = model.hyper();
        const std::uint64_t tokens = std::max<std::uint32_t>(settings.microBatch, 1);
        bytes = std::min(bytes + boundedProduct(4, tokens, hyper.vocabulary + hyper.hidden), mostEstimatedBytes);
        formula = say("{} + logits 4 × {} tokens × ({} vocabulary + {} hidden)", formula, tokens,
                      groupedDigits(hyper.vocabulary), groupedDigits(hyper.hidden));
    }
    return {bytes, std::move(formula)};
}

Figure imagePartFigure(std::uint64_t weights, Runtime runtime) {
    if (runtime != Runtime::llamaCpp) {
        return {weights, say("{} bytes of weights; an image's work space is not counted", groupedDigits(weights))};
    }
    Figure figure{std::min(weights + imageWorkBytes, mostEstimatedBytes),
                  say("{} bytes of weights + 705 MiB to work on an image, the most of four models that were measured",
                      groupedDigits(weights))};
    figure.source = say("gguf-parser-go issue 44, August 2026");
    return figure;
}

/// As the model itself, without a driver of its own.
Figure draftFigure(const Companions& beside, RunSettings settings) {
    settings.beside = nullptr;
    const MemoryEstimate own = estimateMemory(*beside.draft, beside.draftChoices, settings);
    if (!own.isComplete) {
        return unknownFigure(own.kv.isKnown ? own.compute.formula : own.kv.formula);
    }
    return {std::min(own.weights.bytes + own.kv.bytes + own.compute.bytes, mostEstimatedBytes),
            say("weights {} + KV cache {} + compute {}", memoryText(own.weights.bytes), memoryText(own.kv.bytes),
                memoryText(own.compute.bytes))};
}

} // namespace

std::vector<ExtraFigure> extraFigures(const Model& model, std::span<const Choice> choices, const RunSettings& settings) {
    std::vector<ExtraFigure> extras;
    if (settings.beside == nullptr) {
        return extras;
    }
    const Companions& beside = *settings.beside;
    if (beside.predictsTokens) {
        extras.push_back({say("Layers that predict"), predictingLayersFigure(model, choices, settings)});
    }
    if (beside.imagePartBytes > 0) {
        extras.push_back({say("Image part"), imagePartFigure(beside.imagePartBytes, settings.runtime)});
    }
    if (beside.draft != nullptr) {
        extras.push_back({say("Draft model"), draftFigure(beside, settings)});
    }
    return extras;
}

std::optional<std::string> whyNotBeside(const Model& model, Runtime runtime, const Companions& beside) {
    if (beside.predictsTokens && predictingLayers(model) == 0) {
        return say("the model has no layers that predict further tokens");
    }
    if (beside.predictsTokens && !isAmong(runtime, {Runtime::llamaCpp, Runtime::vllm, Runtime::sglang, Runtime::tensorRtLlm})) {
        return say("{} does not use layers that predict further tokens", name(runtime));
    }
    if (beside.draft != nullptr && beside.draft->hyper().vocabulary != model.hyper().vocabulary) {
        return say("a draft model must have the vocabulary of the model: {} tokens, not {}",
                   groupedDigits(model.hyper().vocabulary), groupedDigits(beside.draft->hyper().vocabulary));
    }
    return std::nullopt;
}

} // namespace quantlathe
