// SPDX-License-Identifier: GPL-3.0-or-later
// Cards as the Linux kernel's files show them: AMD's and Intel's.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>

namespace quantlathe {

/// {"cards": [{vendor, name, driver, total, free, integrated}], "nvidia": n}: what is not told is missing; n counts NVIDIA's
/// cards, which their own library describes. Call it in a process that may be lost: such files are answered by the driver.
[[nodiscard]] nlohmann::json askSysfs(const std::filesystem::path& root);

} // namespace quantlathe
