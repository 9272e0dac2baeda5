// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/command_lines.h"

#include "estimate/companions.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace quantlathe {
namespace {

/// What llama-server loads beside the model (options of October 2026).
std::string besideOptions(const RunSettings& settings) {
    std::string options;
    if (settings.beside == nullptr) {
        return options;
    }
    if (!settings.beside->imagePartFile.empty()) {
        options += fmt::format(" --mmproj {}", settings.beside->imagePartFile);
    }
    if (!settings.beside->draftFile.empty()) {
        options += fmt::format(" --model-draft {}", settings.beside->draftFile);
    }
    return settings.beside->predictsTokens ? options + " --spec-type draft-mtp" : options;
}

} // namespace

std::string llamaCppCommand(const Placement& placement, const RunSettings& settings, std::string_view modelFile, int threads) {
    std::string command = fmt::format("llama-server -m {}", modelFile);
    const std::uint64_t sequences = std::max<std::uint32_t>(settings.sequences, 1);
    command += fmt::format(" -c {}", settings.contextTokens * sequences);
    command += fmt::format(" -np {}", sequences); // else it opens four slots with a state and a window each
    command += fmt::format(" -ngl {}", placement.layersOnGpu);
    if (placement.expertLayersOnHost > 0) {
        command += fmt::format(" --n-cpu-moe {}", placement.expertLayersOnHost);
    }
    std::vector<std::uint32_t> slots;
    for (const CardShare& card : placement.cards) {
        slots.push_back(card.places);
    }
    const auto inUse = std::ranges::count_if(slots, [](std::uint32_t count) { return count > 0; });
    if (slots.size() > 1 && inUse == 1) {
        const auto main = std::ranges::find_if(slots, [](std::uint32_t count) { return count > 0; });
        command += fmt::format(" --split-mode none --main-gpu {}", main - slots.begin());
    } else if (inUse > 1) {
        command += fmt::format(" --tensor-split {}", fmt::join(slots, ","));
    }
    if (settings.kv != KvType::f16) {
        command += fmt::format(" --flash-attn on --cache-type-k {0} --cache-type-v {0}", name(settings.kv));
    }
    if (settings.microBatch != RunSettings{}.microBatch) {
        command += fmt::format(" -ub {}", settings.microBatch);
    }
    if (threads > 0 && !placement.isWhole()) {
        command += fmt::format(" -t {}", threads);
    }
    command += besideOptions(settings);
    const auto isNvidia = [](const CardShare& card) { return card.gpu.vendor == "NVIDIA"; };
    if (inUse > 0 && std::ranges::count_if(placement.cards, isNvidia) > 1) { // CUDA itself puts the fastest first
        command = "CUDA_DEVICE_ORDER=PCI_BUS_ID " + command;
    }
    return command;
}

std::string vllmCommand(const RunSettings& settings, std::string_view modelFolder) {
    std::string command = fmt::format("vllm serve {} --max-model-len {} --gpu-memory-utilization {:g}", modelFolder,
                                      settings.contextTokens, settings.cardShare);
    if (settings.sequences > 1) {
        command += fmt::format(" --max-num-seqs {}", settings.sequences);
    }
    if (kvTypeIn(Runtime::vllm, settings.kv) == KvType::fp8) {
        command += " --kv-cache-dtype fp8";
    }
    if (settings.cards > 1) {
        command += fmt::format(" --tensor-parallel-size {}", settings.cards);
    }
    if (settings.beside != nullptr && settings.beside->predictsTokens) {
        command += R"( --speculative-config '{"method": "mtp", "num_speculative_tokens": 1}')";
    }
    if (settings.beside != nullptr && !settings.beside->draftFile.empty()) {
        command += fmt::format(R"( --speculative-config '{{"model": "{}", "num_speculative_tokens": 5}}')",
                               settings.beside->draftFile);
    }
    return command;
}

} // namespace quantlathe
