// SPDX-License-Identifier: GPL-3.0-or-later
// Recognises matrices of SpQR's legacy form among tensors, and checks what reading relies on.
#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/spqr/family.h"
#include "codecs/spqr/legacy_encoding.h"

#include <cstring>
#include <deque>
#include <fmt/format.h>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <tuple>

namespace quantlathe {
namespace {

using namespace spqr;

struct Offered {
    std::deque<LegacyEncoding> encodings; // their addresses stay
    std::vector<const MatrixEncoding*> addresses;

    Offered() {
        for (const std::uint32_t perMille : {40U, 20U, 10U, 5U, 0U}) {
            addresses.push_back(&encodings.emplace_back(perMille));
        }
    }
};

std::span<const MatrixEncoding* const> encodings() {
    static const Offered all;
    return all.addresses;
}

[[noreturn]] void refuse(std::string_view suffix, std::string why) {
    throw badInput({}, say("The tensor {} of a SpQR layer is wrong", suffix), std::move(why));
}

StoredPart partOf(const PartLookup& lookup, const std::string& suffix, std::size_t dimensions) {
    const auto part = lookup(suffix);
    if (!part) {
        throw badInput({}, say("A tensor {} is missing", suffix), say("Every SpQR layer has one."));
    }
    if (part->shape.size() != dimensions) {
        refuse(suffix, say("Expected is a tensor with {} dimensions.", dimensions));
    }
    return *part;
}

std::uint64_t groupsIn(const PartLookup& lookup) {
    std::uint64_t groups = 0;
    while (lookup(fmt::format(".{}.{}", legacyLists[scaleCodes], groups))) {
        ++groups;
    }
    return groups;
}

bool isKnown(ElementType type) {
    return type == ElementType::F16 || type == ElementType::BF16 || type == ElementType::F32;
}

/// Only scales that are quantized themselves: their codes are matrices, those of others columns of floats.
LegacyForm formOf(const PartLookup& lookup, const MatrixShape& shape) {
    const std::string suffix = fmt::format(".{}.0", legacyLists[scaleCodes]);
    LegacyForm form{.groups = groupsIn(lookup), .together = 0, .numbers = ElementType::F16, .outliers = 0};
    if (form.groups == 0 || shape.columns % form.groups != 0) {
        refuse(suffix, say("{} groups make no {} input features.", groupedDigits(form.groups), groupedDigits(shape.columns)));
    }
    const StoredPart codes = partOf(lookup, suffix, 2);
    if (codes.type != ElementType::I8) {
        refuse(suffix, say("Only scales with codes of their own are read (qq_scale_bits and qq_zero_bits)."));
    }
    form.together = codes.shape[1];
    if (form.together == 0 || shape.rows % form.together != 0) {
        refuse(suffix, say("{} rows are no multiple of {}.", groupedDigits(shape.rows), groupedDigits(form.together)));
    }
    const StoredPart values = partOf(lookup, ".outliers_matrix.values", 1);
    if (!isKnown(values.type)) {
        refuse(".outliers_matrix.values", say("Its type {} is not read.", info(values.type).name));
    }
    form.numbers = values.type;
    form.outliers = values.shape[0];
    return form;
}

std::uint64_t wholeAt(const StoredPart& part, std::uint64_t index) {
    std::uint64_t number = 0;
    std::memcpy(&number, part.bytes.data() + index * sizeof number, sizeof number);
    return number;
}

/// As coalesced tensors have them: readers look for a row's outliers where they must lie.
void requireSoundOutliers(const StoredPart& places, const MatrixShape& shape, std::uint64_t count) {
    std::pair<std::uint64_t, std::uint64_t> last;
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::pair now{wholeAt(places, i), wholeAt(places, count + i)};
        if (now.first >= shape.rows || now.second >= shape.columns || (i > 0 && now <= last)) {
            refuse(".outliers_matrix.indices",
                   say("Outlier {} is said to stand at row {}, place {}: beyond the matrix, or before "
                       "the one before.",
                       groupedDigits(i), groupedDigits(now.first), groupedDigits(now.second)));
        }
        last = now;
    }
}

void requirePermutation(const StoredPart& order, std::uint64_t columns) {
    std::vector<bool> isTaken(static_cast<std::size_t>(columns), false);
    for (std::uint64_t place = 0; place < columns; ++place) {
        std::uint32_t input = 0;
        std::memcpy(&input, order.bytes.data() + place * sizeof input, sizeof input);
        if (input >= columns || isTaken[input]) {
            refuse(".perm", say("Place {} has input feature {}; every one from 0 to {} has one place.", groupedDigits(place),
                                input, groupedDigits(columns - 1)));
        }
        isTaken[input] = true;
    }
}

/// The one encoding of such a matrix, made when it is first met.
const LegacyFileEncoding& encodingOf(const LegacyForm& form, const MatrixShape& shape) {
    using Key = std::tuple<std::uint64_t, std::uint64_t, ElementType, std::uint64_t, std::uint64_t, std::uint64_t>;
    static std::mutex mutex;
    static std::map<Key, LegacyFileEncoding> met;
    const std::scoped_lock lock(mutex);
    return met.try_emplace({form.groups, form.together, form.numbers, form.outliers, shape.rows, shape.columns}, form, shape)
        .first->second;
}

std::optional<StoredMatrix> read(const PartLookup& lookup, const nlohmann::json* /*configuration*/) {
    const StoredPart codes = partOf(lookup, ".quant_weights", 2);
    const MatrixShape shape{codes.shape[0], codes.shape[1], ElementType::F16};
    constexpr std::uint64_t longestSide = 0x7FFFFFFF;
    if (shape.rows == 0 || shape.columns == 0 || shape.rows > longestSide || shape.columns > longestSide) {
        refuse(".quant_weights", say("It is too short or too long."));
    }
    const LegacyForm form = formOf(lookup, shape);
    const LegacyFileEncoding& encoding = encodingOf(form, shape);
    requireParts(encoding, shape, lookup);
    requirePermutation(partOf(lookup, ".perm", 1), shape.columns);
    requireSoundOutliers(partOf(lookup, ".outliers_matrix.indices", 2), shape, form.outliers);
    return StoredMatrix{&encoding, shape};
}

} // namespace

const MatrixFamily& spqrLegacyFamily() {
    static const MatrixFamily family{
        .id = "spqr-legacy",
        .markers = {".quant_weights"},
        .read = read,
        .encodings = encodings,
    };
    return family;
}

} // namespace quantlathe
