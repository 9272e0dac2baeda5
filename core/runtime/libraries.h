// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace quantlathe {

/// Name and version of the libraries that the core works with: as they are loaded where they tell, else as it was built with.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> libraryVersions();

} // namespace quantlathe
