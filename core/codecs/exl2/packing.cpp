// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/exl2/packing.h"

#include "base/numeric.h"
#include "kernels/convert.h"

#include <cassert>
#include <cstring>

namespace quantlathe::exl2 {
namespace {

constexpr std::size_t wordBytes = sizeof(std::uint32_t);
constexpr std::uint64_t scalesInWord = 8;
constexpr float unitsInMaximum = 256; // greatestFactor², so that factors stand for shares of the greatest scale

template <class Number>
void put(std::span<std::byte> bytes, std::uint64_t index, Number value) {
    std::memcpy(bytes.data() + index * sizeof value, &value, sizeof value);
}

template <class Number>
Number at(std::span<const std::byte> bytes, std::uint64_t index) {
    Number value{};
    std::memcpy(&value, bytes.data() + index * sizeof value, sizeof value);
    return value;
}

std::array<float, streamLanes> scalesOf(std::size_t group, std::uint64_t outputs, std::uint64_t firstOutput,
                                        StoredParts parts) {
    std::array<float, streamLanes> scales{};
    for (std::size_t lane = 0; lane < streamLanes; ++lane) {
        scales[lane] = scaleAt(group, outputs, firstOutput + lane, parts[scalesPart], parts[unitsPart]);
    }
    return scales;
}

} // namespace

float scaleOf(std::uint32_t factor, float unit) {
    return floatFromF16(f16FromFloat(static_cast<float>(factor * factor) * unit));
}

float unitOf(std::uint16_t storedMaximum) {
    return floatFromF16(f16FromFloat(floatFromF16(storedMaximum) / unitsInMaximum));
}

std::uint16_t storedMaximumOf(float unit) {
    return f16FromFloat(unit * unitsInMaximum);
}

void packCodes(const std::uint8_t* codes, const PlacedGroup& group, std::uint64_t outputs, std::uint64_t firstOutput,
               Parts parts) {
    assert(group.inputs % codesTogether == 0);
    for (std::uint32_t block = 0; block * codesTogether < group.inputs; ++block) {
        StreamWords words{};
        joinCodes(codes + std::size_t{block} * codesTogether * streamLanes, group.bits, words);
        for (std::uint32_t i = 0; i < group.bits; ++i) {
            const std::uint64_t row = group.firstWord + block * group.bits + i;
            std::memcpy(parts[codesPart].data() + (row * outputs + firstOutput) * wordBytes, words[i].data(),
                        streamLanes * wordBytes);
        }
    }
}

void packFactors(const std::array<std::uint8_t, streamLanes>& factors, std::size_t group, std::uint64_t outputs,
                 std::uint64_t firstOutput, Parts parts) {
    for (std::size_t lane = 0; lane < streamLanes; lane += scalesInWord) {
        std::uint32_t word = 0;
        for (std::size_t i = 0; i < scalesInWord; ++i) {
            word |= (std::uint32_t{factors[lane + i]} - 1) << (4 * i);
        }
        put(parts[scalesPart], (group * outputs + firstOutput + lane) / scalesInWord, word);
    }
}

void packUnit(std::uint16_t storedMaximum, std::size_t group, Parts parts) {
    put(parts[unitsPart], group, storedMaximum);
}

void packOrder(std::span<const PlacedGroup> groups, std::span<const std::uint32_t> order, Parts parts) {
    for (std::size_t g = 0; g < groups.size(); ++g) {
        put(parts[groupsPart], 2 * g, static_cast<std::uint16_t>(groups[g].bits));
        put(parts[groupsPart], 2 * g + 1, static_cast<std::uint16_t>(groups[g].firstWord));
    }
    for (std::size_t place = 0; place < order.size(); ++place) {
        put(parts[placesPart], order[place], static_cast<std::uint32_t>(place));
    }
}

float scaleAt(std::size_t group, std::uint64_t outputs, std::uint64_t output, std::span<const std::byte> scales,
              std::span<const std::byte> units) {
    constexpr std::uint32_t mask = 15;
    const auto word = at<std::uint32_t>(scales, (group * outputs + output) / scalesInWord);
    return scaleOf((word >> (4 * (output % scalesInWord)) & mask) + 1, unitOf(at<std::uint16_t>(units, group)));
}

std::uint32_t placeAt(std::span<const std::byte> places, std::uint64_t input) {
    return at<std::uint32_t>(places, input);
}

void unpackStrip(std::span<const PlacedGroup> groups, std::uint64_t outputs, StoredParts parts, std::uint64_t firstOutput,
                 float* values) {
    StreamWords words{};
    std::array<std::int32_t, streamLanes> codes{};
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const PlacedGroup& group = groups[g];
        const std::array<float, streamLanes> scales = scalesOf(g, outputs, firstOutput, parts);
        const std::int32_t zero = group.zero();
        float* to = values + std::size_t{group.firstInput} * streamLanes;
        for (std::uint32_t block = 0; block * codesTogether < group.inputs; ++block) {
            for (std::uint32_t i = 0; i < group.bits; ++i) {
                const std::uint64_t row = group.firstWord + block * group.bits + i;
                std::memcpy(words[i].data(), parts[codesPart].data() + (row * outputs + firstOutput) * wordBytes,
                            streamLanes * wordBytes);
            }
            for (std::uint32_t index = 0; index < codesTogether; ++index, to += streamLanes) {
                codesAt(words, index, group.bits, codes);
                for (std::size_t lane = 0; lane < streamLanes; ++lane) {
                    to[lane] = static_cast<float>(codes[lane] - zero) * scales[lane];
                }
            }
        }
        float* const first = values + std::size_t{group.firstInput} * streamLanes;
        roundFloats(ElementType::F16, {first, static_cast<std::size_t>(to - first)});
    }
}

} // namespace quantlathe::exl2
