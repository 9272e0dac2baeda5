// SPDX-License-Identifier: GPL-3.0-or-later
// A plan as arguments of quantlathe-cli convert.
#pragma once

#include "plan/plan.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace quantlathe {

struct CommandLineFlags {
    bool replace = false;
    bool allowRequantize = false;
    CalibrationChoice calibration{}; // text or statistics take the place of the plan's importance matrix
};

/// "convert", the model, "-o" and so on: parsed again they give the same plan, weight by weight and option by option. Not yet
/// quoted for a shell. `preTokenizer` is empty for the one that the vocabulary tells.
[[nodiscard]] std::vector<std::string> convertArguments(const Plan& plan, std::string_view preTokenizer,
                                                        const std::filesystem::path& destination,
                                                        const CommandLineFlags& flags = {});

} // namespace quantlathe
