// SPDX-License-Identifier: GPL-3.0-or-later
// What estimate found, as JSON and as text.
#pragma once

#include "estimate/memory.h"
#include "estimate/placement.h"
#include "formats/format.h"
#include "hardware_options.h"
#include "model/model.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace quantlathe::cli {

/// What a card, or the processor, makes of one preset that lies on it as a whole.
struct OnGpu {
    FitResult fit;
    std::optional<std::uint64_t> longestContext;
    SpeedEstimate speed;
    std::optional<CacheRoom> room;
    std::optional<std::string> whyNotRun; // the card's generation, however much memory it has
};

struct PresetEstimate {
    std::string_view name;
    std::uint64_t fileBytes;
    double bitsPerWeight;
    MemoryEstimate memory;
    std::optional<double> usersPercent; // share of surveyed users whose card is large enough
    std::optional<OnGpu> gpu;
    std::optional<Placement> placement; // over all cards and main memory
    std::string command;                // that runs it so; empty without a placement
};

struct Estimates {
    const Format* format = nullptr;
    RunSettings settings;
    Hardware hardware;
    std::optional<Gpu> gpu; // the card with the most memory, or the processor where there is none
    bool showsPlacement = false;
    Survey survey;
    std::vector<PresetEstimate> presets; // largest first
    std::vector<std::pair<std::string, std::string>> unavailable;
};

[[nodiscard]] Json estimatesJson(const Model& model, const Estimates& estimates);
[[nodiscard]] std::string estimatesText(const Model& model, const Estimates& estimates, bool withFormulas,
                                        const Terminal& screen);
/// "fits", "tight", "too_large"; null where it is unknown.
[[nodiscard]] Json fitJson(Fit fit);
[[nodiscard]] Json speedJson(const SpeedEstimate& speed);
[[nodiscard]] Json placementJson(const Placement& placement);
/// "38 to 51", "unknown".
[[nodiscard]] std::string speedText(const SpeedEstimate& speed);

} // namespace quantlathe::cli
