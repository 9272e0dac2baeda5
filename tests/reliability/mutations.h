// SPDX-License-Identifier: GPL-3.0-or-later
// Ways to damage a file: blindly, in its bytes, and with knowledge of JSON or of a safetensors header.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace quantlathe::reliability {

/// The same numbers on every machine (the distributions of the standard library are not).
class Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}
    /// 0 … count − 1; 0 for 0.
    [[nodiscard]] std::size_t below(std::size_t count) { return count == 0 ? 0 : static_cast<std::size_t>(engine_() % count); }
    [[nodiscard]] bool oneIn(std::size_t count) { return below(count) == 0; }
    template <class List>
    [[nodiscard]] const auto& of(const List& list) {
        return list[below(std::size(list))];
    }

private:
    std::mt19937_64 engine_;
};

/// One to a few changes somewhere in the first `reach` bytes.
[[nodiscard]] std::string damagedBytes(std::string bytes, std::size_t reach, Dice& dice);
/// A text that is still JSON in most cases: values of other kinds and sizes, members gone, doubled, renamed, numbers that no
/// type holds, deep nesting.
[[nodiscard]] std::string damagedJson(const std::string& text, Dice& dice);
/// Damaged in the header's JSON, in its bytes, in its length, or behind it.
[[nodiscard]] std::string damagedSafetensors(const std::string& file, Dice& dice);
/// Lines gone, doubled, swapped or of a strange kind.
[[nodiscard]] std::string damagedLines(const std::string& text, Dice& dice);

} // namespace quantlathe::reliability
