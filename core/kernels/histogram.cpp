// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/histogram.h"

#include <bit>
#include <cassert>
#include <cstring>

namespace quantlathe {
namespace {

static_assert(std::endian::native == std::endian::little, "stored values are little-endian and counted as they lie in memory");

constexpr std::size_t tableCount = 4;
constexpr std::uint64_t mostPending = 1ULL << 32U; // four tables: no 32-bit counter can have passed its end before

std::uint64_t loadWord(const void* bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    return word;
}

} // namespace

PatternCounter::PatternCounter() : tables_(tableCount * patternCount) {}

void PatternCounter::addPatterns(std::span<const std::byte> stored) {
    const std::size_t count = stored.size() / 2;
    foldWhenFull(count);
    std::uint32_t* const table = tables_.data();
    const std::byte* next = stored.data();
    std::size_t left = count;
    for (; left >= 4; left -= 4, next += 8) {
        const std::uint64_t four = loadWord(next);
        ++table[four & 0xFFFFU];
        ++table[patternCount + ((four >> 16U) & 0xFFFFU)];
        ++table[2 * patternCount + ((four >> 32U) & 0xFFFFU)];
        ++table[3 * patternCount + (four >> 48U)];
    }
    for (; left > 0; --left, next += 2) {
        std::uint16_t pattern = 0;
        std::memcpy(&pattern, next, sizeof pattern);
        ++table[pattern];
    }
}

void PatternCounter::addFloats(std::span<const float> values) {
    foldWhenFull(values.size());
    std::uint32_t* const table = tables_.data();
    const float* next = values.data();
    std::size_t left = values.size();
    std::uint64_t seen = 0;
    for (; left >= 4; left -= 4, next += 4) {
        const std::uint64_t low = loadWord(next);
        const std::uint64_t high = loadWord(next + 2);
        seen |= low | high;
        ++table[(low >> 16U) & 0xFFFFU];
        ++table[patternCount + (low >> 48U)];
        ++table[2 * patternCount + ((high >> 16U) & 0xFFFFU)];
        ++table[3 * patternCount + (high >> 48U)];
    }
    for (; left > 0; --left, ++next) {
        const auto bits = std::bit_cast<std::uint32_t>(*next);
        seen |= bits;
        ++table[bits >> 16U];
    }
    lowerHalves_ |= seen & 0x0000FFFF0000FFFFULL;
}

void PatternCounter::addTo(std::span<std::uint64_t> totals) {
    assert(totals.size() == patternCount);
    for (std::size_t pattern = 0; pattern < patternCount; ++pattern) {
        for (std::size_t t = 0; t < tableCount; ++t) {
            totals[pattern] += tables_[t * patternCount + pattern];
        }
        if (!folded_.empty()) {
            totals[pattern] += folded_[pattern];
        }
    }
}

void PatternCounter::foldWhenFull(std::size_t upcoming) {
    assert(upcoming < mostPending);
    if (pending_ + upcoming >= mostPending) {
        std::vector<std::uint64_t> totals(patternCount);
        addTo(totals);
        folded_ = std::move(totals);
        tables_.assign(tables_.size(), 0);
        pending_ = 0;
    }
    pending_ += upcoming;
}

void countBytes(std::span<const std::byte> stored, std::span<std::uint64_t> totals) {
    assert(totals.size() == 256);
    std::vector<std::uint64_t> tables(8 * 256);
    std::size_t i = 0;
    for (; i + 8 <= stored.size(); i += 8) {
        std::uint64_t eight = loadWord(stored.data() + i);
        for (std::size_t t = 0; t < 8; ++t, eight >>= 8U) {
            ++tables[t * 256 + (eight & 0xFFU)];
        }
    }
    for (; i < stored.size(); ++i) {
        ++tables[std::to_integer<std::size_t>(stored[i])];
    }
    for (std::size_t t = 0; t < 8; ++t) {
        for (std::size_t byte = 0; byte < 256; ++byte) {
            totals[byte] += tables[t * 256 + byte];
        }
    }
}

} // namespace quantlathe
