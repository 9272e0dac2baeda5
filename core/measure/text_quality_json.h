// SPDX-License-Identifier: GPL-3.0-or-later
// Measured quality as JSON: for programs that read it, and for keeping it (docs/quality.md lists the keys).
#pragma once

#include "measure/text_quality.h"

#include <nlohmann/json.hpp>

namespace quantlathe {

/// One flat object; keys of the divergence are null without a reference, numbers that are not finite as well.
[[nodiscard]] nlohmann::ordered_json toJson(const TextQuality& quality);
/// Throws a std::exception for anything that toJson() does not write.
[[nodiscard]] TextQuality textQualityFromJson(const nlohmann::ordered_json& json);

} // namespace quantlathe
