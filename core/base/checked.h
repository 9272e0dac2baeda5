// SPDX-License-Identifier: GPL-3.0-or-later
// Arithmetic on counts and offsets that come from files: overflow is an answer, not an accident.
#pragma once

#include <cstdint>
#include <optional>

namespace quantlathe {

[[nodiscard]] inline std::optional<std::uint64_t> checkedAdd(std::uint64_t a, std::uint64_t b) {
    std::uint64_t sum = 0;
    return __builtin_add_overflow(a, b, &sum) ? std::nullopt : std::optional(sum);
}

[[nodiscard]] inline std::optional<std::uint64_t> checkedMultiply(std::uint64_t a, std::uint64_t b) {
    std::uint64_t product = 0;
    return __builtin_mul_overflow(a, b, &product) ? std::nullopt : std::optional(product);
}

/// `value` rounded up to a multiple of `step` (a non-zero number), or nothing if that overflows.
[[nodiscard]] inline std::optional<std::uint64_t> checkedRoundUp(std::uint64_t value, std::uint64_t step) {
    const std::uint64_t rest = value % step;
    return rest == 0 ? std::optional(value) : checkedAdd(value, step - rest);
}

[[nodiscard]] constexpr std::uint64_t roundUp(std::uint64_t value, std::uint64_t step) {
    return (value + step - 1) / step * step;
}

} // namespace quantlathe
