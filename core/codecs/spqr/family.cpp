// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/spqr/family.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/spqr/packing.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>

namespace quantlathe {
namespace {

using namespace spqr;

struct Offered {
    std::deque<SpqrEncoding> encodings; // their addresses stay
    std::vector<const MatrixEncoding*> addresses;

    Offered() {
        for (const std::uint32_t perMille : {40U, 20U, 10U, 5U, 0U}) {
            addresses.push_back(&encodings.emplace_back(Layout{.perMille = perMille}));
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

// ---- Reading ------------------------------------------------------------------------------------------------------------

[[noreturn]] void refuse(std::string_view suffix, std::string expected) {
    throw badInput({}, say("The tensor {} of a SpQR layer is wrong", suffix), std::move(expected));
}

StoredPart partOf(const PartLookup& lookup, std::string_view suffix, ElementType type) {
    const auto part = lookup(suffix);
    if (!part) {
        throw badInput({}, say("A tensor {} is missing", suffix), say("Every SpQR layer has one."));
    }
    if (part->type != type || part->shape.size() != 1) {
        refuse(suffix, say("Expected is a tensor of {} with {} dimensions.", info(type).name, 1));
    }
    return *part;
}

/// The sizes of a layer's tensors; none says by itself how many rows there are.
struct Sizes {
    std::uint64_t words;    // of codes
    std::uint64_t offsets;  // less one
    std::uint64_t outliers; // with padding
    std::uint64_t inputs;   // 0: in the order of the model
};

struct Found {
    MatrixShape shape;
    bool isTiled = false;
};

Found shapeFrom(std::uint64_t rows, const Sizes& sizes, bool isTiled) {
    const std::uint64_t columns = rows > 0 && rows % side == 0 ? sizes.words / (rows / side) : 0;
    return {{rows, columns, ElementType::F16}, isTiled};
}

bool agrees(const Found& found, const Sizes& sizes) {
    const MatrixShape& shape = found.shape;
    return shape.columns > 0 && shape.columns % side == 0 && shape.columns * (shape.rows / side) == sizes.words &&
           (sizes.inputs == 0 || sizes.inputs == shape.columns);
}

/// Offsets stand for rows, or for sixteen of them.
Found shapeOf(const Sizes& sizes) {
    constexpr std::uint64_t longest = 0x7FFFFFF;
    if (sizes.words == 0 || sizes.offsets == 0 || sizes.offsets > longest) {
        refuse(sizes.words == 0 ? ".dense_weights" : ".row_offsets", say("It is too short or too long."));
    }
    for (const Found& found : {shapeFrom(sizes.offsets, sizes, false), shapeFrom(sizes.offsets * side, sizes, true)}) {
        if (agrees(found, sizes)) {
            return found;
        }
    }
    refuse(".dense_weights", say("Its {} words make no matrix with {} offsets of outliers and an order of {} input features.",
                                 groupedDigits(sizes.words), groupedDigits(sizes.offsets + 1), groupedDigits(sizes.inputs)));
}

/// The one encoding of such a matrix, made when it is first met.
const SpqrEncoding& encodingOf(const Found& found, const Sizes& sizes) {
    for (const SpqrEncoding& encoding : offered().encodings) {
        if (!found.isTiled && sizes.inputs > 0 && encoding.layout().capacity(found.shape) == sizes.outliers &&
            !encoding.whyNot(found.shape)) {
            return encoding;
        }
    }
    static std::mutex mutex;
    static std::map<Layout, SpqrEncoding> met;
    const Layout layout{.isCounted = true,
                        .outliers = sizes.outliers,
                        .weights = found.shape.values(),
                        .isTiled = found.isTiled,
                        .hasOrder = sizes.inputs > 0,
                        .isLoose = true};
    const std::scoped_lock lock(mutex);
    return met.try_emplace(layout, layout).first->second;
}

void requireSoundOffsets(const StoredPart& offsets, const Found& found, std::uint64_t outliers) {
    std::uint64_t last = 0;
    for (std::uint64_t i = 0; i < offsets.shape[0]; ++i) {
        const std::uint64_t offset = offsetAt(offsets.bytes, i);
        if (offset < last || offset > outliers || (i == 0 && offset != 0) || (found.isTiled && offset % side != 0)) {
            refuse(".row_offsets", say("Number {} is {}; expected are numbers from 0 to {} in ascending order.",
                                       groupedDigits(i), groupedDigits(offset), groupedDigits(outliers)));
        }
        last = offset;
    }
}

void requireSoundPlaces(const StoredPart& outliers, std::uint64_t columns) {
    for (std::uint64_t i = 0; i < outliers.shape[0]; ++i) {
        if (placeOfOutlier(outliers.bytes, i) >= columns) {
            refuse(".col_vals", say("Outlier {} is said to stand at place {} of {} input features.", groupedDigits(i),
                                    placeOfOutlier(outliers.bytes, i), groupedDigits(columns)));
        }
    }
}

void requirePermutation(const StoredPart& order, std::uint64_t columns) {
    std::vector<bool> isTaken(static_cast<std::size_t>(columns), false);
    for (std::uint64_t place = 0; place < 2 * order.shape[0]; ++place) {
        const std::uint32_t input = inputAt(order.bytes, place);
        if (input >= columns || isTaken[input]) {
            refuse(".in_perm", say("Place {} has input feature {}; every one from 0 to {} has one place.", groupedDigits(place),
                                   input, groupedDigits(columns - 1)));
        }
        isTaken[input] = true;
    }
}

/// There are programs for one form only; files of others would have tensors of the same names.
void requireKnownForm(const nlohmann::json* configuration) {
    if (configuration == nullptr) {
        return;
    }
    for (const auto& [key, expected] : {std::pair("bits", std::uint64_t{bits}), std::pair("beta1", std::uint64_t{side}),
                                        std::pair("beta2", std::uint64_t{side})}) {
        const auto found = configuration->find(key);
        if (found != configuration->end() && *found != expected) {
            throw badInput({}, say("This form of SpQR is not read"),
                           say("config.json says {} {}; only {} is known.", key, escapeForDisplay(found->dump()), expected));
        }
    }
}

std::optional<StoredMatrix> read(const PartLookup& lookup, const nlohmann::json* configuration) {
    requireKnownForm(configuration);
    const StoredPart dense = partOf(lookup, ".dense_weights", ElementType::I64);
    const StoredPart offsets = partOf(lookup, ".row_offsets", ElementType::I32);
    const StoredPart outliers = partOf(lookup, ".col_vals", ElementType::I32);
    const StoredPart order = partOf(lookup, ".in_perm", ElementType::I32);
    const Sizes sizes{.words = dense.shape[0],
                      .offsets = std::max<std::uint64_t>(offsets.shape[0], 1) - 1,
                      .outliers = outliers.shape[0],
                      .inputs = 2 * order.shape[0]};
    const Found found = shapeOf(sizes);
    const SpqrEncoding& encoding = encodingOf(found, sizes);
    if (const auto reason = encoding.whyNot(found.shape)) {
        throw badInput({}, say("The tensors of a SpQR layer make no sense"), *reason + '.');
    }
    requireParts(encoding, found.shape, lookup);
    requireSoundOffsets(offsets, found, sizes.outliers);
    requireSoundPlaces(outliers, found.shape.columns);
    requirePermutation(order, found.shape.columns);
    return StoredMatrix{&encoding, found.shape};
}

} // namespace

const MatrixFamily& spqrFamily() {
    static const MatrixFamily family{
        .id = "spqr",
        .markers = {".dense_weights"},
        .read = read,
        .encodings = encodings,
    };
    return family;
}

} // namespace quantlathe
