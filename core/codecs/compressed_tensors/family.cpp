// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/compressed_tensors/family.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/compressed_tensors/fp4_groups.h"
#include "codecs/compressed_tensors/int8_rows.h"
#include "codecs/compressed_tensors/packed_encoding.h"
#include "codecs/fp8/fp8_matrix.h"
#include "codecs/matrix_pieces.h"

#include <algorithm>
#include <cstring>
#include <deque>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>

namespace quantlathe {
namespace {

using namespace compressed;

const MatrixEncoding& fp8Rows() {
    return fp8::Fp8Matrix::of(
        {.grid = fp8::Grid::row, .scaleType = std::nullopt, .scaleDimensions = 2, .writtenAs = "FP8-DYNAMIC"});
}

const MatrixEncoding& fp8Blocks() {
    return fp8::Fp8Matrix::of(
        {.grid = fp8::Grid::block, .scaleType = std::nullopt, .scaleDimensions = 2, .writtenAs = "FP8-BLOCK"});
}

struct Offered {
    std::deque<PackedEncoding> packed; // their addresses stay
    std::vector<const MatrixEncoding*> addresses{&int8RowsEncoding(), &fp8Rows(), &fp8Blocks()};

    Offered() {
        for (const std::uint32_t bits : writtenWidths) {
            for (const bool isSymmetric : {true, false}) {
                for (const std::uint64_t group : writtenGroups) {
                    if (isSymmetric || bits == 4) { // vLLM has no kernel for eight bits with zero points
                        addresses.push_back(
                            &packed.emplace_back(PackedLayout{.bits = bits, .group = group, .isSymmetric = isSymmetric}));
                    }
                }
            }
        }
        addresses.insert(addresses.end(), {&nvfp4Encoding(), &nvfp4InputsEncoding(), &mxfp4Encoding()});
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
const PackedEncoding& encodingOf(const PackedLayout& layout) {
    const auto& all = offered().packed;
    if (const auto found = std::ranges::find(all, layout, &PackedEncoding::layout); found != all.end()) {
        return *found;
    }
    static std::mutex mutex;
    static std::map<PackedLayout, PackedEncoding> met;
    const std::scoped_lock lock(mutex);
    return met.try_emplace(layout, layout).first->second;
}

// ---- Reading ------------------------------------------------------------------------------------------------------------

[[noreturn]] void refuse(std::string_view suffix, std::string expected) {
    throw badInput({}, say("The tensor {} of a compressed-tensors layer is wrong", suffix), std::move(expected));
}

bool isMatrix(const StoredPart& part) {
    constexpr std::uint64_t longest = 0x7FFFFFFF;
    return part.shape.size() == 2 &&
           std::ranges::all_of(part.shape, [](std::uint64_t length) { return length > 0 && length <= longest; });
}

bool isFloatType(ElementType type) {
    return type == ElementType::F16 || type == ElementType::BF16 || type == ElementType::F32;
}

bool saysSo(const nlohmann::json* configuration) {
    if (configuration == nullptr || !configuration->is_object()) {
        return false;
    }
    const auto method = configuration->find("quant_method");
    return method != configuration->end() && *method == "compressed-tensors";
}

void requirePossible(const MatrixShape& shape, std::string_view suffix) {
    if (const auto reason = whyNoMatrix(shape)) {
        refuse(suffix, say("As a matrix, {}.", *reason));
    }
}

/// Sides as they are stored; the codes alone may have padding.
MatrixShape statedShape(const StoredPart& part, ElementType scaleType) {
    std::array<std::int64_t, 2> sides{};
    if (part.bytes.size() != sides.size() * info(part.type).bytesPerBlock) { // they are not on this machine
        refuse(".weight_shape", say("Its two numbers cannot be read."));
    }
    if (part.type == ElementType::I64) {
        std::memcpy(sides.data(), part.bytes.data(), sizeof sides);
    } else {
        std::array<std::int32_t, 2> narrow{};
        std::memcpy(narrow.data(), part.bytes.data(), sizeof narrow);
        std::ranges::copy(narrow, sides.begin());
    }
    constexpr std::int64_t longest = 0x7FFFFFFF;
    if (std::ranges::any_of(sides, [](std::int64_t side) { return side <= 0 || side > longest; })) {
        refuse(".weight_shape", say("It says {} × {}.", sides[0], sides[1]));
    }
    return {static_cast<std::uint64_t>(sides[0]), static_cast<std::uint64_t>(sides[1]), scaleType};
}

/// The width that makes so many words of a row.
PackedLayout widthOf(std::uint64_t words, std::uint64_t columns) {
    for (const bool isLoose : {false, true}) {
        for (const std::uint32_t bits : {4U, 8U, 2U, 3U, 6U, 5U, 7U, 1U}) {
            const PackedLayout layout{.bits = bits, .isLoose = isLoose};
            if (layout.words(columns) == words) {
                return layout;
            }
        }
    }
    refuse(".weight_packed",
           say("{} words for {} input features are no width of codes.", groupedDigits(words), groupedDigits(columns)));
}

std::uint64_t groupOf(std::uint64_t groups, std::uint64_t columns) {
    if (groups == 1) {
        return 0;
    }
    if (groups == 0 || columns % groups != 0) {
        refuse(".weight_scale", say("{} groups do not divide {} input features into groups of one size.", groupedDigits(groups),
                                    groupedDigits(columns)));
    }
    return columns / groups;
}

void checkIndex(const StoredPart& index, std::uint64_t columns, std::uint64_t groups) {
    if (index.type != ElementType::I32 || index.shape.size() != 1 || index.shape[0] != columns ||
        index.bytes.size() != columns * sizeof(std::int32_t)) {
        refuse(".weight_g_idx", say("Expected is a vector of I32, one number for every input feature."));
    }
    for (std::uint64_t column = 0; column < columns; ++column) {
        std::int32_t group = 0;
        std::memcpy(&group, index.bytes.data() + column * sizeof group, sizeof group);
        if (group < 0 || static_cast<std::uint64_t>(group) >= groups) {
            refuse(".weight_g_idx", say("Input feature {} is said to be of group {}; there are {} groups, counted from 0.",
                                        groupedDigits(column), group, groupedDigits(groups)));
        }
    }
}

/// Whole numbers in words of 32 bits.
StoredMatrix readPacked(const StoredPart& codes, const PartLookup& lookup) {
    const auto scales = lookup(".weight_scale");
    const auto sides = lookup(".weight_shape");
    if (!scales || !isMatrix(*scales) || !isFloatType(scales->type)) {
        refuse(".weight_scale", say("Expected are scales in F16, BF16 or F32 [rows, groups]."));
    }
    if (!sides || (sides->type != ElementType::I64 && sides->type != ElementType::I32) || sides->shape.size() != 1 ||
        sides->shape[0] != 2) {
        refuse(".weight_shape", say("Expected are two whole numbers: rows and input features."));
    }
    const MatrixShape shape = statedShape(*sides, scales->type);
    requirePossible(shape, ".weight_shape");
    PackedLayout layout = widthOf(codes.shape[1], shape.columns);
    layout.isPadded = shape.columns * layout.bits % wordBits != 0;
    layout.group = groupOf(scales->shape[1], shape.columns);
    layout.isSymmetric = !lookup(".weight_zero_point");
    layout.shapeType = sides->type;
    if (const auto index = lookup(".weight_g_idx")) {
        layout.isOrdered = true;
        checkIndex(*index, shape.columns, scales->shape[1]);
    }
    requireParts(encodingOf(layout), shape, lookup);
    return {&encodingOf(layout), shape};
}

/// Four-bit floats in bytes.
StoredMatrix readFp4(const StoredPart& codes, const PartLookup& lookup) {
    MatrixShape shape{codes.shape[0], codes.shape[1], ElementType::BF16};
    shape.columns *= 2;
    requirePossible(shape, ".weight_packed");
    const MatrixEncoding& nvfp4 = lookup(".input_global_scale") ? nvfp4InputsEncoding() : nvfp4Encoding();
    const MatrixEncoding& encoding = lookup(".weight_global_scale") ? nvfp4 : mxfp4Encoding();
    if (const auto reason = encoding.whyNot(shape)) {
        refuse(".weight_packed", say("As {}, {}.", encoding.name(), *reason));
    }
    requireParts(encoding, shape, lookup);
    return {&encoding, shape};
}

/// A byte a weight: the names are those of other families too, so the configuration must say that they are ours. Forms that
/// are not written here are left to the reader of others' FP8.
std::optional<StoredMatrix> readBytes(const StoredPart& weight, const PartLookup& lookup) {
    const auto scales = lookup(".weight_scale");
    if (!isMatrix(weight) || !scales || scales->shape.size() != 2 || !isFloatType(scales->type)) {
        return std::nullopt;
    }
    const MatrixShape shape{weight.shape[0], weight.shape[1], scales->type};
    requirePossible(shape, ".weight");
    const auto fits = [&](const MatrixEncoding& encoding) {
        const auto parts = encoding.parts(shape);
        return parts[0].type == weight.type && std::ranges::equal(parts[1].shape, scales->shape);
    };
    for (const MatrixEncoding* const encoding : {&int8RowsEncoding(), &fp8Rows(), &fp8Blocks()}) {
        if (fits(*encoding)) {
            return StoredMatrix{encoding, shape};
        }
    }
    if (weight.type == ElementType::I8) {
        refuse(".weight_scale", say("Expected is one scale for every row of a matrix of I8."));
    }
    return std::nullopt;
}

std::optional<StoredMatrix> read(const PartLookup& lookup, const nlohmann::json* configuration) {
    if (const auto codes = lookup(".weight_packed")) {
        if (!isMatrix(*codes)) {
            refuse(".weight_packed", say("Expected are codes in two dimensions."));
        }
        if (codes->type == ElementType::I32) {
            return readPacked(*codes, lookup);
        }
        if (codes->type == ElementType::U8) {
            return readFp4(*codes, lookup);
        }
        refuse(".weight_packed", say("Expected are codes in I32 or U8, not in {}.", info(codes->type).name));
    }
    const auto weight = lookup(".weight");
    const bool isOurs =
        weight && saysSo(configuration) && (weight->type == ElementType::I8 || weight->type == ElementType::F8_E4M3);
    return isOurs ? readBytes(*weight, lookup) : std::nullopt;
}

Scheme packedScheme(const PackedLayout& layout) {
    return {.format = "pack-quantized",
            .bits = layout.bits,
            .isSymmetric = layout.isSymmetric,
            .strategy = layout.group == 0 ? Strategy::channel : Strategy::group,
            .group = layout.group};
}

} // namespace

std::optional<Scheme> compressed::schemeOf(const Encoding& encoding) {
    using enum Scheme::Activations;
    if (const auto* const packed = dynamic_cast<const PackedEncoding*>(&encoding)) {
        return packedScheme(packed->layout());
    }
    if (&encoding == &int8RowsEncoding()) {
        return Scheme{.format = "int-quantized", .bits = 8, .strategy = Strategy::channel, .activations = perToken};
    }
    if (&encoding == &fp8Rows()) {
        return Scheme{
            .format = "float-quantized", .bits = 8, .isFloat = true, .strategy = Strategy::channel, .activations = perToken};
    }
    if (&encoding == &fp8Blocks()) {
        return Scheme{
            .format = "float-quantized", .bits = 8, .isFloat = true, .strategy = Strategy::block, .activations = perGroup};
    }
    if (&encoding == &nvfp4Encoding() || &encoding == &nvfp4InputsEncoding()) {
        return Scheme{.format = "nvfp4-pack-quantized",
                      .isFloat = true,
                      .strategy = Strategy::tensorGroup,
                      .group = 16,
                      .activations = &encoding == &nvfp4InputsEncoding() ? perTensorGroup : kept};
    }
    if (&encoding == &mxfp4Encoding()) {
        return Scheme{.format = "mxfp4-pack-quantized",
                      .isFloat = true,
                      .strategy = Strategy::group,
                      .group = 32,
                      .scaleType = "torch.uint8"};
    }
    return std::nullopt;
}

const MatrixFamily& compressedTensorsFamily() {
    static const MatrixFamily family{
        .id = "compressed-tensors",
        .markers = {".weight_packed", ".weight_scale"},
        .read = read,
        .encodings = encodings,
    };
    return family;
}

} // namespace quantlathe
