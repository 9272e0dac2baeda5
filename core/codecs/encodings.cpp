// SPDX-License-Identifier: GPL-3.0-or-later
// The table of all element encodings.
#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/codec.h"
#include "codecs/encoding.h"
#include "codecs/importance_parts.h"
#include "codecs/matrix_encoding.h"
#include "kernels/convert.h"

#include <array>
#include <vector>

namespace quantlathe {
namespace {

/// What an encoder makes of importance.
struct Importance {
    enum class Role : std::uint8_t { ignored, used, required };
    Role role = Role::ignored;
    std::uint32_t columnsPerScale = 0;
};
constexpr Importance ignored{};
constexpr Importance usedBy16{Importance::Role::used, 16};
constexpr Importance usedBy32{Importance::Role::used, 32};
constexpr Importance requiredBy16{Importance::Role::required, 16};
constexpr Importance requiredBy32{Importance::Role::required, 32};

/// An element type together with its two functions.
class ElementEncoding final : public Encoding {
public:
    constexpr ElementEncoding(ElementType type, codec::Decode decoder, codec::Encode encoder = nullptr,
                              Importance importance = ignored, codec::Encode carefulEncoder = nullptr)
        : type_(type), decode_(decoder), encode_(encoder), encodeCarefully_(carefulEncoder), importance_(importance) {}

    [[nodiscard]] ElementType type() const { return type_; }
    [[nodiscard]] std::uint32_t columnsPerScale() const { return importance_.columnsPerScale; }
    [[nodiscard]] std::string_view name() const override { return info(type_).name; }
    [[nodiscard]] std::uint32_t columnMultiple() const override { return info(type_).weightsPerBlock; }
    [[nodiscard]] std::uint64_t rowBytes(std::uint64_t columns) const override {
        return columns / columnMultiple() * info(type_).bytesPerBlock;
    }
    [[nodiscard]] double bitsPerWeight() const override { return info(type_).bitsPerWeight(); }
    [[nodiscard]] bool isExact() const override { return type_ == ElementType::F32; }
    [[nodiscard]] bool canEncode() const override { return encode_ != nullptr; }
    [[nodiscard]] bool canDecode() const override { return true; }
    [[nodiscard]] bool usesImportance() const override { return importance_.role != Importance::Role::ignored; }
    [[nodiscard]] bool requiresImportance() const override { return importance_.role == Importance::Role::required; }
    [[nodiscard]] bool hasEffort() const override { return encodeCarefully_ != nullptr; }

