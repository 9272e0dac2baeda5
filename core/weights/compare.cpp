// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/compare.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/intact.h"
#include "weights/weight_rows.h"

#include <algorithm>
#include <fmt/format.h>
#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>
#include <optional>
#include <unordered_set>

namespace quantlathe {
namespace {

struct Pair {
    const Weight* original = nullptr;
    const Weight* converted = nullptr;
    RowTiles tiles;
    std::size_t firstTile = 0; // in the list of all tiles
};

// ggml drops leading dimensions of 1, so they make no difference.
std::span<const std::uint64_t> withoutLeadingOnes(const Weight& weight) {
    std::span<const std::uint64_t> shape(weight.shape);
    while (!shape.empty() && shape.front() == 1) {
        shape = shape.subspan(1);
    }
    return shape;
}

std::string shapeText(const Weight& weight) {
    std::string text;
    for (const std::uint64_t size : weight.shape) {
        text += fmt::format("{}{}", text.empty() ? "" : " × ", size);
    }
    return text;
}

std::optional<std::string> whyNotComparable(const Weight& original, const Weight& converted) {
    if (!std::ranges::equal(withoutLeadingOnes(original), withoutLeadingOnes(converted))) {
        return say("Its shape is {} in the original and {} in the converted model.", shapeText(original), shapeText(converted));
    }
    if (const auto reason = whyNotReadable(original)) {
        return say("Original: {}", *reason);
    }
    if (const auto reason = whyNotReadable(converted)) {
        return say("Converted: {}", *reason);
    }
    return std::nullopt;
}

std::vector<Pair> match(const Model& original, const Model& converted, Comparison& result) {
    std::vector<Pair> pairs;
    std::unordered_set<std::string_view> matched;
    for (const Weight& weight : original.weights()) {
        const Weight* const other = converted.find(weight.name);
        if (other == nullptr) {
            result.missing.push_back(weight.name);
            continue;
        }
        matched.insert(other->name);
        if (const auto reason = whyNotComparable(weight, *other)) {
            result.notComparable.push_back(fmt::format("{}: {}", escapeForDisplay(weight.name), *reason));
        } else {
            pairs.push_back({&weight, other, tilesOf(weight), 0});
        }
    }
    for (const Weight& weight : converted.weights()) {
        if (!matched.contains(weight.name)) {
            result.extra.push_back(weight.name);
        }
    }
    if (matched.empty()) {
        throw badInput(converted.checkpoint().path(), say("The two models have no weight in common"),
                       say("{} has {} weights, {} has {}, under other names. Compare a model with what was made of it.",
                           original.checkpoint().path().filename().string(), original.weights().size(),
                           converted.checkpoint().path().filename().string(), converted.weights().size()));
    }
    return pairs;
}

struct Buffers {
    std::vector<float> original;
    std::vector<float> converted;
};

ErrorSums compareTile(const Model& original, const Model& converted, const Pair& pair, std::uint64_t tile, Buffers& buffers) {
    const std::uint64_t firstRow = pair.tiles.firstRow(tile);
    const std::uint64_t rows = pair.tiles.rowsIn(tile);
    const std::uint64_t columns = pair.original->columns();
    buffers.original.resize(static_cast<std::size_t>(rows * columns));
    buffers.converted.resize(buffers.original.size());
    readRows(original, *pair.original, firstRow, buffers.original);
    readRows(converted, *pair.converted, firstRow, buffers.converted);
    releaseRows(original, *pair.original, firstRow, rows);
    releaseRows(converted, *pair.converted, firstRow, rows);
    return errorSums(buffers.original, buffers.converted, columns);
}

} // namespace

Comparison compareModels(const Model& original, const Model& converted, ThreadArena& arena, Progress& progress,
                         const CancelToken& cancel) {
    cancel.throwIfCancelled();
    Comparison result;
    std::vector<Pair> pairs = match(original, converted, result);
    std::vector<std::uint32_t> pairOfTile; // all tiles of all weights, so that small weights run in parallel too
    std::uint64_t bytes = 0;
    for (std::size_t p = 0; p < pairs.size(); ++p) {
        pairs[p].firstTile = pairOfTile.size();
        pairOfTile.insert(pairOfTile.end(), static_cast<std::size_t>(pairs[p].tiles.count()), static_cast<std::uint32_t>(p));
        bytes += pairs[p].original->storedBytes() + pairs[p].converted->storedBytes();
    }
    progress.start(say("Comparing"), bytes);
    std::vector<ErrorSums> sums(pairOfTile.size());
    oneapi::tbb::enumerable_thread_specific<Buffers> buffers;
    arena.run([&] {
        oneapi::tbb::parallel_for(std::size_t{0}, pairOfTile.size(), [&](std::size_t i) {
            cancel.throwIfCancelled();
            const Pair& pair = pairs[pairOfTile[i]];
            const std::uint64_t tile = i - pair.firstTile;
            if (tile == 0) {
                progress.setItem(pair.original->name);
            }
            sums[i] = compareTile(original, converted, pair, tile, buffers.local());
            const std::uint64_t rowBytes = (pair.original->storedBytes() + pair.converted->storedBytes()) / pair.tiles.rows;
            progress.add(pair.tiles.rowsIn(tile) * rowBytes);
        });
    });
    requireUnchanged(original.checkpoint());
    requireUnchanged(converted.checkpoint());
    ErrorSums all;
    for (const Pair& pair : pairs) {
        ErrorSums weight;
        for (std::size_t i = 0; i < pair.tiles.count(); ++i) {
            weight.merge(sums[pair.firstTile + i]);
        }
        all.merge(weight);
        result.weights.push_back({pair.original->name, errorFromSums(weight)});
    }
    result.overall = errorFromSums(all);
    result.relativeRmse = result.overall.relative;
    progress.finish();
    return result;
}

} // namespace quantlathe
