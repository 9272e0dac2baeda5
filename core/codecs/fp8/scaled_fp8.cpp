// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/fp8/scaled_fp8.h"

#include "base/error.h"
#include "base/words.h"
#include "codecs/fp8/fp8_matrix.h"
#include "codecs/matrix_pieces.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace quantlathe {
namespace {

using namespace fp8;

/// weight_block_size of the model's configuration, [rows, columns]; 128 each where it says none that is possible.
BlockSize blockSizeFrom(const nlohmann::json* configuration) {
    constexpr std::uint64_t largest = 1U << 20U;
    const auto stated =
        configuration == nullptr ? nlohmann::json() : configuration->value("weight_block_size", nlohmann::json());
    const auto isSide = [](const nlohmann::json& side) {
        return side.is_number_unsigned() && side.get<std::uint64_t>() > 0 && side.get<std::uint64_t>() <= largest;
    };
    if (!stated.is_array() || stated.size() != 2 || !isSide(stated[0]) || !isSide(stated[1])) {
        return {};
    }
    return {stated[0].get<std::uint64_t>(), stated[1].get<std::uint64_t>()};
}

std::optional<StoredMatrix> recognise(const PartLookup& lookup, const nlohmann::json* configuration) {
    const auto weight = lookup(weightSuffix);
    const auto inverse = lookup(inverseSuffix);
    const auto scale = inverse ? inverse : lookup(scaleSuffix);
    if (!weight || !scale || weight->type != ElementType::F8_E4M3 || weight->shape.size() != 2) {
        return std::nullopt; // other formats have scales of that name beside other weights
    }
    const MatrixShape shape{weight->shape[0], weight->shape[1], ElementType::BF16};
    if (const auto why = whyNoMatrix(shape)) {
        throw badInput({}, say("The tensor .weight is not possible"), say("As a matrix, {}.", *why));
    }
    if (scale->type != ElementType::F32 && scale->type != ElementType::F16 && scale->type != ElementType::BF16) {
        throw badInput({}, say("The scales of an FP8 matrix have a strange type"),
                       say("They are stored as {}, expected F32, F16 or BF16.", info(scale->type).name));
    }
    const BlockSize block = blockSizeFrom(configuration);
    for (const Grid grid : {Grid::tensor, Grid::row, Grid::block}) {
        const Form form{.grid = grid,
                        .scaleType = scale->type,
                        .scaleDimensions = scale->shape.size(),
                        .isInverse = inverse.has_value(),
                        .block = grid == Grid::block ? block : BlockSize()};
        const bool isBeyond = scale->shape.size() > 2 || (grid == Grid::row && scale->shape.empty());
        if (!isBeyond && std::ranges::equal(scale->shape, form.scaleShape(shape))) {
            return StoredMatrix{&Fp8Matrix::of(form), shape};
        }
    }
    throw badInput({}, say("The scales of an FP8 matrix do not fit it"),
                   say("There are [{}] for [{}] weights, expected one, one a row, or one for every block of {} × {} "
                       "(weight_block_size of config.json).",
                       fmt::join(scale->shape, ", "), fmt::join(weight->shape, ", "), block.rows, block.columns));
}

} // namespace

const MatrixFamily& scaledFp8Family() {
    static const MatrixFamily family{
        .id = "fp8",
        .markers = {scaleSuffix, inverseSuffix},
        .read = recognise,
        .encodings = [] { return std::span<const MatrixEncoding* const>(); },
    };
    return family;
}

} // namespace quantlathe
