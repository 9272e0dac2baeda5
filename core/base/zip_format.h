// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers of the ZIP format (PKWARE's APPNOTE.TXT, 4.3 and 4.5.3) that reading and writing share.
#pragma once

#include <cstdint>

namespace quantlathe::zip {

inline constexpr std::uint32_t localSignature = 0x04034B50;
inline constexpr std::uint32_t centralSignature = 0x02014B50;
inline constexpr std::uint32_t endSignature = 0x06054B50;
inline constexpr std::uint32_t wideEndSignature = 0x06064B50;
inline constexpr std::uint32_t wideLocatorSignature = 0x07064B50;

// Bytes of the fixed parts.
inline constexpr std::uint64_t localBytes = 30;
inline constexpr std::uint64_t centralBytes = 46;
inline constexpr std::uint64_t endBytes = 22;
inline constexpr std::uint64_t wideEndBytes = 56;
inline constexpr std::uint64_t wideLocatorBytes = 20;

inline constexpr std::uint16_t wideFieldId = 1;
inline constexpr std::uint32_t inWideField = 0xFFFFFFFF; // "see the 64-bit field"

} // namespace quantlathe::zip
