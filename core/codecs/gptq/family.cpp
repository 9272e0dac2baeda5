// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/gptq/family.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/gptq/configuration.h"
#include "codecs/gptq/gptq_encoding.h"
#include "codecs/gptq/packing.h"

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>

namespace quantlathe {
namespace {

using namespace gptq;

struct Offered {
    std::deque<GptqEncoding> encodings; // their addresses stay
    std::vector<const MatrixEncoding*> addresses;

    Offered() {
        for (const bool isOrdered : {false, true}) {
            for (const bool storesZeroLessOne : {true, false}) {
                for (const bool isSymmetric : {true, false}) {
                    add({.isSymmetric = isSymmetric, .storesZeroLessOne = storesZeroLessOne, .isOrdered = isOrdered});
                }
            }
        }
    }

private:
    /// In all widths and groups.
    void add(Layout layout) {
        for (const std::uint32_t bits : bitWidths) {
            for (const std::uint64_t group : groupSizes) {
                if (layout.isOrdered && group == 0) { // which has nothing to order
                    continue;
                }
                layout.bits = bits;
                layout.group = group;
                addresses.push_back(&encodings.emplace_back(layout));
            }
        }
    }
};

const Offered& offered() {
    static const Offered all;
    return all;
}

std::span<const MatrixEncoding* const> encodings() {
    return offered().addresses;
}

/// The one encoding of this layout, made when it is first met.
const GptqEncoding& encodingOf(const Layout& layout) {
    const auto& all = offered().encodings;
    if (const auto found = std::ranges::find(all, layout, &GptqEncoding::layout); found != all.end()) {
        return *found;
    }
    static std::mutex mutex;
    static std::map<Layout, GptqEncoding> met;
    const std::scoped_lock lock(mutex);
    return met.try_emplace(layout, layout).first->second;
}

// ---- Reading ------------------------------------------------------------------------------------------------------------

[[noreturn]] void refuse(std::string_view suffix, std::string_view expected) {
    throw badInput({}, say("The tensor {} of a GPTQ layer is wrong", suffix), std::string(expected));
}

bool isMatrix(const std::optional<StoredPart>& part) {
    constexpr std::uint64_t longest = 0x7FFFFFFF;
    return part && part->shape.size() == 2 &&
           std::ranges::all_of(part->shape, [](std::uint64_t length) { return length > 0 && length <= longest; });
}

/// The tensors of a layer whose codes, zero points and scales are matrices that agree on the number of output features.
struct Tensors {
    StoredPart codes, zeros, scales;
    std::optional<StoredPart> index;
    [[nodiscard]] std::uint64_t rows() const { return scales.shape[1]; }
    [[nodiscard]] std::uint64_t groups() const { return scales.shape[0]; }
};

/// Nothing when another family has these names for other shapes.
std::optional<Tensors> tensorsOf(const PartLookup& lookup, bool isStated) {
    const auto codes = lookup(".qweight");
    const auto zeros = lookup(".qzeros");
    const auto scales = lookup(".scales");
    if (isMatrix(codes) && isMatrix(zeros) && isMatrix(scales) && codes->shape[1] == scales->shape[1] &&
        zeros->shape[0] == scales->shape[0] && codes->type == ElementType::I32 && zeros->type == ElementType::I32) {
        return Tensors{*codes, *zeros, *scales, lookup(".g_idx")};
    }
    if (!codes || !isStated) {
        return std::nullopt;
    }
    refuse(!isMatrix(zeros)    ? ".qzeros"
           : !isMatrix(scales) ? ".scales"
                               : ".qweight",
           say("Expected are codes of I32 [words, rows], zero points of I32 [groups, words] and scales [groups, rows]."));
}

std::uint32_t bitsOf(const Tensors& tensors) {
    const std::uint64_t fields = tensors.zeros.shape[1] * packedTogether;
    const std::uint64_t bits = fields / tensors.rows();
    if (fields % tensors.rows() != 0 || std::ranges::find(bitWidths, bits) == bitWidths.end()) {
        refuse(".qzeros", say("{} words for {} rows are none of 2, 3, 4 and 8 bits each.",
                              groupedDigits(tensors.zeros.shape[1]), groupedDigits(tensors.rows())));
    }
    return static_cast<std::uint32_t>(bits);
}

std::uint64_t columnsOf(const Tensors& tensors, std::uint32_t bits) {
    const std::uint64_t codes = tensors.codes.shape[0] * packedTogether / bits;
    if (!tensors.index) {
        return codes;
    }
    if (tensors.index->type != ElementType::I32 || tensors.index->shape.size() != 1) {
        refuse(".g_idx", say("Expected is a vector of I32."));
    }
    const std::uint64_t columns = tensors.index->shape[0];
    if (columns == 0 || columns > codes || columns * bits != tensors.codes.shape[0] * packedTogether) {
        refuse(".g_idx", say("It is about {} input features, the codes of {} bits about {}.", groupedDigits(columns), bits,
                             groupedDigits(codes)));
    }
    return columns;
}

std::uint64_t groupOf(const Tensors& tensors, std::uint64_t columns, const std::optional<std::uint64_t>& stated) {
    const std::uint64_t groups = tensors.groups();
    if (stated && Layout{.group = *stated}.groups(columns) == groups) {
        return *stated;
    }
    if (groups == 1) {
        return 0;
    }
    if (columns % groups == 0) {
        return columns / groups;
    }
    const auto fits = [&](std::uint64_t group) { return Layout{.group = group}.groups(columns) == groups; };
    const auto found = std::ranges::find_if(groupSizes, fits);
    if (found == groupSizes.end()) {
        refuse(".scales", say("{} groups do not divide {} input features into groups of one size.", groupedDigits(groups),
                              groupedDigits(columns)));
    }
    return *found;
}

/// Whether columns belong to other groups than those they stand in. All zeros is what old tools wrote for "in order".
bool isOrdered(const Tensors& tensors, const Layout& layout, std::uint64_t columns) {
    if (!tensors.index) {
        return false;
    }
    bool isInOrder = true;
    bool isAllZero = true;
    for (std::uint64_t column = 0; column < columns; ++column) {
        const std::int32_t group = indexAt(tensors.index->bytes, column);
        if (group < 0 || static_cast<std::uint64_t>(group) >= tensors.groups()) {
            refuse(".g_idx", say("Input feature {} is said to be of group {}; there are {} groups, counted from 0.",
                                 groupedDigits(column), group, groupedDigits(tensors.groups())));
        }
        isInOrder = isInOrder && static_cast<std::uint64_t>(group) == (layout.group == 0 ? 0 : column / layout.group);
        isAllZero = isAllZero && group == 0;
    }
    return !isInOrder && !isAllZero;
}

bool hasMiddleZeros(const Tensors& tensors, const Layout& layout, const MatrixShape& shape) {
    for (std::uint64_t group = 0; group < tensors.groups(); ++group) {
        for (std::uint64_t row = 0; row < shape.rows; ++row) {
            if (zeroPointAt(layout, shape, tensors.zeros.bytes, row, group) != 1U << (layout.bits - 1)) {
                return false;
            }
        }
    }
    return true;
}

std::optional<StoredMatrix> read(const PartLookup& lookup, const nlohmann::json* configuration) {
    const auto stated = readConfiguration(configuration);
    const auto tensors = stated ? tensorsOf(lookup, stated->isStated) : std::nullopt;
    if (!tensors) {
        return std::nullopt;
    }
    const ElementType scaleType = tensors->scales.type;
    if (scaleType != ElementType::F16 && scaleType != ElementType::BF16 && scaleType != ElementType::F32) {
        refuse(".scales", say("Expected are scales in F16, BF16 or F32."));
    }
    Layout layout{.bits = bitsOf(*tensors), .storesZeroLessOne = stated->storesZeroLessOne, .scaleType = scaleType};
    const MatrixShape shape{tensors->rows(), columnsOf(*tensors, layout.bits), scaleType};
    layout.group = groupOf(*tensors, shape.columns, stated->group);
    layout.hasIndex = tensors->index.has_value();
    layout.isLoose = (layout.group != 0 && shape.columns % layout.group != 0) || shape.rows % packedTogether != 0 ||
                     shape.columns % packedTogether != 0;
    if (const auto reason = encodingOf(layout).whyNot(shape)) {
        throw badInput({}, say("The tensors of a GPTQ layer make no sense"), *reason + '.');
    }
    requireParts(encodingOf(layout), shape, lookup);
    layout.isOrdered = isOrdered(*tensors, layout, shape.columns);
    layout.isSymmetric = stated->isSymmetric || hasMiddleZeros(*tensors, layout, shape);
    return StoredMatrix{&encodingOf(layout), shape};
}

} // namespace

const MatrixFamily& gptqFamily() {
    static const MatrixFamily family{
        .id = "gptq",
        .markers = {".qweight"},
        .read = read,
        .encodings = encodings,
    };
    return family;
}

} // namespace quantlathe
