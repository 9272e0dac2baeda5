// SPDX-License-Identifier: GPL-3.0-or-later
// One function a block type. Encoders take one block; `w` is the importance of its columns or null, `rowSigma2` the mean square
// of the whole row (only the simple types look at it).
#pragma once

#include <cstdint>
#include <cstring>

namespace quantlathe::oracle {

using Bytes = std::uint8_t*;
using StoredBytes = const std::uint8_t*;
using BlockEncoder = void (*)(const float* x, const float* importance, float rowSigma2, Bytes out);
using BlockDecoder = void (*)(StoredBytes in, float* x);

inline void putHalf(Bytes out, std::uint16_t bits) {
    std::memcpy(out, &bits, sizeof bits);
}
inline std::uint16_t halfAt(StoredBytes in) {
    std::uint16_t bits = 0;
    std::memcpy(&bits, in, sizeof bits);
    return bits;
}

void encodeQ4_0(const float* x, const float* importance, float rowSigma2, Bytes out);
void encodeQ4_1(const float* x, const float* importance, float rowSigma2, Bytes out);
void encodeQ5_0(const float* x, const float* importance, float rowSigma2, Bytes out);
void encodeQ5_1(const float* x, const float* importance, float rowSigma2, Bytes out);
void encodeQ8_0(const float* x, const float* importance, float rowSigma2, Bytes out);
void encodeQ2_K(const float* x, const float* importance, float rowSigma2, Bytes out);
void encodeQ3_K(const float* x, const float* importance, float rowSigma2, Bytes out);
void encodeQ4_K(const float* x, const float* importance, float rowSigma2, Bytes out);
void encodeQ5_K(const float* x, const float* importance, float rowSigma2, Bytes out);
void encodeQ6_K(const float* x, const float* importance, float rowSigma2, Bytes out);
void encodeIQ4_NL(const float* x, const float* importance, float rowSigma2, Bytes out);
void encodeIQ4_XS(const float* x, const float* importance, float rowSigma2, Bytes out);
void encodeQ1_0(const float* x, const float* importance, float rowSigma2, Bytes out);
void encodeQ2_0(const float* x, const float* importance, float rowSigma2, Bytes out);
void encodeTQ1_0(const float* x, const float* importance, float rowSigma2, Bytes out);
void encodeTQ2_0(const float* x, const float* importance, float rowSigma2, Bytes out);
void encodeMXFP4(const float* x, const float* importance, float rowSigma2, Bytes out);
void encodeNVFP4(const float* x, const float* importance, float rowSigma2, Bytes out);
void encodeIQ1_S(const float* x, const float* importance, float rowSigma2, Bytes out);
void encodeIQ1_M(const float* x, const float* importance, float rowSigma2, Bytes out);
void encodeIQ2_XXS(const float* x, const float* importance, float rowSigma2, Bytes out);
void encodeIQ2_XS(const float* x, const float* importance, float rowSigma2, Bytes out);
void encodeIQ2_S(const float* x, const float* importance, float rowSigma2, Bytes out);
void encodeIQ3_XXS(const float* x, const float* importance, float rowSigma2, Bytes out);
void encodeIQ3_S(const float* x, const float* importance, float rowSigma2, Bytes out);

void decodeQ4_0(StoredBytes in, float* x);
void decodeQ4_1(StoredBytes in, float* x);
void decodeQ5_0(StoredBytes in, float* x);
void decodeQ5_1(StoredBytes in, float* x);
void decodeQ8_0(StoredBytes in, float* x);
void decodeQ2_K(StoredBytes in, float* x);
void decodeQ3_K(StoredBytes in, float* x);
void decodeQ4_K(StoredBytes in, float* x);
void decodeQ5_K(StoredBytes in, float* x);
void decodeQ6_K(StoredBytes in, float* x);
void decodeIQ4_NL(StoredBytes in, float* x);
void decodeIQ4_XS(StoredBytes in, float* x);
void decodeQ1_0(StoredBytes in, float* x);
void decodeQ2_0(StoredBytes in, float* x);
void decodeTQ1_0(StoredBytes in, float* x);
void decodeTQ2_0(StoredBytes in, float* x);
void decodeMXFP4(StoredBytes in, float* x);
void decodeNVFP4(StoredBytes in, float* x);
void decodeIQ2_XXS(StoredBytes in, float* x);
void decodeIQ2_XS(StoredBytes in, float* x);
void decodeIQ2_S(StoredBytes in, float* x);
void decodeIQ3_XXS(StoredBytes in, float* x);
void decodeIQ3_S(StoredBytes in, float* x);
void decodeIQ1_S(StoredBytes in, float* x);
void decodeIQ1_M(StoredBytes in, float* x);

} // namespace quantlathe::oracle
