// SPDX-License-Identifier: GPL-3.0-or-later
// Cards as Vulkan tells them, for what neither NVIDIA's library nor the kernel's files say.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace quantlathe {

/// {"cards": [{"vendor", "name", "integrated", "total", "free"}]}, without devices that are processors; "free" where the driver
/// tells its budget. {"missing": true} without the library, {"problem": code} where it cannot be started. May hang or crash
/// with a driver: call it through callIsolated().
[[nodiscard]] nlohmann::json askVulkan(const std::string& library);

} // namespace quantlathe
