// SPDX-License-Identifier: GPL-3.0-or-later
// The values of weights in one model against those in another: the same bytes, or how far apart.
#pragma once

#include "base/arena.h"
#include "base/progress.h"
#include "weights/encoding_error.h"
#include "weights/model_difference.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace quantlathe {

struct ValueDifference {
    /// Both store the weight in one encoding and, with their rows in canonical order, with the same bytes.
    bool isSameBytes = false;
    std::optional<EncodingError> error; // of the second against the first; nothing where the values cannot be decoded
    /// No value differs, though they may be stored in two ways. False where there are NaN or infinities in other bytes.
    [[nodiscard]] bool isSameValues() const {
        return isSameBytes || (error && error->sums.difference == 0 && error->sums.nonFinite == 0);
    }
    friend bool operator==(const ValueDifference&, const ValueDifference&) = default;
};

/// Told of each pair, by its place in the list, as soon as it is done; from any thread, one after the other.
using DifferenceSink = std::function<void(std::size_t pair, const ValueDifference& difference)>;

/// One for each of `pairs`, which are in both models and of one shape. Streams both in tiles, in parallel, from front to back;
/// the result does not depend on the number of threads. Memory: tiles, and some 80 bytes for each of them. Progress counts the
/// stored bytes of both, start() and finish() included. Throws Error(badInput) for weights that contradict their tensors, for
/// models whose values are elsewhere or that changed meanwhile; `cancelled` after cancel().
[[nodiscard]] std::vector<ValueDifference> compareValues(const Model& first, const Model& second,
                                                         std::span<const WeightPair> pairs, ThreadArena& arena,
                                                         Progress& progress, const CancelToken& cancel,
                                                         const DifferenceSink& sink = {});

} // namespace quantlathe
