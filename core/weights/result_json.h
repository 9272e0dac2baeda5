// SPDX-License-Identifier: GPL-3.0-or-later
// Measured errors and statistics as JSON, for the cache of results (docs/statistics.md).
#pragma once

#include "weights/encoding_error.h"
#include "weights/statistics.h"

#include <nlohmann/json.hpp>

namespace quantlathe {

/// Sums, not measures: the measures follow from them, and a JSON number cannot be infinite.
[[nodiscard]] nlohmann::json toJson(const EncodingError& error);
[[nodiscard]] nlohmann::json toJson(const WeightStatistics& statistics);

/// True if every number survives being written as JSON.
[[nodiscard]] bool isStorable(const EncodingError& error);
[[nodiscard]] bool isStorable(const WeightStatistics& statistics);

/// Throws a std::exception for anything that toJson() does not write.
void fromJson(const nlohmann::json& json, EncodingError& error);
void fromJson(const nlohmann::json& json, WeightStatistics& statistics);

} // namespace quantlathe
