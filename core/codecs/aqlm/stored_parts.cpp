// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/aqlm/stored_parts.h"

#include "base/numeric.h"

#include <cmath>
#include <cstring>

namespace quantlathe::aqlm {

Codes loadCodes(const Layout& layout, std::span<const std::byte> codes, std::uint64_t vector) {
    Codes values{};
    const std::uint64_t first = vector * layout.codebooks * layout.codeBytes();
    for (std::uint32_t m = 0; m < layout.codebooks; ++m) {
        std::uint16_t code = 0;
        std::memcpy(&code, codes.data() + first + m * layout.codeBytes(), layout.codeBytes());
        values[m] = static_cast<std::uint16_t>(code & (layout.vectors() - 1));
    }
    return values;
}

void storeCodes(const Layout& layout, const Codes& values, std::span<std::byte> codes, std::uint64_t vector) {
    const std::uint64_t first = vector * layout.codebooks * layout.codeBytes();
    for (std::uint32_t m = 0; m < layout.codebooks; ++m) {
        std::memcpy(codes.data() + first + m * layout.codeBytes(), &values[m], layout.codeBytes());
    }
}

template <std::size_t N>
void loadCodebooks(std::span<const std::byte> codebooks, CodebookSet<N>& set) {
    std::size_t at = 0;
    for (std::uint32_t m = 0; m < set.codebooks(); ++m) {
        for (std::uint32_t code = 0; code < set.vectors(); ++code) {
            Vector<N> vector{};
            for (float& value : vector) {
                std::uint16_t stored = 0;
                std::memcpy(&stored, codebooks.data() + at, sizeof stored);
                value = floatFromF16(stored);
                at += sizeof stored;
            }
            set.set(m, code, vector);
        }
    }
}

template <std::size_t N>
void storeCodebooks(const CodebookSet<N>& set, std::span<std::byte> codebooks) {
    std::size_t at = 0;
    for (std::uint32_t m = 0; m < set.codebooks(); ++m) {
        for (std::uint32_t code = 0; code < set.vectors(); ++code) {
            for (const float value : set.at(m, code)) {
                const std::uint16_t stored = f16FromFloat(value);
                std::memcpy(codebooks.data() + at, &stored, sizeof stored);
                at += sizeof stored;
            }
        }
    }
}

float loadScale(std::span<const std::byte> scales, std::uint64_t row) {
    std::uint16_t stored = 0;
    std::memcpy(&stored, scales.data() + row * sizeof stored, sizeof stored);
    return floatFromF16(stored);
}

float storeScale(double scale, std::span<std::byte> scales, std::uint64_t row) {
    const std::uint16_t stored = f16FromFloat(static_cast<float>(scale));
    const float read = floatFromF16(stored);
    if (std::isfinite(read)) {
        std::memcpy(scales.data() + row * sizeof stored, &stored, sizeof stored);
    }
    return read;
}

template void loadCodebooks(std::span<const std::byte> codebooks, CodebookSet<shortVector>& set);
template void loadCodebooks(std::span<const std::byte> codebooks, CodebookSet<longVector>& set);
template void storeCodebooks(const CodebookSet<shortVector>& set, std::span<std::byte> codebooks);
template void storeCodebooks(const CodebookSet<longVector>& set, std::span<std::byte> codebooks);

} // namespace quantlathe::aqlm
