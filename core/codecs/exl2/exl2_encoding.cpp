// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/exl2/exl2_encoding.h"

#include "base/text.h"
#include "base/words.h"
#include "codecs/exl2/grid.h"
#include "codecs/exl2/packing.h"
#include "codecs/exl2/writer.h"
#include "codecs/matrix_pieces.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace quantlathe::exl2 {
namespace {

constexpr std::uint64_t mostInputs = 0x7FFF; // loaders count them in 16 bits
constexpr std::uint64_t mostWords = 0x7FFF;  // q_groups says where a group begins in 16 bits
constexpr std::uint64_t mostOutputs = 0x7FFFFFFF;

} // namespace

Exl2Encoding::Exl2Encoding(Layout layout) : layout_(std::move(layout)), name_(layout_.name()) {}

std::optional<std::string> Exl2Encoding::whyNot(const MatrixShape& shape) const {
    if (auto reason = whyNoMatrix(shape)) {
        return reason;
    }
    if (shape.columns % inputsTogether != 0) {
        return say("its {} input features are no multiple of {}", groupedDigits(shape.columns), inputsTogether);
    }
    if (shape.columns > mostInputs || shape.rows > mostOutputs) {
        return say("it has more than {} input features, which loaders of EXL2 cannot count", groupedDigits(mostInputs));
    }
    const std::vector<Group> groups = layout_.groupsOf(shape.columns);
    const std::uint64_t inputs = std::accumulate(groups.begin(), groups.end(), std::uint64_t{0},
                                                 [](std::uint64_t sum, const Group& group) { return sum + group.inputs; });
    if (inputs != shape.columns || wordsOf(groups) > mostWords) {
        return say("its {} input features do not make the groups of {}", groupedDigits(shape.columns), name_);
    }
    return std::nullopt;
}

std::vector<MatrixPart> Exl2Encoding::parts(const MatrixShape& shape) const {
    constexpr std::uint64_t scalesInWord = 8;
    const std::vector<Group> groups = layout_.groupsOf(shape.columns);
    const std::uint64_t outputs = storedOutputs(shape.rows);
    std::vector<MatrixPart> parts{
        {.suffix = ".q_weight", .type = ElementType::I32, .shape = {wordsOf(groups), outputs}},
        {.suffix = ".q_scale", .type = ElementType::I32, .shape = {groups.size(), outputs / scalesInWord}},
        {.suffix = ".q_scale_max", .type = ElementType::F16, .shape = {groups.size()}},
        {.suffix = ".q_groups", .type = ElementType::I16, .shape = {2 * groups.size()}},
        {.suffix = ".q_invperm", .type = ElementType::I32, .shape = {shape.columns}},
    };
    if (layout_.orderType) {
        parts.push_back({.suffix = ".q_perm", .type = *layout_.orderType, .shape = {shape.columns}});
    }
    return parts;
}

void Exl2Encoding::encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const {
    const std::vector<Group> groups = layout_.groupsOf(task.shape.columns);
    writeMatrix(placed(groups), task, parts);
}

std::unique_ptr<MatrixGrid> Exl2Encoding::gridOf(const MatrixShape& shape, MatrixGrid::Parts parts) const {
    return matrixGrid(placed(layout_.groupsOf(shape.columns)), shape, parts);
}

void Exl2Encoding::decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts,
                                std::uint64_t first, std::span<float> out) const {
    const std::vector<Group> sizes = layout_.groupsOf(shape.columns);
    const std::vector<PlacedGroup> groups = placed(sizes);
    const std::uint64_t outputs = storedOutputs(shape.rows);
    std::vector<std::uint32_t> places(static_cast<std::size_t>(shape.columns));
    for (std::size_t input = 0; input < places.size(); ++input) {
        const std::size_t place = std::min<std::size_t>(placeAt(parts[placesPart], input), places.size() - 1);
        places[input] = static_cast<std::uint32_t>(place * streamLanes);
    }
    std::vector<float> strip(places.size() * streamLanes);
    std::uint64_t inStrip = shape.rows; // none
    while (!out.empty()) {
        const std::uint64_t output = first / shape.columns;
        const auto column = static_cast<std::size_t>(first % shape.columns);
        const std::uint64_t firstOutput = output / streamLanes * streamLanes;
        if (firstOutput != inStrip) {
            unpackStrip(groups, outputs, parts, firstOutput, strip.data());
            inStrip = firstOutput;
        }
        const float* const lane = strip.data() + (output - firstOutput);
        const std::size_t count = std::min(places.size() - column, out.size());
        for (std::size_t i = 0; i < count; ++i) {
            out[i] = lane[places[column + i]];
        }
        first += count;
        out = out.subspan(count);
    }
}

} // namespace quantlathe::exl2
