// SPDX-License-Identifier: GPL-3.0-or-later
// The linear layers of a block, by what they read: the one list that statistics, calibration and costs go by.
#pragma once

#include "runtime/graph.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace quantlathe {

/// The linear parts of a layer, in the order in which they work; the parts of one step share their input (experts: gate and up,
/// each expert its own; inside a mixer, and where several mixers end: each matrix its own).
enum class Step { mixerInput, mixerInner, mixerOutput, gateUp, down };
inline constexpr Step allSteps[] = {Step::mixerInput, Step::mixerInner, Step::mixerOutput, Step::gateUp, Step::down};

/// Linear layers that multiply the same rows.
struct LinearGroup {
    std::vector<Linear> linears; // of stacked weights the first matrix
    std::optional<Step> step;    // that shows their input; none for routers and small matrices beside the others
    std::uint32_t matrices = 1;  // of a stacked weight; each reads rows of its own
    std::uint32_t used = 1;      // of these by one token
};
/// In the order in which they work. None is empty.
[[nodiscard]] std::vector<LinearGroup> linearGroups(const Block& block);

/// Of all linear layers, for one token.
[[nodiscard]] double linearMultiplyAdds(const Block& block);

} // namespace quantlathe
