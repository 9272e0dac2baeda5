// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/exl2/layout.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace quantlathe::exl2 {
namespace {

constexpr std::uint32_t wordBits = 32;
constexpr double hundred = 100;

/// As the original computes it: in double precision, and rounded up to whole groups.
std::vector<Group> cutIntoGroups(std::span<const Run> runs, std::uint64_t inputs) {
    std::vector<Group> groups;
    std::uint64_t left = inputs;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const Run& run = runs[i];
        const double wanted = i + 1 < runs.size() ? static_cast<double>(inputs) * (run.percent / hundred)
                                                  : static_cast<double>(left); // their shares add up to one
        const double share = std::min(wanted, static_cast<double>(left));
        const auto count = static_cast<std::uint64_t>(std::ceil(share / run.group));
        for (std::uint64_t k = 0; k < count && left > 0; ++k) {
            const auto size = std::min<std::uint64_t>(run.group, left);
            groups.push_back({run.bits, static_cast<std::uint32_t>(size)});
            left -= size;
        }
    }
    return groups;
}

/// Groups of one kind that follow each other.
struct Stretch {
    Group group;
    std::uint64_t count = 0;
};
std::vector<Stretch> stretchesOf(std::span<const Group> groups) {
    std::vector<Stretch> stretches;
    for (const Group& group : groups) {
        if (stretches.empty() || stretches.back().group != group) {
            stretches.push_back({group, 0});
        }
        ++stretches.back().count;
    }
    return stretches;
}

} // namespace

std::vector<Group> Layout::groupsOf(std::uint64_t inputs) const {
    return runs.empty() ? groups : cutIntoGroups(runs, inputs);
}

double Layout::bitsPerWeight() const {
    constexpr double scaleBits = 4;
    double sum = 0;
    double inputs = 0;
    const auto add = [&](double share, std::uint32_t bits, std::uint32_t group) {
        sum += share * (bits + scaleBits / group);
        inputs += share;
    };
    for (const Group& group : groups) {
        add(group.inputs, group.bits, group.inputs);
    }
    double left = 1;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const double share = i + 1 < runs.size() ? runs[i].percent / hundred : left;
        add(share, runs[i].bits, runs[i].group);
        left -= share;
    }
    return sum / inputs;
}

std::string Layout::name() const {
    std::string name = "EXL2";
    for (std::size_t i = 0; i < runs.size(); ++i) {
        name += fmt::format("-{}G{}", runs[i].bits, runs[i].group);
        if (i + 1 < runs.size()) {
            name += fmt::format(".{:02}", runs[i].percent);
        }
    }
    for (const Stretch& stretch : stretchesOf(groups)) {
        name += fmt::format("-{}G{}x{}", stretch.group.bits, stretch.group.inputs, stretch.count);
    }
    return name + (orderType ? "-PERM" : "");
}

std::vector<PlacedGroup> placed(std::span<const Group> groups) {
    std::vector<PlacedGroup> result;
    result.reserve(groups.size());
    PlacedGroup next;
    for (const Group& group : groups) {
        next.bits = group.bits;
        next.inputs = group.inputs;
        result.push_back(next);
        next.firstInput += group.inputs;
        next.firstWord += group.inputs * group.bits / wordBits;
    }
    return result;
}

std::uint64_t wordsOf(std::span<const Group> groups) {
    std::uint64_t words = 0;
    for (const Group& group : groups) {
        words += std::uint64_t{group.inputs} * group.bits / wordBits;
    }
    return words;
}

std::uint64_t storedBits(std::span<const Group> groups, std::uint64_t inputs, std::uint64_t outputs) {
    constexpr std::uint64_t bitsOfGroup = 16 + 32; // its unit, and what it is
    constexpr std::uint64_t bitsOfScale = 4;
    constexpr std::uint64_t bitsOfPlace = 32;
    const std::uint64_t stored = storedOutputs(outputs);
    std::uint64_t bits = bitsOfPlace * inputs;
    for (const Group& group : groups) {
        bits += stored * (std::uint64_t{group.inputs} * group.bits + bitsOfScale) + bitsOfGroup;
    }
    return bits;
}

} // namespace quantlathe::exl2
