// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/aqlm/family.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"

#include <algorithm>
#include <array>
#include <bit>
#include <deque>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>

namespace quantlathe {
namespace {

using namespace aqlm;

struct Offered {
    std::deque<AqlmEncoding> encodings; // their addresses stay
    std::vector<const MatrixEncoding*> addresses;

    Offered() {
        constexpr std::uint32_t wide = 16;
        for (const std::uint32_t group : {shortVector, longVector}) {
            for (Layout layout : {Layout{.codebooks = 4}, Layout{.codebooks = 3}, Layout{.codebooks = 2},
                                  Layout{.codebooks = 1, .bits = wide}, Layout{.codebooks = 1}}) {
                layout.group = group;
                for (const Care care : {Care::normal, Care::fast, Care::high}) { // what is read back is the first
                    addresses.push_back(&encodings.emplace_back(layout, care));
                }
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
const AqlmEncoding& encodingOf(const Layout& layout) {
    const auto& all = offered().encodings;
    if (const auto found = std::ranges::find(all, layout, &AqlmEncoding::layout); found != all.end()) {
        return *found;
    }
    static std::mutex mutex;
    static std::map<Layout, AqlmEncoding> met;
    const std::scoped_lock lock(mutex);
    return met.try_emplace(layout, layout).first->second;
}

[[noreturn]] void refuse(std::string_view suffix, std::string expected) {
    throw badInput({}, say("The tensor {} of an AQLM layer is wrong", suffix), std::move(expected));
}

std::optional<StoredMatrix> read(const PartLookup& lookup, const nlohmann::json* /*configuration*/) {
    constexpr std::uint64_t longest = 0x7FFFFFFF;
    const auto codebooks = lookup(".codebooks");
    const auto codes = lookup(".codes");
    if (!codebooks || !codes) {
        return std::nullopt; // a learned quantizer of some other kind
    }
    if (codebooks->shape.size() != 4 || codes->shape.size() != 3) {
        refuse(codes->shape.size() != 3 ? ".codes" : ".codebooks",
               say("Expected are codes [rows, vectors, codebooks] and codebooks [codebooks, vectors, 1, weights]."));
    }
    if (codebooks->shape[2] != 1) {
        refuse(".codebooks",
               say("Its vectors reach over {} rows; only those of one row are read.", groupedDigits(codebooks->shape[2])));
    }
    const std::uint64_t vectors = codebooks->shape[1];
    const std::uint64_t group = codebooks->shape[3];
    if (!std::has_single_bit(vectors) || vectors < 2 || vectors > (1ULL << mostBits) || group == 0 || group > widestGroup ||
        codebooks->shape[0] == 0 || codebooks->shape[0] > mostCodebooks) {
        refuse(".codebooks", say("Expected are 1 to {} codebooks of 2 to {} vectors, a power of two, of 1 to {} weights.",
                                 mostCodebooks, groupedDigits(1ULL << mostBits), widestGroup));
    }
    if (codes->shape[0] == 0 || codes->shape[0] > longest || codes->shape[1] == 0 || codes->shape[1] > longest) {
        refuse(".codes", say("Expected are codes of at least one row and one vector."));
    }
    const Layout layout{.codebooks = static_cast<std::uint32_t>(codebooks->shape[0]),
                        .bits = static_cast<std::uint32_t>(std::countr_zero(vectors)),
                        .group = static_cast<std::uint32_t>(group)};
    const AqlmEncoding& encoding = encodingOf(layout);
    const MatrixShape shape{codes->shape[0], codes->shape[1] * group, ElementType::F16};
    if (const auto reason = encoding.whyNot(shape)) {
        throw badInput({}, say("The tensors of an AQLM layer make no sense"), *reason + '.');
    }
    requireParts(encoding, shape, lookup);
    return StoredMatrix{&encoding, shape};
}

} // namespace

const MatrixFamily& aqlmFamily() {
    static const MatrixFamily family{
        .id = "aqlm",
        .markers = {".codebooks"},
        .read = read,
        .encodings = encodings,
    };
    return family;
}

} // namespace quantlathe
