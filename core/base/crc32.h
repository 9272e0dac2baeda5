// SPDX-License-Identifier: GPL-3.0-or-later
// The checksum of zip archives (ISO 3309, reflected, polynomial 0x04C11DB7).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace quantlathe {

/// Of `before` (0 at the start) and the bytes behind it.
[[nodiscard]] std::uint32_t crc32(std::span<const std::byte> bytes, std::uint32_t before = 0);

} // namespace quantlathe
