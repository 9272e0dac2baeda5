// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/fbgemm/fbgemm.h"
#include "codecs/fbgemm/fp8_rows.h"
#include "codecs/fbgemm/int4_groups.h"
#include "codecs/matrix_pieces.h"

#include <array>

namespace quantlathe {
namespace {

using namespace fbgemm;

/// Groups longer than this are refused.
constexpr std::uint64_t maxGroupSize = matrixTileValues;

std::span<const MatrixEncoding* const> encodings() {
    static const std::array<const MatrixEncoding*, 5> all{&fp8RowsEncoding(), &int4Encoding(32), &int4Encoding(64),
                                                          &int4Encoding(128), &int4Encoding(256)};
    return all;
}

/// Many families have a ".weight_scale": only F32 [rows, 1] beside a matrix of E4M3 is FBGEMM's.
std::optional<StoredMatrix> recogniseFp8(const StoredPart& weight, const StoredPart& scale) {
    if (weight.type != ElementType::F8_E4M3 || weight.shape.size() != 2 || scale.type != ElementType::F32 ||
        scale.shape.size() != 2 || scale.shape[0] != weight.shape[0] || scale.shape[1] != 1) {
        return std::nullopt;
    }
    const MatrixShape shape{weight.shape[0], weight.shape[1], ElementType::BF16};
    if (const auto why = whyNoMatrix(shape)) {
        throw badInput({}, say("The tensor .weight is not possible"), say("As a matrix, {}.", *why));
    }
    return StoredMatrix{&fp8RowsEncoding(), shape};
}

[[noreturn]] void refuseInt4(std::string_view suffix, std::string_view expected) {
    throw badInput({}, say("The tensor {} has another form", suffix), std::string(expected));
}

std::optional<StoredMatrix> recogniseInt4(const PartLookup& lookup, const StoredPart& codes) {
    if (codes.type != ElementType::I8) {
        return std::nullopt; // other tensor types of torchao have the same names
    }
    if (codes.shape.size() != 2) {
        refuseInt4("._weight_qdata", say("The codes of a matrix in torchao's plain INT4 layout have two dimensions."));
    }
    if (lookup("._weight_act_pre_scale")) {
        throw badInput({}, say("A tensor ._weight_act_pre_scale is not supported"),
                       say("It scales the inputs of the layer, so the stored weight alone says nothing."));
    }
    const auto scale = lookup("._weight_scale");
    if (!scale || scale->shape.size() != 2) {
        refuseInt4("._weight_scale",
                   say("A matrix in torchao's plain INT4 layout has scales in two dimensions: groups × rows."));
    }
    MatrixShape shape{codes.shape[0], codes.shape[1], scale->type};
    const auto whyCodes = whyNoMatrix(shape); // before the columns are doubled
    if (whyCodes) {
        refuseInt4("._weight_qdata", say("As a matrix with these scales it is not possible: {}.", *whyCodes));
    }
    shape.columns *= 2;
    const std::uint64_t groups = scale->shape[0];
    const std::uint64_t groupSize = groups == 0 ? 0 : shape.columns / groups;
    if (groups == 0 || shape.columns % groups != 0 || groupSize % 2 != 0 || groupSize > maxGroupSize) {
        refuseInt4("._weight_scale", say("{} groups do not divide {} input features into groups of an even size up to {}.",
                                         groupedDigits(groups), groupedDigits(shape.columns), groupedDigits(maxGroupSize)));
    }
    const MatrixEncoding& encoding = int4Encoding(groupSize);
    requireParts(encoding, shape, lookup);
    return StoredMatrix{&encoding, shape};
}

std::optional<StoredMatrix> recognise(const PartLookup& lookup, const nlohmann::json* /*configuration*/) {
    if (const auto codes = lookup("._weight_qdata")) {
        return recogniseInt4(lookup, *codes);
    }
    const auto weight = lookup(".weight");
    const auto scale = lookup(".weight_scale");
    return weight && scale ? recogniseFp8(*weight, *scale) : std::nullopt;
}

} // namespace

const MatrixFamily& fbgemmFamily() {
    static const MatrixFamily family{
        .id = "fbgemm",
        .markers = {".weight_scale", "._weight_qdata"},
        .read = recognise,
        .encodings = encodings,
    };
    return family;
}

} // namespace quantlathe
