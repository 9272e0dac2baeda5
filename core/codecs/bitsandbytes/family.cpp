// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/bitsandbytes/bitsandbytes.h"
#include "codecs/bitsandbytes/four_bit.h"
#include "codecs/bitsandbytes/int8.h"
#include "codecs/bitsandbytes/tables.h"
#include "codecs/matrix_pieces.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace quantlathe {
namespace {

using namespace bitsandbytes;

constexpr std::array<std::uint32_t, 7> writtenBlockSizes{64, 128, 256, 512, 1024, 2048, 4096};
constexpr std::uint32_t nestedBlockSize = 256;

std::vector<const MatrixEncoding*> makeEncodings() {
    std::vector<const MatrixEncoding*> encodings{&int8Encoding()};
    for (const FourBit type : {FourBit::nf4, FourBit::fp4}) {
        for (const std::uint32_t blockSize : writtenBlockSizes) {
            for (const std::uint32_t nested : {0U, nestedBlockSize}) {
                encodings.push_back(&FourBitEncoding::of({.type = type, .blockSize = blockSize, .nestedBlockSize = nested}));
            }
        }
    }
    std::ranges::stable_sort(encodings, std::greater(), &Encoding::bitsPerWeight);
    return encodings;
}

std::span<const MatrixEncoding* const> encodings() {
    static const std::vector<const MatrixEncoding*> all = makeEncodings();
    return all;
}

/// Values that codes stand for: those in the file count, and must be those of the type, which the GPU kernels have built in.
void requireTable(const PartLookup& lookup, std::string_view suffix, std::span<const float> expected) {
    const StoredPart part = lookup(suffix).value();
    if (part.bytes.size() < expected.size_bytes()) { // they are not on this machine
        throw badInput({}, say("The tensor {} has other values than bitsandbytes", suffix), say("It holds none."));
    }
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const float value = storedFloat(part.bytes, i);
        if (!(std::abs(value - expected[i]) <= 1e-5F)) {
            throw badInput({}, say("The tensor {} has other values than bitsandbytes", suffix),
                           say("Value {} is {} and should be {}.", i, value, expected[i]));
        }
    }
}

StoredMatrix recogniseFourBit(const PartLookup& lookup, const StoredPart& text, FourBit type) {
    const std::string_view suffix = stateSuffix(type);
    if (text.type != ElementType::U8 || text.shape.size() != 1) {
        throw badInput({}, say("The tensor {} has another form", suffix),
                       say("It must be a list of U8, the bytes of a JSON text; it is {} in {} dimensions.",
                           info(text.type).name, text.shape.size()));
    }
    const FourBitState state = parseState(text.bytes, suffix);
    if (state.type != type) {
        throw badInput({}, say("The tensor {} contradicts its name", suffix),
                       say("Its \"quant_type\" is \"{}\".", name(state.type)));
    }
    FourBitForm form{.type = type, .blockSize = state.blockSize, .nestedBlockSize = state.nestedBlockSize};
    if (text.bytes.size() != state.maxBytes()) {
        form.stateBytes = static_cast<std::uint32_t>(text.bytes.size());
    }
    using enum ElementType;
    if (const auto weight = lookup(".weight"); weight && (weight->type == F16 || weight->type == BF16 || weight->type == F32 ||
                                                          weight->type == F64 || weight->type == I8)) {
        form.storage = weight->type; // "bnb_4bit_quant_storage"
    }
    const FourBitEncoding& encoding = FourBitEncoding::of(form);
    if (const auto why = encoding.whyNot(state.shape)) {
        throw badInput({}, say("The tensor .weight has another form"),
                       say("A matrix of this shape cannot be there: {}.", *why));
    }
    requireParts(encoding, state.shape, lookup);
    requireTable(lookup, ".weight.quant_map", type == FourBit::nf4 ? nf4Values : fp4Values);
    if (state.nestedBlockSize != 0) {
        requireTable(lookup, ".weight.nested_quant_map", dynamicMap);
    }
    return {&encoding, state.shape};
}

StoredMatrix recogniseInt8(const PartLookup& lookup) {
    const auto weight = lookup(".weight");
    if (!weight || weight->type != ElementType::I8 || weight->shape.size() != 2) {
        throw badInput({}, say("The tensor .weight does not fit to .SCB"),
                       say("The weight of LLM.int8() is a matrix of I8: output × input features."));
    }
    const MatrixShape shape{weight->shape[0], weight->shape[1], ElementType::F16};
    if (const auto why = whyNoMatrix(shape)) {
        throw badInput({}, say("The tensor .weight is not possible"), say("As a matrix, {}.", *why));
    }
    const auto format = lookup(".weight_format");
    const MatrixEncoding& encoding = format ? int8Encoding() : int8EncodingWithoutFormat();
    requireParts(encoding, shape, lookup);
    if (format && format->bytes[0] != std::byte{0}) {
        throw badInput({}, say("The order of an LLM.int8() weight is not supported"),
                       say(".weight_format is {}; only 0, row by row, is loaded by today's bitsandbytes.",
                           std::to_integer<int>(format->bytes[0])));
    }
    return {&encoding, shape};
}

std::optional<StoredMatrix> recognise(const PartLookup& lookup, const nlohmann::json* /*configuration*/) {
    const auto nf4 = lookup(stateSuffix(FourBit::nf4));
    const auto fp4 = lookup(stateSuffix(FourBit::fp4));
    if (nf4 && fp4) {
        throw badInput({}, say("A weight is described twice"), say("It has a quant_state for NF4 and one for FP4."));
    }
    if (nf4) {
        return recogniseFourBit(lookup, *nf4, FourBit::nf4);
    }
    if (fp4) {
        return recogniseFourBit(lookup, *fp4, FourBit::fp4);
    }
    if (lookup(".SCB")) {
        return recogniseInt8(lookup);
    }
    return std::nullopt;
}

} // namespace

const MatrixFamily& bitsandbytesFamily() {
    static const MatrixFamily family{
        .id = "bitsandbytes",
        .markers = {stateSuffix(FourBit::nf4), stateSuffix(FourBit::fp4), ".SCB"},
        .read = recognise,
        .encodings = encodings,
    };
    return family;
}

} // namespace quantlathe
