// SPDX-License-Identifier: GPL-3.0-or-later
// Time per token = factor × bytes read ÷ bandwidth + a constant per layer, fitted per backend (docs/estimates.md, Speed).
#include "base/words.h"

#include "base/decimal_sign.h"
#include "estimate/cache_layout.h"
#include "estimate/memory.h"
#include "estimate/run_facts.h"
#include "estimate/token_time.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace quantlathe {
namespace {

/// Fitted on llama 7B Q4_0 (32 layers): 10 NVIDIA, 14 Apple and 8 AMD cards.
struct Backend {
    std::string_view vendor;
    std::string_view name;
    double factor;
    double constantMilliseconds; // of 32 layers
};
constexpr auto backends = std::to_array<Backend>({
    {"NVIDIA", "CUDA", 1.22, 0.83}, {"Apple", "Metal", 1.13, 4.2}, {"", "Vulkan", 1.14, 1.36}, // all others
});
constexpr double fittedLayers = 32;

/// Chips that the fit of their backend does not describe. The first that fits counts.
struct Exception {
    std::string_view vendor;
    std::string_view architecture; // empty: any
    std::string_view namePart;     // empty: any
    double factor;                 // on the time per token
};
constexpr auto exceptions = std::to_array<Exception>({
    {"NVIDIA", "Pascal", "", 1.6},
    {"Apple", "", "Ultra", 1.17}, // two dies: 83.7, 94.3 and 92.1 tokens/s on M1, M2 and M3 Ultra
    {"Apple", "Apple M5", "", 1 / 1.2},
});

constexpr double expertsFactor = 1.45; // mixtures of experts read scattered matrices
constexpr double denseBand = 0.15;
constexpr double expertsBand = 0.25;

const Backend& backendOf(const Gpu& gpu) {
    return *std::ranges::find_if(
        backends, [&](const Backend& backend) { return backend.vendor.empty() || backend.vendor == gpu.vendor; });
}

double exceptionFactor(const Gpu& gpu) {
    const auto* found = std::ranges::find_if(exceptions, [&](const Exception& exception) {
        return exception.vendor == gpu.vendor &&
               (exception.architecture.empty() || exception.architecture == gpu.architecture) &&
               gpu.name.find(exception.namePart) != std::string::npos;
    });
    return found == exceptions.end() ? 1.0 : found->factor;
}

/// From main memory, the processor's threads together: time = factor × bytes ÷ bandwidth. Published runs lie between
/// (docs/estimates.md, "Speed").
constexpr double quickestFactor = 1.1;
constexpr double slowestFactor = 1.9;

double activeWeightBytes(const Model& model, std::span<const Choice> choices) {
    const bool isTied = tiesOutputToEmbedding(choices);
    double sum = 0;
    for (const Choice& choice : choices) {
        sum += isLoaded(model, *choice.weight) ? activeBytes(model, choice, isTied) : 0;
    }
    return sum;
}

} // namespace

TokenTime timeOnCard(const Gpu& gpu, double bytes, double layers, bool hasExperts) {
    const Backend& backend = backendOf(gpu);
    const double constant = backend.constantMilliseconds * layers / fittedLayers;
    const double special = exceptionFactor(gpu) * (hasExperts ? expertsFactor : 1.0);
    const double milliseconds = (backend.factor * bytes / gpu.bandwidthBytesPerSecond * 1000 + constant) * special;
    const double band = hasExperts ? expertsBand : denseBand;
    // The band is one of tokens a second.
    return {.low = milliseconds / (1 + band),
            .high = milliseconds / (1 - band),
            .formula = say("({:Lg} × {:.2Lf} GB ÷ {:Lg} GB/s + {:.2Lf} ms){} = {:.2Lf} ms a token ({}), ± {:.0Lf} %",
                           backend.factor, bytes / 1e9, gpu.bandwidthBytesPerSecond / 1e9, constant,
                           special == 1.0 ? "" : fmt::format(numberLocale(), " × {:.2Lf}", special), milliseconds, backend.name,
                           band * 100)};
}

TokenTime timeInMainMemory(double bytesPerSecond, double bytes, bool hasExperts) {
    const double ideal = bytes / bytesPerSecond * 1000 * (hasExperts ? expertsFactor : 1.0);
    return {.low = ideal * quickestFactor,
            .high = ideal * slowestFactor,
            .formula = say("{:Lg} to {:Lg} × {:.2Lf} GB ÷ {:.1Lf} GB/s of main memory{} = {:.1Lf} to {:.1Lf} ms a token",
                           quickestFactor, slowestFactor, bytes / 1e9, bytesPerSecond / 1e9,
                           hasExperts ? fmt::format(numberLocale(), " × {:.2Lf}", expertsFactor) : "", ideal * quickestFactor,
                           ideal * slowestFactor)};
}

SpeedEstimate estimateSpeed(const Model& model, std::span<const Choice> choices, const RunSettings& settings, const Gpu& gpu) {
    if (const auto reason = whyCacheUnknown(model)) {
        return {0, 0, say("unknown: {}", *reason)};
    }
    if (settings.runtime != Runtime::llamaCpp) {
        return {0, 0, say("unknown: in {} it is the kernels that count, not the bandwidth alone", name(settings.runtime))};
    }
    if (!(gpu.bandwidthBytesPerSecond > 0)) {
        return {0, 0, say("unknown: the bandwidth of {} is not known", gpu.name)};
    }
    RunSettings oneSequence = settings;
    oneSequence.sequences = 1;
    const double bytes =
        activeWeightBytes(model, choices) + static_cast<double>(estimateMemory(model, choices, oneSequence).kv.bytes);
    const bool hasExperts = model.hyper().experts > 1;
    const TokenTime time = gpu.isProcessor() ? timeInMainMemory(gpu.bandwidthBytesPerSecond, bytes, hasExperts)
                                             : timeOnCard(gpu, bytes, model.hyper().layers, hasExperts);
    return {.low = 1000 / time.high, .high = 1000 / time.low, .formula = time.formula};
}

} // namespace quantlathe
