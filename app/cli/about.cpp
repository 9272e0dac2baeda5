// SPDX-License-Identifier: GPL-3.0-or-later
#include "about.h"

#include "runtime/libraries.h"
#include "runtime/simd_limit.h"

#include <fmt/format.h>

namespace quantlathe::cli {

Json aboutJson() {
    Json libraries = Json::object();
    for (const auto& [name, version] : libraryVersions()) {
        libraries[name] = version;
    }
    return {{"program", "quantlathe-cli"},
            {"version", QUANTLATHE_VERSION},
            {"compiler", fmt::format("{}.{}", __GNUC__, __GNUC_MINOR__)},
            {"libraries", std::move(libraries)},
            {"simd", simdTargets()}};
}

} // namespace quantlathe::cli
