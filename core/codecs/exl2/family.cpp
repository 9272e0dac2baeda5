// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/exl2/family.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/exl2/packing.h"

#include <algorithm>
#include <cstring>
#include <deque>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>

namespace quantlathe {
namespace {

using namespace exl2;

// The settings that ExLlamaV2's converter chooses from (docs/formats/exl2.md, "Names"), and some between them, so that a file
// comes out near the size that is wanted. Any others load as well.
const std::vector<std::vector<Run>>& settings() {
    static const std::vector<std::vector<Run>> all{
        {{8, 32}},
        {{8, 128}},
        {{8, 128, 50}, {6, 128}},
        {{8, 128, 15}, {6, 128}},
        {{8, 128, 10}, {6, 128}},
        {{6, 32}},
        {{8, 32, 5}, {6, 128}},
        {{6, 128}},
        {{6, 128, 50}, {5, 128}},
        {{8, 32, 5}, {6, 32, 10}, {5, 32}},
        {{6, 32, 25}, {5, 32}},
        {{6, 32, 10}, {5, 32}},
        {{8, 32, 5}, {6, 128, 10}, {5, 128}},
        {{6, 128, 25}, {5, 128}},
        {{6, 128, 15}, {5, 128}},
        {{6, 128, 10}, {5, 128}},
        {{5, 32}},
        {{5, 64}},
        {{5, 128}},
        {{5, 64, 50}, {4, 64}},
        {{8, 32, 5}, {5, 32, 10}, {4, 32}},
        {{5, 32, 25}, {4, 32}},
        {{5, 32, 10}, {4, 32}},
        {{6, 32, 15}, {4, 32}},
        {{8, 32, 5}, {5, 128, 10}, {4, 128}},
        {{5, 128, 25}, {4, 128}},
        {{5, 64, 10}, {4, 64}},
        {{5, 128, 10}, {4, 128}},
        {{8, 32, 5}, {4, 32}},
        {{8, 32, 5}, {4, 128}},
        {{5, 32, 5}, {4, 32}},
        {{4, 32}},
        {{4, 64}},
        {{4, 128}},
        {{4, 64, 50}, {3, 64}},
        {{8, 32, 5}, {4, 32, 10}, {3, 32}},
        {{8, 32, 5}, {4, 128, 10}, {3, 128}},
        {{4, 32, 25}, {3, 32}},
        {{4, 128, 25}, {3, 128}},
        {{4, 32, 15}, {3, 32}},
        {{4, 32, 10}, {3, 32}},
        {{4, 64, 10}, {3, 64}},
        {{4, 128, 10}, {3, 128}},
        {{5, 32, 5}, {3, 32}},
        {{3, 32}},
        {{3, 64}},
        {{3, 128}},
        {{3, 64, 50}, {2, 64}},
        {{4, 32, 30}, {2, 32}},
        {{6, 32, 5}, {3, 64, 20}, {2, 64}},
        {{3, 64, 30}, {2, 64}},
        {{3, 64, 25}, {2, 64}},
        {{3, 64, 10}, {2, 64}},
        {{3, 64, 5}, {2, 64}},
        {{2, 64}},
        {{2, 128}},
    };
    return all;
}

struct Offered {
    std::deque<Exl2Encoding> encodings; // their addresses stay
    std::vector<const Exl2Encoding*> own;
    std::vector<const MatrixEncoding*> addresses;

