// SPDX-License-Identifier: GPL-3.0-or-later
// The number formats in which programs keep keys and values, and which program has which (docs/estimates.md, "KV cache").
#pragma once

#include "estimate/memory.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace quantlathe {

struct KvTypeInfo {
    KvType type;
    std::string_view name;
    std::uint64_t valuesPerBlock; // that must divide a head
    std::uint64_t keyBytesPer32;  // of 32 values
    std::uint64_t valueBytesPer32;
};
[[nodiscard]] const KvTypeInfo& info(KvType type);
/// Bytes of so many values, a multiple of 32 where the type has blocks.
[[nodiscard]] std::uint64_t keyBytes(const KvTypeInfo& type, std::uint64_t values);
[[nodiscard]] std::uint64_t valueBytes(const KvTypeInfo& type, std::uint64_t values);

/// The formula, and the type that was taken where the program does not have the wished one.
[[nodiscard]] std::string withTypeTaken(std::string formula, Runtime runtime, KvType wished);

} // namespace quantlathe
