// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/planned_weights.h"

#include "base/hash.h"
#include "codecs/joined_scale.h"
#include "kernels/row_codes.h"
#include "plan/input_scales.h"
#include "weights/round_trip.h"
#include "weights/weight_rows.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <mutex>
#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>

namespace quantlathe {

namespace {

/// With the scale that the output will hold, if it is known yet.
std::optional<InputRounding> roundingOf(const Choice& choice, const std::map<const Weight*, float>& scales) {
    auto rounding = inputRoundingOf(*choice.encoding);
    if (const auto found = scales.find(choice.weight); rounding && found != scales.end()) {
        rounding->scale = found->second;
        rounding->isKnown = true;
    }
    return rounding;
}

} // namespace

float joinedLargest(const Plan& plan, const Weight& weight, const Encoding& encoding, ThreadArena& arena,
                    const CancelToken& cancel) {
    const std::string group = fusedGroup(weight, plan.format->requiredFusing());
    if (joinedScaleEncoding(encoding) == nullptr || group.empty()) {
        return 0;
    }
    std::mutex mutex;
    float largest = 0;
    for (const Choice& choice : plan.choices) {
        const Weight& other = *choice.weight;
        if (choice.encoding != &encoding || fusedGroup(other, plan.format->requiredFusing()) != group) {
            continue;
        }
        const RowTiles tiles = tilesOf(other);
        arena.run([&] {
            oneapi::tbb::parallel_for(std::uint64_t{0}, tiles.count(), [&](std::uint64_t tile) {
                cancel.throwIfCancelled();
                std::vector<float> values(static_cast<std::size_t>(tiles.rowsIn(tile) * other.columns()));
                readRows(*plan.model, other, tiles.firstRow(tile), values);
                const float own = largestMagnitude(values);
                const std::scoped_lock lock(mutex);
                largest = std::isfinite(own) ? std::max(largest, own) : largest;
            });
        });
    }
    return largest;
}

std::string plannedIdentity(const Plan& plan, Inputs inputs) {
    HashBuilder hash;
    bool changes = false;
    const std::map<const Weight*, float> scales = inputScalesOf(plan);
    for (const Choice& choice : plan.choices) {
        if (isLossless(choice)) {
            continue;
        }
        changes = true;
        hash.add(choice.weight->name);
        hash.add(choice.encoding->name());
        if (const auto rounding = roundingOf(choice, scales); rounding && inputs == Inputs::asLoaded) {
            hash.add("rounded inputs");
            if (rounding->numbers == InputRounding::Numbers::float4) {
                hash.add(std::as_bytes(std::span(&rounding->scale, 1)));
                hash.add(std::uint64_t{rounding->isKnown});
            }
        }
        hash.add(std::as_bytes(plan.importanceOf(*choice.weight)));
        hash.add(static_cast<std::uint64_t>(choice.encoding->hasEffort() ? plan.document.effort : Effort::normal));
    }
    for (const OutputPiece& piece : plan.layout.pieces) {
        if (piece.shape) { // the same encoding decodes to other values in another type
            hash.add(static_cast<std::uint64_t>(piece.shape->compute));
        }
    }
    const std::string model = identityOf(*plan.model);
    return changes ? fmt::format("{}-{}-{:016x}", model, plan.format->id(), hash.value()) : model;
}

PlannedWeights::PlannedWeights(Plan plan, Inputs inputs) : plan_(std::move(plan)), inputs_(inputs) {
    const std::map<const Weight*, float> scales = inputScalesOf(plan_);
    for (const Choice& choice : plan_.choices) {
        if (const auto rounding = roundingOf(choice, scales); rounding && inputs == Inputs::asLoaded) {
            roundings_.emplace(choice.weight, *rounding);
        }
        if (isLossless(choice)) {
            continue;
        }
        checkRoundTrip(model(), *choice.weight, *choice.encoding, plan_.importanceOf(*choice.weight));
        changed_.emplace(choice.weight, choice.encoding);
    }
    for (const OutputPiece& piece : plan_.layout.pieces) {
        if (piece.shape && piece.part == 0) {
            matrices_[plan_.choices[piece.choice].weight].push_back({*piece.stored, *piece.shape});
        }
    }
}

void PlannedWeights::prepareMatrices(const Weight& weight, ThreadArena& arena, const CancelToken& cancel) const {
    {
        const std::shared_lock lock(mutex_);
        if (encoded_.contains(&weight)) {
            return;
        }
    }
    EncodedMatrices encoded(model(), weight, *asMatrixEncoding(*changed_.at(&weight)), matrices_.at(&weight),
                            {.importance = plan_.importanceOf(weight),
                             .joinedLargest = joinedLargest(plan_, weight, *changed_.at(&weight), arena, cancel)},
                            arena, cancel);
    const std::unique_lock lock(mutex_);
    encoded_.emplace(&weight, std::move(encoded));
}

void PlannedWeights::prepare(const Weight& weight, ThreadArena& arena, const CancelToken& cancel) const {
    const auto found = changed_.find(&weight);
    if (found == changed_.end()) {
        return;
    }
    if (matrices_.contains(&weight)) {
        prepareMatrices(weight, arena, cancel);
        return;
    }
    {
        const std::shared_lock lock(mutex_);
        if (prepared_.contains(&weight)) {
            return;
        }
    }
    const Encoding& encoding = *found->second;
    const EncodingGuide guide = plan_.guideOf(weight);
    const RowTiles tiles = tilesOf(weight);
    std::vector<std::byte> stored(static_cast<std::size_t>(encoding.bytes(weight.rows(), weight.columns())));
    oneapi::tbb::enumerable_thread_specific<RoundTrip> trips;
    arena.run([&] {
        oneapi::tbb::parallel_for(std::uint64_t{0}, tiles.count(), [&](std::uint64_t tile) {
            cancel.throwIfCancelled();
            const std::uint64_t first = tiles.firstRow(tile);
            const auto bytes = trips.local().encode(model(), weight, encoding, guide, first, tiles.rowsIn(tile));
            std::ranges::copy(bytes, stored.begin() + static_cast<std::ptrdiff_t>(encoding.bytes(first, weight.columns())));
        });
    });
    releaseRows(model(), weight, 0, weight.rows());
    const std::unique_lock lock(mutex_);
    prepared_.emplace(&weight, std::move(stored));
}

void PlannedWeights::rows(const Weight& weight, std::uint64_t firstRow, std::span<float> out) const {
    const auto found = changed_.find(&weight);
    if (found == changed_.end()) {
        readRows(model(), weight, firstRow, out);
        return;
    }
    if (matrices_.contains(&weight)) {
        ThreadArena alone(1); // has nothing to do where the weight is prepared
        prepareMatrices(weight, alone, {});
        const std::shared_lock lock(mutex_);
        encoded_.at(&weight).rows(firstRow, out);
        return;
    }
    const Encoding& encoding = *found->second;
    const std::uint64_t columns = weight.columns();
    const std::uint64_t count = out.size() / columns;
    {
        const std::shared_lock lock(mutex_);
        if (const auto ready = prepared_.find(&weight); ready != prepared_.end()) {
            encoding.decode(std::span(ready->second)
                                .subspan(static_cast<std::size_t>(encoding.bytes(firstRow, columns)),
                                         static_cast<std::size_t>(encoding.bytes(count, columns))),
                            columns, out);
            return;
        }
    }
    thread_local RoundTrip trip;
    std::ranges::copy(trip.run(model(), weight, encoding, plan_.guideOf(weight), firstRow, count).decoded, out.begin());
}

const InputRounding* PlannedWeights::inputRounding(const Weight& weight, std::optional<std::uint32_t>) const {
    const auto found = roundings_.find(&weight);
    return found == roundings_.end() ? nullptr : &found->second;
}

void PlannedWeights::release(const Weight& weight) const {
    releaseRows(model(), weight, 0, weight.rows());
    const std::unique_lock lock(mutex_);
    prepared_.erase(&weight);
    encoded_.erase(&weight);
}

} // namespace quantlathe
