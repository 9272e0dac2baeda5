// SPDX-License-Identifier: GPL-3.0-or-later
// Upper bounds of what a model's description may say; beyond them a file is damaged or hostile.
#pragma once

#include <cstddef>
#include <cstdint>

namespace quantlathe {

/// Per-layer lists are made for every layer, so their number must be sane before anything is allocated.
inline constexpr std::uint64_t maxLayers = 16'384;
inline constexpr std::uint64_t maxHeads = 1U << 20U;
/// Widths, contexts, vocabularies: anything that is not a count of bytes.
inline constexpr std::uint64_t maxSize = 1ULL << 40U;
inline constexpr std::uint64_t maxVocabulary = 1U << 21U; // the largest in use have 2^18
inline constexpr std::uint64_t maxConfigBytes = 4U << 20U;
inline constexpr std::uint64_t maxTokenizerBytes = 128U << 20U;
inline constexpr int maxJsonDepth = 64;

} // namespace quantlathe
