// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/memory_parts.h"

#include "base/text.h"
#include "base/words.h"
#include "estimate/cache_layout.h"
#include "estimate/run_facts.h"

#include <algorithm>
#include <fmt/format.h>

namespace quantlathe {
namespace {

std::string wholeMebibytes(std::uint64_t bytes) {
    return fmt::format("{} MiB", groupedDigits((bytes + mebi / 2) / mebi));
}

} // namespace

Figure unknownFigure(std::string_view reason) {
    return {0, say("unknown: {}", reason), false};
}

std::vector<Choice> loadedChoices(const Model& model, std::span<const Choice> choices) {
    std::vector<Choice> loaded;
    std::ranges::copy_if(choices, std::back_inserter(loaded),
                         [&](const Choice& choice) { return isLoaded(model, *choice.weight); });
    return loaded;
}

std::string withoutPredicting(std::string formula, std::size_t notLoaded) {
    return notLoaded == 0 ? std::move(formula)
                          : say("{}; without {} tensors that predict further tokens: they and their cache are only loaded when "
                                "they are asked for",
                                formula, notLoaded);
}

Figure weightsOnDevice(const Model& model, std::span<const Choice> choices, std::uint64_t& hostBytes) {
    const std::vector<Choice> loaded = loadedChoices(model, choices);
    const bool isTied = tiesOutputToEmbedding(loaded);
    std::uint64_t device = 0;
    std::size_t onDevice = 0;
    hostBytes = 0;
    for (const Choice& choice : loaded) {
        const Weight& weight = *choice.weight;
        const std::uint64_t bytes = residentBytes(choice);
        const bool isLookedUp = isInputTable(weight);
        hostBytes += isLookedUp ? bytes : 0;
        if (!isLookedUp || (isTied && weight.role != Role::positionEmbedding)) {
            device += bytes;
            ++onDevice;
        }
    }
    std::string formula = say("{} of {} tensors as planned = {} bytes", onDevice, choices.size(), groupedDigits(device));
    if (hostBytes > 0) {
        formula =
            isTied ? say("{}; the token embedding is also the output matrix: on the device and once more in main memory ({})",
                         formula, wholeMebibytes(hostBytes))
                   : say("{}; the token embedding stays in main memory ({})", formula, wholeMebibytes(hostBytes));
    }
    return {device, withoutPredicting(std::move(formula), choices.size() - loaded.size())};
}

Figure weightsOfFolder(const Model& model, std::span<const Choice> choices) {
    const std::vector<Choice> loaded = loadedChoices(model, choices);
    std::uint64_t bytes = 0;
    for (const Choice& choice : loaded) {
        bytes += choice.encoding->bytes(choice.weight->rows(), choice.weight->columns());
    }
    std::string formula =
        say("all {} tensors as planned = {} bytes, the token embedding too", loaded.size(), groupedDigits(bytes));
    return {bytes, withoutPredicting(std::move(formula), choices.size() - loaded.size())};
}

Figure overheadOf(const RunSettings& settings) {
    if (settings.onProcessor) {
        return {0, say("none: no driver stands between the program and main memory")};
    }
    if (!settings.hasDesktop) {
        return {headlessBytes, say("400 MiB for driver and kernels on a card without a desktop")};
    }
    return {headlessBytes + desktopBytes,
            say("1 440 MiB for driver, kernels and a desktop: measured on an RTX 3060, within 130 MiB for five models")};
}

std::optional<std::string> whyCacheUnknownIn(const Model& model, Runtime runtime) {
    if (auto reason = whyCacheUnknown(model)) {
        return reason;
    }
    if (hasCrossAttention(model)) {
        return say("how {} keeps what cross-attention looks at is not known", name(runtime));
    }
    const CacheLayout layout = cacheLayout(model);
    const auto has = [&](auto isSo) { return std::ranges::any_of(layout.layers, isSo); };
    if (layout.hasState() && !(runtime == Runtime::vllm && deltaState(model))) {
        return say("how {} keeps the state of a recurrence or a convolution is not known", name(runtime));
    }
    if (has([](const LayerKeeps& layer) { return layer.indexLength > 0; })) {
        return say("how {} keeps the keys by which tokens are chosen is not known", name(runtime));
    }
    const bool isLatent = has([](const LayerKeeps& layer) { return layer.kvHeads > 0 && layer.valueLength == 0; });
    if (isLatent && (runtime == Runtime::transformers || runtime == Runtime::exllamaV2)) {
        return say("whether {} keeps one narrow vector for all heads is not known", name(runtime));
    }
    return std::nullopt;
}

} // namespace quantlathe