    void encode(std::span<const float> weights, std::uint64_t columns, const EncodingGuide& guide,
                std::span<std::byte> out) const override {
        if (!weights.empty()) {
            if (requiresImportance() && guide.importance.empty()) {
                throw badInput({}, say("{} needs an importance matrix", name()));
            }
            const std::vector<float> mended = usableImportance(*this, guide.importance);
            const std::span<const float> importance = mended.empty() ? guide.importance : mended;
            const codec::Encode encoder = guide.effort == Effort::high && hasEffort() ? encodeCarefully_ : encode_;
            encoder({.weights = weights.data(),
                     .rows = weights.size() / columns,
                     .columns = columns,
                     .importance = importance.empty() || !usesImportance() ? nullptr : importance.data(),
                     .out = reinterpret_cast<std::uint8_t*>(out.data())});
        }
    }
    void decode(std::span<const std::byte> stored, std::uint64_t /*columns*/, std::span<float> weights) const override {
        if (!weights.empty()) {
            decode_(reinterpret_cast<const std::uint8_t*>(stored.data()), weights.size(), weights.data());
        }
    }

private:
    ElementType type_;
    codec::Decode decode_;
    codec::Encode encode_;
    codec::Encode encodeCarefully_; // Effort::high
    Importance importance_;
};

using enum ElementType;
using namespace codec;

template <ElementType type>
void decodeScalar(const std::uint8_t* stored, std::size_t count, float* weights) {
    const std::size_t bytes = count * info(type).bytesPerBlock;
    floatsFromStored(type, std::as_bytes(std::span(stored, bytes)), std::span(weights, count));
}

constinit const std::array ggmlTable{
    ElementEncoding{F32, decodeScalar<F32>, encodeF32},
    ElementEncoding{F16, decodeScalar<F16>, encodeF16},
    ElementEncoding{BF16, decodeScalar<BF16>, encodeBF16},
    ElementEncoding{Q8_0, decodeQ8_0, encodeQ8_0, ignored, encodeQ8_0Carefully},
    ElementEncoding{Q4_0, decodeQ4_0, encodeQ4_0, usedBy32, encodeQ4_0Carefully},
    ElementEncoding{Q4_1, decodeQ4_1, encodeQ4_1, usedBy32, encodeQ4_1Carefully},
    ElementEncoding{Q5_0, decodeQ5_0, encodeQ5_0, usedBy32, encodeQ5_0Carefully},
    ElementEncoding{Q5_1, decodeQ5_1, encodeQ5_1, usedBy32, encodeQ5_1Carefully},
    ElementEncoding{Q2_K, decodeQ2_K, encodeQ2_K, usedBy16, encodeQ2_KCarefully},
    ElementEncoding{Q3_K, decodeQ3_K, encodeQ3_K, usedBy16, encodeQ3_KCarefully},
    ElementEncoding{Q4_K, decodeQ4_K, encodeQ4_K, usedBy32, encodeQ4_KCarefully},
    ElementEncoding{Q5_K, decodeQ5_K, encodeQ5_K, usedBy32, encodeQ5_KCarefully},
    ElementEncoding{Q6_K, decodeQ6_K, encodeQ6_K, usedBy16, encodeQ6_KCarefully},
    ElementEncoding{IQ4_NL, decodeIQ4_NL, encodeIQ4_NL, usedBy32, encodeIQ4_NLCarefully},
    ElementEncoding{IQ4_XS, decodeIQ4_XS, encodeIQ4_XS, usedBy32, encodeIQ4_XSCarefully},
    ElementEncoding{TQ1_0, decodeTQ1_0, encodeTQ1_0},
    ElementEncoding{TQ2_0, decodeTQ2_0, encodeTQ2_0},
    ElementEncoding{MXFP4, decodeMXFP4, encodeMXFP4},
    ElementEncoding{NVFP4, decodeNVFP4, encodeNVFP4},
    ElementEncoding{Q1_0, decodeQ1_0, encodeQ1_0},
    ElementEncoding{Q2_0, decodeQ2_0, encodeQ2_0},
    ElementEncoding{IQ2_XXS, decodeIQ2_XXS, encodeIQ2_XXS, requiredBy32},
    ElementEncoding{IQ2_XS, decodeIQ2_XS, encodeIQ2_XS, requiredBy16},
    ElementEncoding{IQ2_S, decodeIQ2_S, encodeIQ2_S, usedBy16},
    ElementEncoding{IQ3_XXS, decodeIQ3_XXS, encodeIQ3_XXS, usedBy32},
    ElementEncoding{IQ3_S, decodeIQ3_S, encodeIQ3_S, usedBy32},
    ElementEncoding{IQ1_S, decodeIQ1_S, encodeIQ1_S, requiredBy32},
    ElementEncoding{IQ1_M, decodeIQ1_M, encodeIQ1_M, usedBy16},
    // Only read: statistics work for whatever a checkpoint stores.
    ElementEncoding{Q8_1, decodeQ8_1},
    ElementEncoding{Q8_K, decodeQ8_K},
    ElementEncoding{F64, decodeScalar<F64>},
    ElementEncoding{I8, decodeScalar<I8>},
    ElementEncoding{I16, decodeScalar<I16>},
    ElementEncoding{I32, decodeScalar<I32>},
    ElementEncoding{I64, decodeScalar<I64>},
};

constinit const std::array otherTable{
    ElementEncoding{F8_E4M3, decodeScalar<F8_E4M3>}, ElementEncoding{F8_E5M2, decodeScalar<F8_E5M2>},
    ElementEncoding{U8, decodeScalar<U8>},           ElementEncoding{U16, decodeScalar<U16>},
    ElementEncoding{U32, decodeScalar<U32>},         ElementEncoding{U64, decodeScalar<U64>},
    ElementEncoding{F8_E8M0, decodeScalar<F8_E8M0>}, ElementEncoding{BOOL, decodeScalar<BOOL>},
};

template <std::size_t count>
consteval auto addressesOf(const std::array<ElementEncoding, count>& table) {
    std::array<const Encoding*, count> addresses{};
    for (std::size_t i = 0; i < count; ++i) {
        addresses[i] = &table[i];
    }
    return addresses;
}

constexpr auto ggmlAddresses = addressesOf(ggmlTable);

} // namespace

std::string_view name(Effort effort) {
    return effort == Effort::high ? "high" : "normal";
}

std::optional<Effort> effortFromName(std::string_view text) {
    for (const Effort effort : {Effort::normal, Effort::high}) {
        if (text == name(effort)) {
            return effort;
        }
    }
    return std::nullopt;
}

const Encoding* encodingFor(ElementType type) {
    for (const ElementEncoding& encoding : ggmlTable) {
        if (encoding.type() == type) {
            return &encoding;
        }
    }
    for (const ElementEncoding& encoding : otherTable) {
        if (encoding.type() == type) {
            return &encoding;
        }
    }
    return nullptr;
}

const Encoding* encodingByName(std::string_view name) {
    if (const std::optional<ElementType> type = elementTypeFromName(name)) {
        return encodingFor(*type);
    }
    for (const MatrixFamily* const family : matrixFamilies()) {
        for (const MatrixEncoding* const encoding : family->encodings()) {
            if (equalsAnyCase(encoding->name(), name)) {
                return encoding;
            }
        }
    }
    return nullptr;
}

std::span<const Encoding* const> ggmlEncodings() {
    return ggmlAddresses;
}

std::uint32_t columnsPerScale(const Encoding& encoding) {
    const auto* const element = dynamic_cast<const ElementEncoding*>(&encoding);
    return element != nullptr ? element->columnsPerScale() : 0;
}

std::optional<ElementType> elementTypeOf(const Encoding& encoding) {
    const auto* const element = dynamic_cast<const ElementEncoding*>(&encoding);
    return element != nullptr ? std::optional(element->type()) : std::nullopt;
}

} // namespace quantlathe
