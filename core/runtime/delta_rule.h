// SPDX-License-Identifier: GPL-3.0-or-later
// The gated delta rule over whole sequences, in chunks of 64 tokens: what each of them would correct in turn is one triangular
// system (Yang and others 2024, "Parallelizing Linear Transformers with the Delta Rule over Sequence Length").
#pragma once

#include "runtime/convolution.h"
#include "runtime/mixer_shapes.h"

#include <span>
#include <vector>

namespace quantlathe {

struct DeltaValues {
    Convolution convolution;     // of queries, keys and values, without bias
    std::vector<float> decay;    // negative, of each value head
    std::vector<float> stepBias; // of each value head
    std::vector<float> gain;     // of the norm of a head's outputs, valueSize
};

/// `x`: shape.inputs() columns. `out`: shape.width() columns, normed and gated. Sequences are independent of each other;
/// results do not depend on the number of threads.
void runDeltaRule(const DeltaShape& shape, const DeltaValues& values, std::span<const SequenceRows> sequences, ConstMatrix x,
                  Matrix out, const RunContext& context);

/// Of one token; what runDeltaRule() reports as progress.
[[nodiscard]] double multiplyAddsOf(const DeltaShape& shape);

} // namespace quantlathe
