// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/hqq/description.h"

#include "base/checked.h"
#include "base/error.h"
#include "base/text.h"
#include "base/words.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace quantlathe::hqq {
namespace {

constexpr std::array<std::string_view, 16> suffixes{
    ".nbits",
    ".group_size",
    ".shape",
    ".axis",
    ".packing",
    ".unpack_view_dtype",
    ".compute_dtype",
    ".view_as_float",
    ".quant_scale",
    ".quant_zero",
    ".offload_meta",
    ".encoded_state_dict",
    ".stores_quant_config",
    ".channel_wise",
    ".optimize",
    ".round_zero",
};

/// A small tensor with its contents.
struct Field {
    MatrixPart part;
    std::vector<std::byte> bytes;
};

template <class T>
Field numbersField(std::string_view suffix, ElementType type, std::vector<std::uint64_t> shape, std::span<const T> values) {
    const auto bytes = std::as_bytes(values);
    return {{std::string(suffix), type, std::move(shape)}, {bytes.begin(), bytes.end()}};
}
Field numberField(std::string_view suffix, std::int32_t value) {
    return numbersField<std::int32_t>(suffix, ElementType::I32, {}, std::span(&value, 1));
}
Field flagField(std::string_view suffix, bool value) {
    const auto byte = static_cast<std::uint8_t>(value);
    return numbersField<std::uint8_t>(suffix, ElementType::U8, {}, std::span(&byte, 1));
}
Field textField(std::string_view suffix, std::string_view text) {
    return numbersField<char>(suffix, ElementType::U8, {text.size()}, std::span(text));
}

std::string_view torchName(ElementType type) {
    return type == ElementType::F16 ? "torch.float16" : type == ElementType::BF16 ? "torch.bfloat16" : "torch.float32";
}

/// All fields, in the order of `suffixes`.
std::vector<Field> allFields(const Layout& layout, const Description& description, const MatrixShape& shape) {
    const Packing& packing = *layout.precision.packing;
    const std::array dimensions{static_cast<std::int64_t>(shape.rows), static_cast<std::int64_t>(shape.columns)};
    const std::uint64_t group = Geometry(layout, shape).group;
    return {
        description.storesBitsAsFloat
            ? numbersField<float>(suffixes[0], ElementType::F32, {}, std::span(&layout.precision.bits, 1))
            : numberField(suffixes[0], static_cast<std::int32_t>(layout.precision.bits)),
        numberField(suffixes[1], static_cast<std::int32_t>(group)),
        numbersField<std::int64_t>(suffixes[2], ElementType::I64, {2}, dimensions),
        numberField(suffixes[3], layout.axis),
        textField(suffixes[4], packing.name),
        textField(suffixes[5], packing.word == ElementType::I32 ? "torch.int32" : "torch.uint8"),
        textField(suffixes[6], torchName(shape.compute)),
        flagField(suffixes[7], false),
        flagField(suffixes[8], false),
        flagField(suffixes[9], false),
        flagField(suffixes[10], false),
        flagField(suffixes[11], true),
        flagField(suffixes[12], true),
        flagField(suffixes[13], true),
        flagField(suffixes[14], layout.optimizes),
        flagField(suffixes[15], layout.roundsZero()),
    };
}

std::vector<Field> storedFields(const Layout& layout, const Description& description, const MatrixShape& shape) {
    std::vector<Field> fields = allFields(layout, description, shape);
    std::vector<Field> stored;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if ((description.missing >> i & 1U) == 0) {
            stored.push_back(std::move(fields[i]));
        }
    }
    return stored;
}

// ---- Reading ------------------------------------------------------------------------------------------------------------

[[noreturn]] void refuse(std::string_view suffix, std::string_view expected) {
    throw badInput({}, say("The tensor {} of an HQQ layer is wrong", suffix), std::string(expected));
}

