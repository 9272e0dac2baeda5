// SPDX-License-Identifier: GPL-3.0-or-later
#include "json.h"

#include "base/text.h"

#include <cmath>
#include <limits>

namespace quantlathe::cli {

std::string jsonText(std::string_view text) {
    return isValidUtf8(text) ? std::string(text) : escapeForDisplay(text, std::numeric_limits<std::size_t>::max());
}

std::string jsonPath(const std::filesystem::path& path) {
    return jsonText(path.string());
}

Json jsonNumber(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

std::string jsonDocument(const Json& value) {
    return value.dump(2, ' ', true) + "\n";
}

std::string jsonLine(const Json& value) {
    return value.dump(-1, ' ', true) + "\n";
}

} // namespace quantlathe::cli
