// SPDX-License-Identifier: GPL-3.0-or-later
// The tensors of a matrix as codes, vectors and scales. Private to codecs/aqlm.
#pragma once

#include "codecs/aqlm/code_search.h"

#include <span>

namespace quantlathe::aqlm {

/// Of vector number `vector` of the matrix. Codes are stored with a sign: those of the upper half are less by 2^bits.
[[nodiscard]] Codes loadCodes(const Layout& layout, std::span<const std::byte> codes, std::uint64_t vector);
/// Only for codes of eight or sixteen bits.
void storeCodes(const Layout& layout, const Codes& values, std::span<std::byte> codes, std::uint64_t vector);

template <std::size_t N>
void loadCodebooks(std::span<const std::byte> codebooks, CodebookSet<N>& set);
template <std::size_t N>
void storeCodebooks(const CodebookSet<N>& set, std::span<std::byte> codebooks);

[[nodiscard]] float loadScale(std::span<const std::byte> scales, std::uint64_t row);
/// What readers will find, which may be infinite; such a scale is not stored.
float storeScale(double scale, std::span<std::byte> scales, std::uint64_t row);

} // namespace quantlathe::aqlm
