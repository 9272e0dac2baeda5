// SPDX-License-Identifier: GPL-3.0-or-later
// NVIDIA's management library, opened at run time.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace quantlathe {

/// {"cards": [{name, total, free, bandwidth, architecture}]}: what the driver does not tell is missing. {"missing": true} where
/// there is no such library, {"problem": code} where it does not start. Call it in a process that may be lost.
[[nodiscard]] nlohmann::json askNvml(const std::string& library);

} // namespace quantlathe
