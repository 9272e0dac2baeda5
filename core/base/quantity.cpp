// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/quantity.h"

#include "base/decimal_sign.h"
#include "base/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

namespace quantlathe {

int decimalsFor(double value, int digits) {
    constexpr int most = 12;
    return value == 0 || !std::isfinite(value)
               ? 2
               : std::clamp(digits - 1 - static_cast<int>(std::floor(std::log10(std::abs(value)))), 0, most);
}

Quantity fileSizeQuantity(std::uint64_t bytes) {
    const auto value = static_cast<double>(bytes);
    if (value >= 999.95e6) { // what would be written as 1000.0 MB
        return {value / 1e9, value >= 99.995e9 ? 1 : 2, "GB"};
    }
    return value >= 1e5 ? Quantity{value / 1e6, 1, "MB"} : Quantity{value / 1e3, 1, "kB"};
}

Quantity tensorSizeQuantity(std::uint64_t bytes) {
    const double value = static_cast<double>(bytes) / 1e6;
    return {value, value >= 99.995 ? 1 : value >= 0.00995 || bytes == 0 ? 2 : 4};
}

Quantity memoryQuantity(double bytes, int decimals) {
    constexpr double gibibyte = 1024.0 * 1024 * 1024;
    const bool isSmall = bytes > 0 && bytes < 0.1 * gibibyte;
    return isSmall ? Quantity{bytes / gibibyte * 1024, 1, "MiB"} : Quantity{bytes / gibibyte, decimals, "GiB"};
}

Quantity parameterQuantity(std::uint64_t count) {
    constexpr std::array<std::string_view, 5> units{"", words("k"), words("M"), words("B"), words("T")};
    auto value = static_cast<double>(count);
    std::size_t unit = 0;
    while (value >= 999.5 && unit + 1 < units.size()) {
        value /= 1000;
        ++unit;
    }
    return {value, unit == 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2, units[unit]};
}

Quantity divergenceQuantity(double nats) {
    constexpr int least = 4;
    return {std::max(nats, 0.0), nats > 0 ? std::max(least, decimalsFor(nats, 3)) : least};
}

int speedDecimals(double highest) {
    return highest < 10 ? 1 : 0;
}

double byteStep(std::uint64_t fileBytes) {
    const auto bytes = static_cast<double>(fileBytes);
    return bytes >= 1e9 ? 1e8 : std::pow(10.0, std::floor(std::log10(std::max(bytes, 1e5) / 10)));
}

Quantity byteStepQuantity(double step) {
    return step >= 1e6 ? Quantity{step / 1e6, 0, "MB"} : Quantity{step / 1e3, 0, "kB"};
}

std::string quantityText(const Quantity& quantity) {
    std::string text = std::isnan(quantity.value) ? "–"
                       : std::isinf(quantity.value)
                           ? (quantity.value < 0 ? "−∞" : "∞")
                           : fmt::format(numberLocale(), "{:.{}Lf}", quantity.value, quantity.decimals);
    if (text.starts_with('-') && text.find_first_not_of("-0.,") == std::string::npos) {
        text.erase(0, 1); // rounded to nothing
    }
    return quantity.unit.empty() ? text : fmt::format("{} {}", text, quantity.unit);
}

} // namespace quantlathe
