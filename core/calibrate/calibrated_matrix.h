// SPDX-License-Identifier: GPL-3.0-or-later
// One matrix encoded for what its inputs really are (docs/calibrated.md).
#pragma once

#include "base/arena.h"
#include "base/progress.h"
#include "calibrate/calibrated_input.h"
#include "codecs/encoding.h"
#include "plan/encoded_matrices.h"
#include "plan/tensor_scaling.h"
#include "runtime/weight_source.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace quantlathe {

/// What became of one matrix. Losses: squared errors of its outputs, summed over the tokens that codes were chosen for.
struct CalibratedLoss {
    double before = 0; // of the codes that are chosen without looking at the inputs together
    double after = 0;
    std::size_t rowsKept = 0;  // rows whose uncalibrated codes were the better ones
    double heldBackChange = 0; // against the uncalibrated codes; below 0 is better
    bool isKept = false;       // all codes stayed as they were: they were better on what was held back
    [[nodiscard]] double ratio() const { return before > 0 ? after / before : 1; }
    /// Of two matrices of one weight.
    friend CalibratedLoss operator+(const CalibratedLoss& a, const CalibratedLoss& b) {
        return {a.before + b.before, a.after + b.after, a.rowsKept + b.rowsKept, a.heldBackChange + b.heldBackChange,
                a.isKept && b.isKept};
    }
};

struct MatrixToEncode {
    const Weight& weight;
    const Encoding& encoding;               // that blockGridOf(), latticeGridOf(), griddedEncoding() or gramEncoding() knows
    EncodingGuide guide;                    // of the uncalibrated codes
    const PlannedMatrix* planned = nullptr; // of encodings with several parts: the one matrix that the weight is
    const TensorScaling* scaling = nullptr; // of `planned`: what its values are multiplied by before all else
    float joinedLargest = 0;                // MatrixGuide::joinedLargest
    bool hasFeedback = true;                // else nearest codes of values that are limited group by group
    // Where the weight is a stack, the rows of the matrix in it:
    std::uint64_t firstRow = 0;
    std::uint64_t rows = weight.rows();
};

/// Fills `out` with the encoded rows, or with the parts of the matrix one behind the other. Uses all threads of the arena; the
/// bytes do not depend on their number.
[[nodiscard]] CalibratedLoss encodeCalibrated(const MatrixToEncode& matrix, const WeightSource& original,
                                              const CalibratedInput& input, std::vector<std::byte>& out, ThreadArena& arena,
                                              const CancelToken& cancel);

/// The same with the codes that the matrix would have without a calibration: all of them are kept.
[[nodiscard]] CalibratedLoss encodeUncalibrated(const MatrixToEncode& matrix, const WeightSource& original,
                                                std::vector<std::byte>& out, ThreadArena& arena, const CancelToken& cancel);

} // namespace quantlathe