    Offered() {
        for (const std::vector<Run>& runs : settings()) {
            own.push_back(&encodings.emplace_back(Layout{.runs = runs, .groups = {}}));
        }
        std::ranges::stable_sort(own, std::ranges::greater(), &Exl2Encoding::bitsPerWeight);
        addresses.assign(own.begin(), own.end());
    }
};

const Offered& offered() {
    static const Offered all;
    return all;
}

std::span<const MatrixEncoding* const> encodings() {
    return offered().addresses;
}

// ---- Reading ------------------------------------------------------------------------------------------------------------

[[noreturn]] void refuse(std::string_view suffix, std::string expected) {
    throw badInput({}, say("The tensor {} of an EXL2 layer is wrong", suffix), std::move(expected));
}

/// The encoding that cuts this many input features into these groups, made when it is first met.
const Exl2Encoding& encodingOf(const std::vector<Group>& groups, std::uint64_t inputs, std::optional<ElementType> orderType) {
    if (!orderType) {
        for (const Exl2Encoding* const encoding : offered().own) {
            if (encoding->layout().groupsOf(inputs) == groups) {
                return *encoding;
            }
        }
    }
    static std::mutex mutex;
    static std::map<std::pair<std::vector<Group>, std::optional<ElementType>>, Exl2Encoding> met;
    const std::scoped_lock lock(mutex);
    return met.try_emplace({groups, orderType}, Layout{.runs = {}, .groups = groups, .orderType = orderType}).first->second;
}

StoredPart partOf(const PartLookup& lookup, std::string_view suffix, ElementType type, std::size_t dimensions) {
    constexpr std::uint64_t longest = 0x7FFFFFFF;
    const auto part = lookup(suffix);
    if (!part) {
        throw badInput({}, say("A tensor {} is missing", suffix), say("Every EXL2 layer has one."));
    }
    if (part->type != type || part->shape.size() != dimensions ||
        !std::ranges::all_of(part->shape, [](std::uint64_t length) { return length > 0 && length <= longest; })) {
        refuse(suffix, say("Expected is a tensor of {} with {} dimensions.", info(type).name, dimensions));
    }
    return *part;
}

std::uint16_t numberAt(std::span<const std::byte> bytes, std::size_t index) {
    std::uint16_t number = 0;
    std::memcpy(&number, bytes.data() + index * sizeof number, sizeof number);
    return number;
}

/// Groups as q_groups tells them: a width and a first word each. The last ends with the words.
std::vector<Group> groupsIn(const StoredPart& stored, std::uint64_t words) {
    const std::uint64_t count = stored.shape[0] / 2;
    if (stored.shape[0] % 2 != 0) {
        refuse(".q_groups", say("It holds two numbers for every group."));
    }
    std::vector<Group> groups;
    for (std::size_t g = 0; g < count; ++g) {
        const std::uint32_t bits = numberAt(stored.bytes, 2 * g);
        const std::uint64_t begin = numberAt(stored.bytes, 2 * g + 1);
        const std::uint64_t end = g + 1 < count ? numberAt(stored.bytes, 2 * g + 3) : words;
        const bool isKnown = std::ranges::find(bitWidths, bits) != bitWidths.end();
        const std::uint64_t blocks = isKnown && end > begin && end <= words ? (end - begin) / bits : 0;
        if (blocks == 0 || blocks * bits != end - begin || (g == 0 && begin != 0)) {
            refuse(".q_groups",
                   say("Group {} has {} bits and goes from word {} to {}; expected are a width of 8, 6, 5, 4, 3 or 2 "
                       "and words for a multiple of {} input features.",
                       g, bits, begin, end, inputsTogether));
        }
        if (!groups.empty() && bits > groups.back().bits) {
            refuse(".q_groups", say("Group {} is wider than the one before; loaders want them from wide to narrow.", g));
        }
        groups.push_back({bits, static_cast<std::uint32_t>(blocks * inputsTogether)});
    }
    return groups;
}

void requirePermutation(const StoredPart& places) {
    const std::uint64_t count = places.shape[0];
    std::vector<bool> isTaken(static_cast<std::size_t>(count), false);
    for (std::uint64_t input = 0; input < count; ++input) {
        const std::uint32_t place = placeAt(places.bytes, input);
        if (place >= count || isTaken[place]) {
            refuse(".q_invperm", say("Input feature {} is said to stand at place {}; every place from 0 to {} has one.",
                                     groupedDigits(input), place, groupedDigits(count - 1)));
        }
        isTaken[place] = true;
    }
}

std::optional<ElementType> orderTypeIn(const PartLookup& lookup) {
    const auto order = lookup(".q_perm");
    return order && (order->type == ElementType::I16 || order->type == ElementType::I32) ? std::optional(order->type)
                                                                                         : std::nullopt;
}

std::optional<StoredMatrix> read(const PartLookup& lookup, const nlohmann::json* /*configuration*/) {
    if (const auto marker = lookup(".q_weight"); marker && marker->type != ElementType::I32 && marker->shape.size() == 2 &&
                                                 !lookup(".q_invperm")) { // gains of PLaMo 2 have that name, too
        return std::nullopt;
    }
    const StoredPart codes = partOf(lookup, ".q_weight", ElementType::I32, 2);
    const StoredPart places = partOf(lookup, ".q_invperm", ElementType::I32, 1);
    const StoredPart stored = partOf(lookup, ".q_groups", ElementType::I16, 1);
    const MatrixShape shape{codes.shape[1], places.shape[0], ElementType::F16};
    if (shape.rows % outputsTogether != 0) {
        refuse(".q_weight", say("It has {} columns, no multiple of {}.", groupedDigits(shape.rows), outputsTogether));
    }
    const std::vector<Group> groups = groupsIn(stored, codes.shape[0]);
    const Exl2Encoding& encoding = encodingOf(groups, shape.columns, orderTypeIn(lookup));
    if (const auto reason = encoding.whyNot(shape)) {
        throw badInput({}, say("The tensors of an EXL2 layer make no sense"), *reason + '.');
    }
    requireParts(encoding, shape, lookup);
    requirePermutation(places);
    return StoredMatrix{&encoding, shape};
}

} // namespace

const MatrixFamily& exl2Family() {
    static const MatrixFamily family{
        .id = "exl2",
        .markers = {".q_weight"},
        .read = read,
        .encodings = encodings,
    };
    return family;
}

std::span<const Exl2Encoding* const> exl2::offeredEncodings() {
    return offered().own;
}

const Exl2Encoding& exl2::asRead(const Exl2Encoding& encoding, std::uint64_t inputs) {
    return encodingOf(encoding.layout().groupsOf(inputs), inputs, encoding.layout().orderType);
}

} // namespace quantlathe
