// SPDX-License-Identifier: GPL-3.0-or-later
// A pickle as a tree of plain values. Nothing is ever executed: a call stays a node that says what would have been called, and
// only callables that the reader names are let in. Source: the opcodes of Python's pickletools, protocols 2 to 5.
#pragma once

#include "checkpoint/header_source.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace quantlathe {

/// What torch.save writes for 100 000 tensors is 20 MB.
inline constexpr std::uint64_t maxPickleBytes = 64'000'000;

enum class PickleKind : std::uint8_t {
    none,
    boolean,    // number
    integer,    // number
    real,       // its value is not kept
    text,       // also byte strings
    tuple,      // items
    list,       // items
    dict,       // items: key, value, key, value …
    global,     // text: "module name"
    call,       // items: the global, the tuple of arguments, then as in a dict what was set on the result
    persistent, // items: the id, a value
};

struct PickleValue {
    std::int64_t number = 0;
    std::string_view text;
    std::vector<std::uint32_t> items; // indices into Pickle::values
    PickleKind kind = PickleKind::none;
};

/// A value type; the texts point into the source. Values can be shared and can contain themselves.
struct Pickle {
    std::vector<PickleValue> values;
    std::uint32_t root = 0;

    [[nodiscard]] const PickleValue& operator[](std::uint32_t index) const { return values[index]; }
};

/// `globals`: the callables and classes ("module name") that may occur. Throws Error(badInput) naming the byte for anything
/// else, for opcodes that no state dict needs and for what is cut short. Memory is bounded by the length of the pickle.
[[nodiscard]] Pickle parsePickle(const HeaderSource& source, std::span<const std::string_view> globals);

} // namespace quantlathe
