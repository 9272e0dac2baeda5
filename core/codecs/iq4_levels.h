// SPDX-License-Identifier: GPL-3.0-or-later
// The sixteen uneven levels of IQ4_NL and IQ4_XS. Private to codecs/.
#pragma once

#include <array>
#include <cstdint>

namespace quantlathe::codec {

inline constexpr std::array<std::int8_t, 16> iq4Levels{-127, -104, -83, -65, -49, -35, -22, -10,
                                                       1,    13,   25,  38,  53,  69,  89,  113};

} // namespace quantlathe::codec
