// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/card_support.h"

#include "base/words.h"

namespace quantlathe {
namespace {

/// By the architecture's name in the table of cards ("Turing (no tensor cores)"); nothing for makers and names not known here.
std::optional<NvidiaGeneration> generationOf(const Gpu& gpu) {
    using enum NvidiaGeneration;
    for (const NvidiaGeneration each : {volta, turing, ampere, ada, hopper, blackwell}) {
        if (gpu.architecture.starts_with(name(each))) {
            return each;
        }
    }
    return gpu.architecture.starts_with("Pascal") ? std::optional(any) : std::nullopt;
}

/// Nothing: a maker that is not known here.
std::optional<bool> runsOnMaker(const Gpu& gpu, const Hardware& needed) {
    if (gpu.isProcessor()) {
        return needed.processor;
    }
    return gpu.vendor == "AMD"     ? std::optional(needed.amd)
           : gpu.vendor == "Intel" ? std::optional(needed.intel)
           : gpu.vendor == "Apple" ? std::optional(needed.apple)
                                   : std::nullopt;
}

} // namespace

std::optional<std::string> whyNotOn(const Gpu& gpu, const Hardware& needed) {
    if (gpu.vendor == "NVIDIA" && !gpu.isProcessor()) {
        const auto generation = generationOf(gpu);
        return generation && *generation < needed.nvidia
                   ? std::optional(say("{} is {}; it runs on {}", gpu.name, gpu.architecture, hardwareText(needed)))
                   : std::nullopt;
    }
    return runsOnMaker(gpu, needed).value_or(true)
               ? std::nullopt
               : std::optional(say("{} cannot run it; it runs on {}", gpu.name, hardwareText(needed)));
}

} // namespace quantlathe