StoredPart require(const PartLookup& lookup, std::string_view suffix) {
    const auto part = lookup(suffix);
    if (!part) {
        throw badInput({}, say("A tensor {} of an HQQ layer is missing", suffix),
                       say("Codes (.W_q) cannot be read without it."));
    }
    return *part;
}

std::optional<std::int64_t> numberOf(const StoredPart& part) {
    if (part.type == ElementType::I32 && part.shape.empty() && part.bytes.size() == sizeof(std::int32_t)) {
        std::int32_t value = 0;
        std::memcpy(&value, part.bytes.data(), sizeof value);
        return value;
    }
    return std::nullopt;
}

std::int64_t requireNumber(const PartLookup& lookup, std::string_view suffix) {
    const auto number = numberOf(require(lookup, suffix));
    if (!number) {
        refuse(suffix, say("Expected is one number of I32."));
    }
    return *number;
}

std::string requireText(const PartLookup& lookup, std::string_view suffix) {
    constexpr std::size_t longest = 64;
    const StoredPart part = require(lookup, suffix);
    if (part.type != ElementType::U8 || part.shape.size() != 1 || part.bytes.size() > longest) {
        refuse(suffix, say("Expected is a short text as a vector of U8."));
    }
    return {reinterpret_cast<const char*>(part.bytes.data()), part.bytes.size()};
}

bool flagOf(const PartLookup& lookup, std::string_view suffix, bool otherwise) {
    const auto part = lookup(suffix);
    if (!part) {
        return otherwise;
    }
    if (part->type != ElementType::U8 || !part->shape.empty() || part->bytes.size() != 1) {
        refuse(suffix, say("Expected is one flag of U8."));
    }
    return part->bytes[0] != std::byte{0};
}

const Packing& readPacking(const PartLookup& lookup) {
    const std::string name = requireText(lookup, ".packing");
    const auto found = std::ranges::find(packings, name, &Packing::name);
    if (found == packings.end()) {
        refuse(".packing", say("“{}” is none of 8bit_u8, 4bit_u8, 3bit_32, 2bit_u8 and 1bit_u8.", escapeForDisplay(name)));
    }
    return *found;
}

/// The packing decides what the codes are: who reads 1.58 bits and saves again stores nbits = 1.
Precision readPrecision(const PartLookup& lookup, bool& storesBitsAsFloat) {
    const Packing& packing = readPacking(lookup);
    const StoredPart part = require(lookup, ".nbits");
    float bits = 0;
    storesBitsAsFloat = part.type == ElementType::F32 && part.shape.empty() && part.bytes.size() == sizeof bits;
    if (storesBitsAsFloat) {
        std::memcpy(&bits, part.bytes.data(), sizeof bits);
    } else {
        bits = static_cast<float>(requireNumber(lookup, ".nbits"));
    }
    const auto isThis = [&](const Precision& precision) {
        return precision.packing == &packing && (precision.bits == bits || (precision.bits == 1.58F && bits == 1));
    };
    const auto found = std::ranges::find_if(precisions, isThis);
    // Fewer bits than the packing has room for are in order.
    return found != precisions.end() ? *found : *std::ranges::find(precisions, &packing, &Precision::packing);
}

MatrixShape readShape(const PartLookup& lookup) {
    const StoredPart part = require(lookup, ".shape");
    std::array<std::int64_t, 2> dimensions{};
    if (part.type != ElementType::I64 || part.shape.size() != 1 || part.bytes.size() != sizeof dimensions) {
        refuse(".shape", say("Expected are two numbers of I64."));
    }
    std::memcpy(dimensions.data(), part.bytes.data(), sizeof dimensions);
    const auto [rows, columns] = dimensions;
    if (rows <= 0 || columns <= 0 || rows > maxDimension || columns > maxDimension) {
        refuse(".shape", say("{} × {} is no shape of a matrix.", rows, columns));
    }
    const ElementType type = require(lookup, ".scale").type;
    if (type != ElementType::F16 && type != ElementType::BF16 && type != ElementType::F32) {
        refuse(".scale", say("Expected are scales in F16, BF16 or F32; quantized scales are not supported."));
    }
    return {.rows = static_cast<std::uint64_t>(rows), .columns = static_cast<std::uint64_t>(columns), .compute = type};
}

