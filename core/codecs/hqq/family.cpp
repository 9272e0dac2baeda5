// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/hqq/family.h"

#include "base/error.h"
#include "base/words.h"
#include "codecs/hqq/hqq_encoding.h"

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>
#include <tuple>

namespace quantlathe {
namespace {

using namespace hqq;

constexpr std::array<std::uint64_t, 8> groupSizes{8, 16, 32, 64, 128, 256, 512, 0};

struct Offered {
    std::deque<HqqEncoding> encodings; // their addresses stay
    std::vector<const MatrixEncoding*> addresses;

    Offered() {
        for (const bool optimizes : {true, false}) {
            for (const int axis : {1, 0}) {
                for (const Precision& precision : precisions) {
                    for (const std::uint64_t group : groupSizes) {
                        addresses.push_back(&encodings.emplace_back(
                            Layout{.precision = precision, .group = group, .axis = axis, .optimizes = optimizes}));
                    }
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

bool areEqual(const Layout& a, const Layout& b) {
    return a.precision.name == b.precision.name && a.group == b.group && a.axis == b.axis && a.optimizes == b.optimizes;
}

/// The one encoding of this layout and description, made when it is first met.
const HqqEncoding& encodingOf(const Layout& layout, const Description& description) {
    for (const HqqEncoding& encoding : offered().encodings) {
        if (areEqual(encoding.layout(), layout) && encoding.description() == description) {
            return encoding;
        }
    }
    using Key = std::tuple<std::string_view, std::uint64_t, int, bool, bool, std::uint32_t>;
    static std::mutex mutex;
    static std::map<Key, HqqEncoding> met;
    const std::scoped_lock lock(mutex);
    const Key key{layout.precision.name,         layout.group,       layout.axis, layout.optimizes,
                  description.storesBitsAsFloat, description.missing};
    return met.try_emplace(key, layout, description).first->second;
}

std::optional<StoredMatrix> recognise(const PartLookup& lookup, const nlohmann::json* /*configuration*/) {
    if (!lookup(".W_q")) {
        return std::nullopt;
    }
    auto stored = readDescription(lookup);
    if (!stored) {
        return std::nullopt;
    }
    Layout& layout = stored->layout;
    const bool isListed = std::ranges::find(groupSizes, layout.group) != groupSizes.end();
    if (!isListed && layout.group == (layout.axis == 1 ? stored->shape.columns : stored->shape.rows)) {
        layout.group = 0; // stored as the length of a row, but said as "no grouping"
    }
    const HqqEncoding& encoding = encodingOf(layout, stored->description);
    if (const auto reason = encoding.whyNot(stored->shape)) {
        throw badInput({}, say("The description of an HQQ layer makes no sense"), *reason + ".");
    }
    requireParts(encoding, stored->shape, lookup);
    return StoredMatrix{.encoding = &encoding, .shape = stored->shape};
}

constexpr std::array<std::string_view, 1> markers{".W_q"};

} // namespace

const MatrixFamily hqqFamily{
    .id = "hqq", .markers = {markers.begin(), markers.end()}, .read = recognise, .encodings = encodings};

} // namespace quantlathe
