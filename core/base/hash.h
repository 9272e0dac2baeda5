// SPDX-License-Identifier: GPL-3.0-or-later
// A fast 64-bit hash of contents: tells different bytes apart, no defence against intent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace quantlathe {

/// Pure; the same on every machine. Runs at memory speed: four independent lanes, each step a bijection of its lane.
[[nodiscard]] std::uint64_t contentHash(std::span<const std::byte> bytes, std::uint64_t seed = 0);

/// Hash of a sequence of values: every value enters with its length, so that ("ab", "c") and ("a", "bc") differ.
class HashBuilder {
public:
    void add(std::span<const std::byte> bytes) { state_ = contentHash(bytes, state_); }
    void add(std::string_view text) { add(std::as_bytes(std::span(text))); }
    void add(std::uint64_t number) { add(std::as_bytes(std::span(&number, 1))); }
    [[nodiscard]] std::uint64_t value() const { return state_; }

private:
    std::uint64_t state_ = 0;
};

} // namespace quantlathe
