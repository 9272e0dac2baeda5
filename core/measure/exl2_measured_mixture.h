// SPDX-License-Identifier: GPL-3.0-or-later
// The best choice among measured settings of a model's blocks (docs/formats/exl2.md, "measurement.json").
#pragma once

#include "measure/exl2_measurement.h"
#include "model/model.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace quantlathe::exl2 {

/// One option of each block, with the least Σ (1 − accuracy)^norm among those with at most `budget` bits, as far as the
/// knapsack's search proves it; the smallest ones where even these have more.
[[nodiscard]] std::vector<std::uint32_t> bestOptions(std::span<const MeasuredBlock> blocks, std::uint64_t budget,
                                                     double norm = 2);

/// An encoding for each matrix of the model's blocks, all of them together with at most `bits` a weight. By canonical names.
/// Throws Error(badInput) for a measurement of another model, and one with settings that cannot be written.
[[nodiscard]] std::map<std::string, std::string> measuredMixture(const Model& model, const Measurement& measurement,
                                                                 double bits, const std::filesystem::path& file);

} // namespace quantlathe::exl2