/// Forms of HQQ that exist but are not read.
void refuseOtherForms(const PartLookup& lookup) {
    for (const std::string_view suffix : {".scale_q", ".zero_q", ".zero_scale", ".meta_scale", ".meta_zero"}) {
        if (lookup(suffix)) {
            throw badInput({}, say("A tensor {} of an HQQ layer is not supported", suffix),
                           say("Scales or zero points are quantized themselves, as releases of hqq before 0.2.2 could do."));
        }
    }
    for (const std::string_view suffix : {".quant_scale", ".quant_zero"}) {
        if (flagOf(lookup, suffix, false)) {
            throw badInput({}, say("The tensor {} of an HQQ layer says something that is not supported", suffix),
                           say("Scales or zero points are quantized themselves, as releases of hqq before 0.2.2 could do."));
        }
    }
    if (flagOf(lookup, ".view_as_float", false)) {
        throw badInput({}, say("The tensor .view_as_float of an HQQ layer says something that is not supported"),
                       say("The codes are labelled as floating point numbers, as for distributed training."));
    }
    if (!flagOf(lookup, ".channel_wise", true)) {
        throw badInput({}, say("The tensor .channel_wise of an HQQ layer says something that is not supported"),
                       say("There is one scale for the whole matrix."));
    }
}

} // namespace

std::span<const std::string_view> fieldSuffixes() {
    return suffixes;
}

std::vector<MatrixPart> descriptionParts(const Layout& layout, const Description& description, const MatrixShape& shape) {
    std::vector<MatrixPart> parts;
    for (Field& field : storedFields(layout, description, shape)) {
        parts.push_back(std::move(field.part));
    }
    return parts;
}

void writeDescription(const Layout& layout, const Description& description, const MatrixShape& shape,
                      std::span<const std::span<std::byte>> parts) {
    const std::vector<Field> fields = storedFields(layout, description, shape);
    for (std::size_t i = 0; i < fields.size(); ++i) {
        std::ranges::copy(fields[i].bytes, parts[i].begin());
    }
}

std::optional<StoredDescription> readDescription(const PartLookup& lookup) {
    if (!lookup(".packing") && !lookup(".group_size") && !lookup(".nbits")) {
        return std::nullopt; // somebody's weight of that name
    }
    refuseOtherForms(lookup);
    StoredDescription stored;
    stored.layout.precision = readPrecision(lookup, stored.description.storesBitsAsFloat);
    stored.shape = readShape(lookup);
    const std::int64_t axis = requireNumber(lookup, ".axis");
    if (axis != 0 && axis != 1) {
        refuse(".axis", say("{} is neither 0 nor 1.", axis));
    }
    stored.layout.axis = static_cast<int>(axis);
    const std::int64_t group = requireNumber(lookup, ".group_size");
    if (group <= 0 || stored.shape.values() % static_cast<std::uint64_t>(group) != 0) {
        refuse(".group_size", say("{} does not divide {} × {} values.", group, stored.shape.rows, stored.shape.columns));
    }
    stored.layout.group = static_cast<std::uint64_t>(group);
    stored.layout.optimizes = flagOf(lookup, ".optimize", true);
    for (std::size_t i = 0; i < suffixes.size(); ++i) {
        stored.description.missing |= lookup(suffixes[i]) ? 0U : 1U << i;
    }
    if (const auto part = lookup(".compute_dtype");
        part && requireText(lookup, ".compute_dtype") != torchName(stored.shape.compute)) {
        refuse(".compute_dtype", say("Expected is “{}”, the type of the scales.", torchName(stored.shape.compute)));
    }
    return stored;
}

} // namespace quantlathe::hqq
